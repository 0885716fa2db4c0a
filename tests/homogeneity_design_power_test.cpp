// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/homogeneity/design_power.hpp>

#include <gtest/gtest.h>

namespace {

using ringtrial::homogeneity::design_power;
using ringtrial::homogeneity::detectable_ratio;
using testing_tools::complaint;

// The formula of the header, computed in mpmath with 40 digits from the incomplete beta function.
TEST(DesignPower, IsTheCentralFDistributionRescaled) {
  EXPECT_NEAR(design_power(10, 2, 1), 0.49134114096954398, 1e-13);
  EXPECT_NEAR(design_power(10, 2, 0.5), 0.14530042190253668, 1e-13);
  EXPECT_NEAR(design_power(10, 3, 1), 0.7837251847235626, 1e-13);
  EXPECT_NEAR(design_power(5, 4, 0.3), 0.11266504887604794, 1e-13);
}

TEST(DesignPower, OfEqualItemsIsTheLevelOfTheTest) {
  EXPECT_NEAR(design_power(10, 2, 0), 0.05, 1e-14);
  EXPECT_NEAR(design_power(3, 5, 0, 0.01), 0.01, 1e-14);
  EXPECT_NEAR(design_power(3, 5, 1e9), 1, 1e-14);
}

// As above, mpmath with 40 digits.
TEST(DetectableRatio, SolvesForTheRatio) {
  EXPECT_NEAR(detectable_ratio(10, 2), 1.4784291483994887, 1e-12);
  EXPECT_NEAR(detectable_ratio(20, 2), 1.0382372948756841, 1e-12);
  EXPECT_NEAR(detectable_ratio(10, 3), 1.0238223718363464, 1e-12);
}

TEST(DetectableRatio, IsTheInverseOfThePower) {
  for (const double power : {0.2, 0.5, 0.9, 0.99})
    EXPECT_NEAR(design_power(7, 2.5, detectable_ratio(7, 2.5, power)), power, 1e-10);
  EXPECT_EQ(detectable_ratio(7, 2, 0.05), 0);
  EXPECT_EQ(detectable_ratio(7, 2, 0.01), 0);
}

TEST(DesignPower, NamesWhatTheCallerGotWrong) {
  EXPECT_EQ(complaint([] { (void)design_power(1, 2, 1); }),
            "design_power: g = 1, must be a whole number from 2 on");
  EXPECT_EQ(complaint([] { (void)design_power(5, 1, 1); }),
            "design_power: m = 1, must be finite and above 1");
  EXPECT_EQ(complaint([] { (void)design_power(5, 2, -1); }),
            "design_power: ratio = -1, must be finite and not negative");
  EXPECT_EQ(complaint([] { (void)design_power(5, 2, 1, 0); }),
            "design_power: alpha = 0, must be between 0 and 1");
  EXPECT_EQ(complaint([] { (void)detectable_ratio(5, 2, 1); }),
            "detectable_ratio: power = 1, must be between 0 and 1");
}

}  // namespace
