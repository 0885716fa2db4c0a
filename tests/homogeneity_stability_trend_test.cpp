// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/homogeneity/stability_trend.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using homogeneity::stability_trend;
using testing_tools::complaint, testing_tools::inf, testing_tools::nan;

// NIST StRD, Norris, linear regression of lower difficulty: calibration of ozone monitors.
const std::vector<double> norris_y = {
    0.1, 338.8, 118.1, 888.0, 9.2,   228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3,
    0.1, 778.1, 668.8, 339.3, 448.9, 10.8,  557.7, 228.3, 998.0, 888.8, 119.6, 0.3,
    0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2,  117.6, 228.9, 668.4, 449.2, 0.2};
const std::vector<double> norris_x = {
    0.2, 337.4, 118.2, 884.6, 10.1,  226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4,
    0.6, 775.5, 666.9, 338.0, 447.5, 11.6,  556.0, 228.1, 995.8, 887.6, 120.2, 0.3,
    0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1,  118.3, 229.2, 669.1, 448.9, 0.5};

TEST(StabilityTrend, ReachesTheCertifiedValuesOfNorris) {
  const auto r = stability_trend(norris_x, norris_y);
  EXPECT_NEAR(r.intercept, -0.262323073774029, 1e-14);
  EXPECT_NEAR(r.s_intercept, 0.232818234301152, 1e-14);
  EXPECT_NEAR(r.slope, 1.00211681802045, 5e-15);
  EXPECT_NEAR(r.s_slope, 0.429796848199937e-03, 1e-17);
  EXPECT_NEAR(r.residual_sd, 0.884796396144373, 1e-14);
  EXPECT_EQ(r.df, 34u);
  EXPECT_EQ(r.status, outcome::ok);
}

TEST(StabilityTrend, DoesNotDependOnTheOrder) {
  auto x = norris_x, y = norris_y;
  std::ranges::reverse(x);
  std::ranges::reverse(y);
  const auto a = stability_trend(norris_x, norris_y), b = stability_trend(x, y);
  EXPECT_EQ(a.slope, b.slope);
  EXPECT_EQ(a.p_value, b.p_value);
}

TEST(StabilityTrend, IsEquivariantInBothUnits) {
  auto x = norris_x, y = norris_y;
  for (double& v : x) v *= 0x1p300;
  for (double& v : y) v *= 0x1p-400;
  const auto a = stability_trend(norris_x, norris_y, {.shelf_life = 12}),
             b = stability_trend(x, y, {.shelf_life = 12 * 0x1p300});
  EXPECT_EQ(b.slope, a.slope * 0x1p-700);
  EXPECT_EQ(b.intercept, a.intercept * 0x1p-400);
  EXPECT_EQ(b.t, a.t);
  EXPECT_EQ(b.u_lts, a.u_lts * 0x1p-400);
}

TEST(StabilityTrend, AnOffsetOfTimeCostsNoFigures) {
  const std::vector<double> years = {2020, 2021, 2022, 2023}, from = {0, 1, 2, 3},
                            y = {5.25, 5.0, 5.125, 4.75};
  EXPECT_EQ(stability_trend(years, y).slope, stability_trend(from, y).slope);
  EXPECT_EQ(stability_trend(years, y).residual_sd, stability_trend(from, y).residual_sd);
}

// In doubles the residuals of these points are rounding, not 0.
TEST(StabilityTrend, SeesThatPointsLieOnALine) {
  const auto r = stability_trend(std::vector{0.0, 1.0, 3.0}, std::vector{1.0, 2.0, 4.0},
                                 {.shelf_life = 2});
  EXPECT_EQ(r.status, outcome::zero_scale);
  EXPECT_EQ(r.slope, 1);
  EXPECT_EQ(r.residual_sd, 0);
  EXPECT_EQ(r.u_lts, 0);
  EXPECT_EQ(r.change, 2);
  EXPECT_TRUE(std::isnan(r.t) && std::isnan(r.p_value) && !r.significant);
  const auto level = stability_trend(norris_x, std::vector(36, 0.1));
  EXPECT_EQ(level.status, outcome::zero_scale);
  EXPECT_EQ(level.slope, 0);
}

TEST(StabilityTrend, TellsWhatTheDataDoNotGive) {
  EXPECT_EQ(stability_trend(std::vector{1.0, 2.0}, std::vector{1.0, 2.0}).status,
            outcome::too_few);
  EXPECT_EQ(stability_trend(std::vector(4, 1.0), std::vector{1.0, 2.0, 4.0, 3.0}).status,
            outcome::too_few);
  const auto skipped =
      stability_trend(std::vector{0.0, 1.0, 2.0, nan}, std::vector{1.0, 3.0, 2.0, 9.0});
  EXPECT_EQ(skipped.n, 3u);
  EXPECT_TRUE(std::isnan(skipped.u_lts) && std::isnan(skipped.change));
  EXPECT_EQ(
      stability_trend(std::vector{0.0, 1.0, 2.0}, std::vector{1.0, inf, 2.0}).status,
      outcome::not_finite);
}

TEST(StabilityTrend, NamesWhatTheCallerGotWrong) {
  EXPECT_EQ(complaint([] {
              (void)stability_trend(norris_x, std::vector{1.0, 2.0});
            }),
            "stability_trend: y has length 2, must have that of time, 36");
  EXPECT_EQ(
      complaint([] { (void)stability_trend(norris_x, norris_y, {.shelf_life = -1}); }),
      "stability_trend: shelf_life = -1, must be finite and not negative");
}

}  // namespace
