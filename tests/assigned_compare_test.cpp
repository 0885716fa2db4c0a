// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/assigned/certified.hpp>
#include <ringtrial/assigned/compare.hpp>
#include <ringtrial/assigned/from_participants.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::nan;

// By hand, with the right triangle 3, 4, 5.
TEST(Compare, IsInUncertaintiesOfTheDifference) {
  const auto r = assigned::compare({10, 0.3}, {10.8, 0.4});
  EXPECT_NEAR(r.difference, 0.8, 1e-15);
  EXPECT_EQ(r.u_difference, 0.5);
  EXPECT_NEAR(r.ratio, 1.6, 1e-14);
  EXPECT_TRUE(r.agrees);
  EXPECT_FALSE(assigned::compare({10, 0.3}, {10.8, 0.4}, 1.5).agrees);
  EXPECT_TRUE(assigned::compare({10, 0.03}, {10.1, 0.04}).agrees);  // the tie
}

TEST(Compare, TakesEveryResultAsItIs) {
  const auto consensus = assigned::from_participants(std::vector{9.0, 10.0, 11.0});
  const auto r = assigned::compare(consensus, assigned::certified(10, {.u = 0.1}));
  EXPECT_EQ(r.status, outcome::ok);
  EXPECT_EQ(r.difference, 10 - consensus.value);
}

TEST(Compare, WithoutUncertaintyOrValue) {
  const auto equal = assigned::compare({5, 0}, {5, 0}),
             other = assigned::compare({5, 0}, {6, 0});
  EXPECT_EQ(equal.status, outcome::zero_scale);
  EXPECT_TRUE(equal.agrees && !other.agrees && std::isnan(other.ratio));
  const auto missing = assigned::compare({nan, 0.1}, {5, 0.1});
  EXPECT_EQ(missing.status, outcome::too_few);
  EXPECT_TRUE(!missing.agrees && std::isnan(missing.u_difference));
}

TEST(Compare, TellsTheCallersMistakes) {
  EXPECT_EQ(
      complaint([] {
        (void)assigned::compare({5, -0.1}, {5, 0.1});
      }),
      "compare: assigned.standard_uncertainty = -0.1, must be finite and not negative");
  EXPECT_EQ(complaint([] {
              (void)assigned::compare({5, 0.1}, {5, 0.1}, 0);
            }),
            "compare: k = 0, must be finite and positive");
}

}  // namespace
