// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/scores/signal.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::inf;
using testing_tools::nan;

using enum scores::verdict;

// ISO 13528:2022, 9.4.2 and 9.7.2.
TEST(Signal, KnowsTheLimitsOfEachScore) {
  EXPECT_EQ(scores::signal(2.0), satisfactory);
  EXPECT_EQ(scores::signal(-2.5), questionable);
  EXPECT_EQ(scores::signal(3.0), unsatisfactory);
  EXPECT_EQ(scores::signal(nan), not_scored);
  EXPECT_EQ(scores::signal(-inf), unsatisfactory);
  EXPECT_EQ(scores::signal(1.0, {.kind = scores::score_kind::e_n}), satisfactory);
  EXPECT_EQ(scores::signal(1.01, {.kind = scores::score_kind::e_n}), unsatisfactory);
  EXPECT_EQ(scores::signal(-100, {.kind = scores::score_kind::percent_allowance}),
            satisfactory);
}

TEST(Signal, ComparesInDecimals) {  // (0.34 − 0.30)/0.02 is 2.0000000000000018 in binary
  const double z = (0.34 - 0.30) / 0.02;
  EXPECT_EQ(scores::signal(z), satisfactory);
  EXPECT_EQ(scores::signal(z, {.tolerance = 0}), questionable);
  EXPECT_EQ(scores::signal(2.004), questionable);  // never rounded
}

TEST(Signal, TakesLimitsOfYourOwn) {
  EXPECT_EQ(scores::signal(2.5, {.first = 2}), unsatisfactory);
  EXPECT_EQ(scores::signal(2.5, {.first = 2, .second = 4}), questionable);
}

TEST(Signal, TakesRanges) {
  const std::vector<double> z = {1, 2.5, nan};
  std::vector<scores::verdict> out(3);
  scores::signal(z, std::span<scores::verdict>(out));
  EXPECT_EQ(out, (std::vector{satisfactory, questionable, not_scored}));
  EXPECT_EQ(scores::signal(z), out);
}

// ISO 13528:2005, p. 30.
TEST(SignalEz, JudgesThePair) {
  EXPECT_EQ(scores::signal_ez(-0.2, -1.0), satisfactory);
  EXPECT_EQ(scores::signal_ez(0.6, -1.4), questionable);
  EXPECT_EQ(scores::signal_ez(2.4, 1.2), unsatisfactory);
  EXPECT_EQ(scores::signal_ez(nan, 0), not_scored);
  const std::vector<double> minus = {0.5, 2}, plus = {0.5, 2};
  std::vector<scores::verdict> out(2);
  scores::signal_ez(minus, plus, std::span<scores::verdict>(out));
  EXPECT_EQ(out, (std::vector{satisfactory, unsatisfactory}));
  EXPECT_EQ(scores::signal_ez(minus, plus), out);
}

TEST(Signal, HasNames) {
  EXPECT_EQ(name(unsatisfactory), "unsatisfactory");
  EXPECT_EQ(name(not_scored), "not_scored");
  EXPECT_EQ(name(scores::score_kind::percent_allowance), "percent_allowance");
}

TEST(Signal, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)scores::signal(1, {.first = 0}); }),
            "signal: limits = 0, must be finite and positive");
  EXPECT_EQ(complaint([] { (void)scores::signal(1, {.first = 3, .second = 2}); }),
            "signal: limits = 2, must be finite and above the first limit");
  EXPECT_EQ(complaint([] { (void)scores::signal(1, {.tolerance = 0.01}); }),
            "signal: tolerance = 0.01, must be from 0 to below 0.01");
  EXPECT_EQ(complaint([] { (void)scores::signal_ez(1, 1, nan); }),
            "signal_ez: tolerance = nan, must be from 0 to below 0.01");
}

}  // namespace
