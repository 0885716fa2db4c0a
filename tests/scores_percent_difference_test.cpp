// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/scores/percent_difference.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::inf;

// By hand, from D% = 100 (x − x_pt)/x_pt.
TEST(PercentDifference, TakesTheSignOfTheAssignedValue) {
  EXPECT_EQ(scores::percent_difference(9.5, 10.0), -5);
  EXPECT_EQ(scores::percent_difference(-9.5, -10.0), -5);
  EXPECT_TRUE(std::isnan(scores::percent_difference(1.0, 0.0)));
  EXPECT_TRUE(std::isnan(scores::percent_difference(1.0, inf)));
}

TEST(PercentDifference, OverflowsNowhereOnTheWay) {
  EXPECT_EQ(scores::percent_difference(-1.6e308, 1.6e308), -200);
}

TEST(PercentDifference, TakesRanges) {
  const std::vector<double> x = {9, 11};
  std::vector<double> out(2);
  scores::percent_difference(x, std::vector{10.0, 10.0}, std::span<double>(out));
  EXPECT_EQ(out, (std::vector{-10.0, 10.0}));
  EXPECT_EQ(scores::percent_difference(x, 10.0), out);
}

}  // namespace
