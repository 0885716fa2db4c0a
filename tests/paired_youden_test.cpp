// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/paired/youden.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace {

using namespace ringtrial;
using paired::method, paired::youden;
using testing_tools::complaint, testing_tools::inf, testing_tools::nan;

// National Institute of Biologicals (2013), within and between laboratory z-scores: 11 pairs.
const std::vector<double> nib_x = {8.25, 8.13, 8.22, 8.14, 7.98, 8.3,
                                   8.2,  8.01, 7.96, 8.24, 8.16};
const std::vector<double> nib_y = {8.22, 8.28, 8.24, 8.17, 8.08, 8.14,
                                   8.27, 8.06, 8.09, 8.09, 8.12};

// On the ellipse a point of the larger axis has distance T, and the angle is its direction.
TEST(Youden, TheAxesLieOnTheEllipse) {
  for (const auto how : {method::classical, method::robust}) {
    const auto r = youden(nib_x, nib_y, {.method = how});
    for (const int axis : {0, 1}) {
      const double angle = r.angle + axis * std::numbers::pi / 2;
      const double length = r.semi_axes[static_cast<std::size_t>(axis)];
      const double zx = length * std::cos(angle) / r.sd[0],
                   zy = length * std::sin(angle) / r.sd[1], c = r.correlation;
      const double form = (zx * zx - 2 * c * zx * zy + zy * zy) / (1 - c * c);
      EXPECT_NEAR(form, r.t_squared, 1e-11);
    }
    EXPECT_GT(r.semi_axes[0], r.semi_axes[1]);
  }
}

TEST(Youden, DistancesAreTheQuadraticForm) {
  const auto r = youden(nib_x, nib_y);
  for (std::size_t i = 0; i < nib_x.size(); ++i) {
    const double zx = (nib_x[i] - r.center[0]) / r.sd[0], c = r.correlation,
                 zy = (nib_y[i] - r.center[1]) / r.sd[1];
    const double form = (zx * zx - 2 * c * zx * zy + zy * zy) / (1 - c * c);
    EXPECT_NEAR(r.distance[i], std::sqrt(form), 1e-12);
    EXPECT_EQ(r.inside[i], form <= r.t_squared);
    EXPECT_NEAR(r.systematic[i] * r.systematic[i] + r.random[i] * r.random[i],
                std::pow(nib_x[i] - r.center[0], 2) + std::pow(nib_y[i] - r.center[1], 2),
                1e-14);
  }
}

TEST(Youden, DoesNotDependOnTheOrderOfLaboratories) {
  auto x = nib_x, y = nib_y;
  std::ranges::reverse(x);
  std::ranges::reverse(y);
  for (const auto how : {method::classical, method::robust}) {
    const auto a = youden(nib_x, nib_y, {.method = how}),
               b = youden(x, y, {.method = how});
    EXPECT_EQ(a.correlation, b.correlation);
    EXPECT_EQ(a.semi_axes, b.semi_axes);
    EXPECT_EQ(a.distance.front(), b.distance.back());
  }
}

TEST(Youden, IsEquivariantInBothUnits) {
  auto x = nib_x, y = nib_y;
  for (double& v : x) v = v * 0x1p-600;
  for (double& v : y) v = v * 0x1p-600 * 4;
  const auto a = youden(nib_x, nib_y), b = youden(x, y);
  EXPECT_EQ(a.pearson, b.pearson);
  EXPECT_EQ(a.sd[1] * 0x1p-598, b.sd[1]);
  for (std::size_t i = 0; i < x.size(); ++i)
    EXPECT_NEAR(a.distance[i], b.distance[i], 1e-13);
}

TEST(Youden, AnOffsetCostsNoFigures) {
  const std::vector<double> x = {0.25, 0.5, 1.0, 0.75, 2.0},
                            y = {0.5, 0.25, 1.25, 0.5, 1.5};
  auto far_x = x, far_y = y;
  for (double& v : far_x) v += 1e9;
  for (double& v : far_y) v += 1e9;
  for (const auto how : {method::classical, method::robust}) {
    const auto a = youden(x, y, {.method = how}),
               b = youden(far_x, far_y, {.method = how});
    EXPECT_EQ(a.sd, b.sd);
    EXPECT_EQ(a.distance, b.distance);
    EXPECT_EQ(a.systematic, b.systematic);
  }
}

TEST(Youden, ACircleHasTheAngleZero) {
  const auto r =
      youden(std::vector{1.0, -1.0, 1.0, -1.0}, std::vector{1.0, 1.0, -1.0, -1.0});
  EXPECT_EQ(r.angle, 0);
  EXPECT_NEAR(r.semi_axes[0], r.semi_axes[1], 1e-15);
  EXPECT_EQ(r.pearson, 0);
  EXPECT_EQ(r.pearson_p_value, 1);
}

TEST(Youden, AnUprightEllipseStandsAtARightAngle) {
  const auto r =
      youden(std::vector{1.0, -1.0, 1.0, -1.0}, std::vector{3.0, 3.0, -3.0, -3.0});
  EXPECT_EQ(r.angle, std::numbers::pi / 2);
}

// y = x ± d in turn: residual squares 8d² − (4d)²/42, Syy = 42 − 8d + 8d², by hand. In doubles 1 − r r
// would have two figures left.
TEST(Youden, NearALineTheSmallAxisKeepsItsFigures) {
  const double d = 0x1p-22;
  std::vector<double> x, y;
  for (int i = 0; i < 8; ++i) {
    x.push_back(i);
    y.push_back(i % 2 == 0 ? i + d : i - d);
  }
  const auto r = youden(x, y);
  const double rest = (8 - 16.0 / 42) * d * d / (42 - 8 * d + 8 * d * d);
  const double small =
      r.sd[0] * r.sd[1] * std::sqrt(rest * r.t_squared) / std::hypot(r.sd[0], r.sd[1]);
  EXPECT_NEAR(r.semi_axes[1] / small, 1, 1e-13);
}

TEST(Youden, LeavesOutIncompletePairsOnly) {
  auto x = nib_x, y = nib_y;
  x.insert(x.begin() + 2, nan);
  y.insert(y.begin() + 2, 8.0);
  const auto a = youden(nib_x, nib_y), b = youden(x, y);
  EXPECT_EQ(a.n, b.n);
  EXPECT_EQ(b.distance.size(), 12u);
  EXPECT_TRUE(std::isnan(b.distance[2]) && std::isnan(b.random[2]) && !b.inside[2]);
  EXPECT_EQ(a.distance[2], b.distance[3]);
}

TEST(Youden, TellsWhenThereIsNoEllipse) {
  const auto line = youden(std::vector{1.0, 2.0, 3.0}, std::vector{3.0, 2.0, 1.0});
  EXPECT_EQ(line.status, outcome::zero_scale);
  EXPECT_EQ(line.pearson, -1);
  EXPECT_EQ(line.pearson_p_value, 0);
  EXPECT_TRUE(std::isnan(line.t_squared) && std::isnan(line.angle));
  EXPECT_NEAR(line.random[0], std::sqrt(2), 1e-15);
}

TEST(Youden, TellsWhatTheDataDoNotGive) {
  const std::vector<double> flat(11, 1.0);
  const auto r = youden(flat, nib_y);
  EXPECT_EQ(r.status, outcome::zero_scale);
  EXPECT_EQ(r.sd[0], 0);
  EXPECT_TRUE(std::isnan(r.pearson) && std::isnan(r.pearson_p_value));
  EXPECT_TRUE(std::isnan(r.spearman_p_value));
  const auto few = youden(std::vector{1.0, 2.0}, std::vector{2.0, 1.0});
  EXPECT_EQ(few.status, outcome::too_few);
  EXPECT_EQ(few.distance.size(), 2u);
  EXPECT_TRUE(std::isnan(few.center[0]));
  const auto bad =
      youden(std::vector{1.0, 2.0, 3.0, inf}, std::vector{2.0, 1.0, 5.0, nan});
  EXPECT_EQ(bad.status, outcome::not_finite);
  EXPECT_EQ(bad.n, 3u);
}

TEST(Youden, NamesWhatTheCallerGotWrong) {
  EXPECT_EQ(complaint([] { (void)youden(nib_x, std::vector{1.0}); }),
            "youden: y has length 1, must have that of x, 11");
  EXPECT_EQ(complaint([] { (void)youden(nib_x, nib_y, {.confidence = 95}); }),
            "youden: confidence = 95, must be between 0 and 1");
}

}  // namespace
