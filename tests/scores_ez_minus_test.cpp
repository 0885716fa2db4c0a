// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/scores/ez_minus.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::inf;
using testing_tools::nan;
using testing_tools::ulps;

// By hand: ((11 − 10) + 0.5)/1.
TEST(EzMinus, IsTheDistanceFromTheEndOfTheReferenceInterval) {
  EXPECT_EQ(scores::ez_minus(11.0, 10.0, 1.0, 0.5), 1.5);
  EXPECT_TRUE(std::isnan(scores::ez_minus(11.0, 10.0, 0.0, 0.5)));
  EXPECT_TRUE(std::isnan(scores::ez_minus(nan, 10.0, 1.0, 0.5)));
  EXPECT_TRUE(std::isnan(scores::ez_minus(inf, 10.0, 1.0, 0.5)));
}

TEST(EzMinus, OverflowsNowhereOnTheWay) {
  const double x = 1.6e308;
  EXPECT_LE(ulps(scores::ez_minus(-x, x, 1.6e308, 1.6e308), -1.0), 4);
}

TEST(EzMinus, TakesRangesAndRefusesMistakes) {
  const std::vector<double> x = {11, 12};
  std::vector<double> out(2);
  scores::ez_minus(x, 10.0, std::vector{1.0, 2.0}, 0.5, std::span<double>(out));
  EXPECT_EQ(out[0], 1.5);
  EXPECT_EQ(scores::ez_minus(x, 10.0, 1.0, 0.5)[0], 1.5);
  EXPECT_EQ(complaint([&] { (void)scores::ez_minus(x, 10.0, -1.0, 0.5); }),
            "ez_minus: U = -1, must be finite and not negative");
}

}  // namespace
