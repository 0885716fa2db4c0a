// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/scores/ez_plus.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::inf;
using testing_tools::nan;
using testing_tools::ulps;

// By hand: ((11 − 10) - 0.5)/1.
TEST(EzPlus, IsTheDistanceFromTheEndOfTheReferenceInterval) {
  EXPECT_EQ(scores::ez_plus(11.0, 10.0, 1.0, 0.5), 0.5);
  EXPECT_TRUE(std::isnan(scores::ez_plus(11.0, 10.0, 0.0, 0.5)));
  EXPECT_TRUE(std::isnan(scores::ez_plus(nan, 10.0, 1.0, 0.5)));
  EXPECT_TRUE(std::isnan(scores::ez_plus(inf, 10.0, 1.0, 0.5)));
}

TEST(EzPlus, OverflowsNowhereOnTheWay) {
  const double x = -1.6e308;
  EXPECT_LE(ulps(scores::ez_plus(-x, x, 1.6e308, 1.6e308), 1.0), 4);
}

TEST(EzPlus, TakesRangesAndRefusesMistakes) {
  const std::vector<double> x = {11, 12};
  std::vector<double> out(2);
  scores::ez_plus(x, 10.0, std::vector{1.0, 2.0}, 0.5, std::span<double>(out));
  EXPECT_EQ(out[0], 0.5);
  EXPECT_EQ(scores::ez_plus(x, 10.0, 1.0, 0.5)[0], 0.5);
  EXPECT_EQ(complaint([&] { (void)scores::ez_plus(x, 10.0, -1.0, 0.5); }),
            "ez_plus: U = -1, must be finite and not negative");
}

}  // namespace
