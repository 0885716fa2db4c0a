// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/scores/percent_allowance.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::ulps;

// By hand, from P_A = 100 (x − x_pt)/√(δ_E² + U_pt²).
TEST(PercentAllowance, IsTheShareOfThePermissibleError) {
  EXPECT_EQ(scores::percent_allowance(11.0, 10.0, 2.0), 50);
  EXPECT_EQ(scores::percent_allowance(15.0, 10.0, 3.0, 4.0), 100);
}

TEST(PercentAllowance, WithoutATargetThereIsNoScore) {
  EXPECT_TRUE(std::isnan(scores::percent_allowance(11.0, 10.0, 0.0)));
  EXPECT_TRUE(std::isnan(scores::percent_allowance(11.0, 10.0, 0.0, 1.0)));
}

// 3e-300/1e8 alone is subnormal; the exact value is 3e-306.
TEST(PercentAllowance, LosesNoDigitsBelowOnePerCent) {
  EXPECT_LE(ulps(scores::percent_allowance(3e-300, 0.0, 1e8), 3e-306), 4);
}

TEST(PercentAllowance, TakesRangesAndRefusesMistakes) {
  const std::vector<double> x = {9, 12}, delta = {1, 2};
  EXPECT_EQ(scores::percent_allowance(x, 10.0, delta, 0.0), (std::vector{-100.0, 100.0}));
  EXPECT_EQ(scores::percent_allowance(x, 10.0, delta), (std::vector{-100.0, 100.0}));
  EXPECT_EQ(complaint([&] {
              (void)scores::percent_allowance(x, 10.0, std::vector{1.0, -1.0}, 0.0);
            }),
            "percent_allowance: delta_e[1] = -1, must be finite and not negative");
}

}  // namespace
