// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/qualitative/ordinal_summary.hpp>
#include <ringtrial/qualitative/ridit.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::qualitative;
using testing_tools::complaint;
using words = std::vector<std::string_view>;

const words levels = {"none", "trace", "weak", "strong"};

// By hand: cumulative counts 1, 3, 6, 7 of 7.
TEST(OrdinalSummary, CountsInOrder) {
  const auto r = ordinal_summary(
      words{"weak", "none", " trace", "weak", "", "strong", "trace", "weak"}, levels);
  EXPECT_EQ(r.counts, (std::vector<std::size_t>{1, 2, 3, 1}));
  EXPECT_EQ(r.cumulative.back(), 1);
  EXPECT_EQ(r.median, "weak");
  EXPECT_EQ(r.mode, "weak");
  EXPECT_NEAR(r.mean_rank, 18.0 / 7, 1e-15);
  EXPECT_NEAR(r.dispersion, (6 + 12 + 6) / 49.0 / 0.75, 1e-15);
  EXPECT_EQ(r.n, 7u);
  EXPECT_EQ(r.status, outcome::ok);
}

TEST(OrdinalSummary, HasNoMiddleOfTwoLevels) {
  const auto r = ordinal_summary(words{"none", "strong", "none", "strong"}, levels);
  EXPECT_EQ(r.median, "");
  EXPECT_EQ(r.median_low, "none");
  EXPECT_EQ(r.median_high, "strong");
  EXPECT_EQ(r.mode, "none");  // the lowest of two
  EXPECT_EQ(r.dispersion, 1);
}

TEST(OrdinalSummary, OneLevelAndNothing) {
  EXPECT_EQ(ordinal_summary(words{"a"}, words{"a"}).dispersion, 0);
  const auto nothing = ordinal_summary(words{"", " "}, levels);
  EXPECT_EQ(nothing.status, outcome::too_few);
  EXPECT_EQ(nothing.median, "");
  EXPECT_TRUE(std::isnan(nothing.mean_rank) && std::isnan(nothing.cumulative[3]));
}

TEST(OrdinalSummary, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] {
              (void)ordinal_summary(words{"none", "much"}, levels);
            }),
            "ordinal_summary: x[1] = 'much', must be one of levels");
  EXPECT_EQ(complaint([] { (void)ordinal_summary(words{}, words{}); }),
            "ordinal_summary: levels is empty, must list the categories, lowest first");
  EXPECT_EQ(complaint([] {
              (void)ordinal_summary(words{}, words{"a", "a"});
            }),
            "ordinal_summary: levels[1] = 'a', must be given once only");
}

// By hand, Bross 1958: below + half of the level; the empty level d lies between its neighbours.
TEST(Ridit, OfItselfHasMeanOneHalf) {
  const auto r =
      ridit(words{"none", "trace", "", "trace", "weak"}, words{"none", "trace", "weak"});
  EXPECT_EQ(r.ridit, (std::vector<double>{0.125, 0.5, 0.875}));
  EXPECT_TRUE(std::isnan(r.score[2]));
  EXPECT_EQ(r.mean, 0.5);
  EXPECT_DOUBLE_EQ(r.standard_error, 1 / std::sqrt(48.0));
  EXPECT_EQ(r.n, 4u);
}

TEST(Ridit, OfAReference) {
  const auto r = ridit(words{"weak"}, levels, words{"none", "none", "strong", "strong"});
  EXPECT_EQ(r.ridit, (std::vector<double>{0.25, 0.5, 0.5, 0.75}));
  EXPECT_EQ(r.mean, 0.5);
  EXPECT_EQ(ridit(words{"weak"}, levels, words{""}).status, outcome::too_few);
  EXPECT_EQ(ridit(words{}, levels, words{"weak"}).status, outcome::too_few);
  EXPECT_EQ(complaint([] { (void)ridit(words{"weak"}, levels, words{"much"}); }),
            "ridit: reference[0] = 'much', must be one of levels");
}

}  // namespace
