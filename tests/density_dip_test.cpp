// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/density/dip.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace ringtrial;
using density::dip;
using testing_tools::inf;
using testing_tools::nan;

// ISO 13528:2022, Table E.11, averages of example E.13; R 4.2, diptest 0.76: dip(x) is 0.089.
TEST(DensityDip, FindsTwoMethods) {
  const std::vector<double> x = {2.15, 1.85, 1.8,  1.8,  1.9,  1.9,  1.9, 2.05, 2.35,
                                 2.03, 2.08, 1.25, 1.13, 1.0,  1.08, 1.2, 1.35, 1.23,
                                 1.23, 0.9,  1.48, 1.2,  1.73, 1.43, 1.28};
  EXPECT_NEAR(dip(x).dip, 0.089, 1e-12);
  EXPECT_EQ(dip(x).n, 25U);
}

// Equally spaced values are as unimodal as can be: 1/(2n).
TEST(DensityDip, IsNeverBelowItsFloor) {
  const std::vector<double> even = {1, 2, 3, 4, 5, 6, 7, 8}, tied(5, 4.0),
                            few = {1, 9, nan};
  EXPECT_NEAR(dip(even).dip, 1.0 / 16, 1e-15);
  EXPECT_EQ(dip(tied).dip, 0.1);
  EXPECT_EQ(dip(few).dip, 0.25);
  EXPECT_EQ(dip(few).upper, 9);
}

// Two clusters of equal values: the band must hold half a step of 1/2.
TEST(DensityDip, OfTwoPilesIsAQuarter) {
  const std::vector<double> x = {0, 0, 0, 0, 1, 1, 1, 1};
  EXPECT_NEAR(dip(x).dip, 0.25, 1e-15);
}

TEST(DensityDip, SaysWhatTheDataDo) {
  EXPECT_EQ(dip(std::vector<double>{}).status, outcome::too_few);
  EXPECT_EQ(dip(std::vector<double>{1, inf}).status, outcome::not_finite);
  EXPECT_EQ(dip(std::vector<float>{1, 2, 3, 4}).status, outcome::ok);
}

}  // namespace
