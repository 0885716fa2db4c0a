// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/scores/z.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::inf;
using testing_tools::nan;
using testing_tools::ulps;

// By hand, from z = (x − x_pt)/σ_pt.
TEST(Z, IsTheDistanceInTargets) {
  EXPECT_EQ(scores::z(12.0, 10.0, 0.5), 4);
  EXPECT_EQ(scores::z(1e9 + 0.25, 1e9, 0.125), 2);  // the difference is formed first
  EXPECT_EQ(scores::z(1e5, 1e4, 0.25, {.transform = scores::transform::log10}), 4);
}

TEST(Z, IsNaNWithoutDataOrTarget) {
  for (const double bad : {nan, inf, -inf}) {
    EXPECT_TRUE(std::isnan(scores::z(bad, 1.0, 1.0)));
    EXPECT_TRUE(std::isnan(scores::z(1.0, bad, 1.0)));
  }
  EXPECT_TRUE(std::isnan(scores::z(1.0, 1.0, 0.0)));
  EXPECT_TRUE(std::isnan(scores::z(1.0, 1.0, nan)));
  EXPECT_TRUE(std::isnan(scores::z(1e300, 0.0, 1e-300)));  // beyond the largest double
}

TEST(Z, DoesNotDependOnTheUnit) {
  for (const double unit : {1e290, 1e-290, 0x1p1020, 0x1p-1070})
    EXPECT_LE(ulps(scores::z(7 * unit, -3 * unit, 4 * unit), 2.5), 4) << unit;
  EXPECT_EQ(scores::z(1.6e308, -1.6e308, 0.8e308), 4);
}

TEST(Z, IsTheSameForNumbersAndRanges) {
  const std::vector<double> x = {9, nan, 11}, sigma = {1, 1, 2};
  std::vector<double> out(3);
  scores::z(x, 10.0, sigma, std::span<double>(out));
  EXPECT_EQ(out[2], scores::z(11.0, 10.0, 2.0));
  EXPECT_TRUE(std::isnan(out[1]));
  EXPECT_EQ(scores::z(x, 10.0, sigma)[0], -1);
}

TEST(Z, RoundsFloatsOnce) {
  const std::vector<float> x = {0.34F};
  const double exact = (static_cast<double>(0.34F) - 0.3) / 0.02;
  EXPECT_EQ(scores::z(x, 0.3, 0.02)[0], static_cast<float>(exact));
}

TEST(Z, TellsTheCallersMistakes) {
  const std::vector<double> x = {1, 2};
  EXPECT_EQ(complaint([&] {
              (void)scores::z(x, 1.0, std::vector{0.1, -0.2});
            }),
            "z: sigma_pt[1] = -0.2, must be finite and not negative");
  EXPECT_EQ(complaint([] { (void)scores::z(1.0, 1.0, inf); }),
            "z: sigma_pt = inf, must be finite and not negative");
  EXPECT_EQ(complaint([&] { (void)scores::z(x, 1.0, std::vector{0.1}); }),
            "z: sigma_pt has 1 values, must have 2 or be one number");
}

}  // namespace
