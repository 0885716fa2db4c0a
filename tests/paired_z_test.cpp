// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/paired/z_between.hpp>
#include <ringtrial/paired/z_within.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using paired::z_between, paired::z_within;
using testing_tools::complaint, testing_tools::inf, testing_tools::nan;

// National Institute of Biologicals (2013), within and between laboratory z-scores: 11 pairs.
const std::vector<double> nib_x = {8.25, 8.13, 8.22, 8.14, 7.98, 8.3,
                                   8.2,  8.01, 7.96, 8.24, 8.16};
const std::vector<double> nib_y = {8.22, 8.28, 8.24, 8.17, 8.08, 8.14,
                                   8.27, 8.06, 8.09, 8.09, 8.12};

bool all_nan(const std::vector<double>& z) {
  return std::ranges::all_of(z, [](double v) { return std::isnan(v); });
}

// The formula word by word, on plain doubles.
std::vector<double> naive(const std::vector<double>& x, const std::vector<double>& y,
                          double sign) {
  std::vector<double> s;
  for (std::size_t i = 0; i < x.size(); ++i)
    s.push_back((x[i] + sign * y[i]) / std::sqrt(2));
  const double median = robust::median(s), scale = robust::niqr(s);
  for (double& v : s) v = (v - median) / scale;
  return s;
}

TEST(PairedZ, IsWhatItsFormulaSays) {
  const auto between = z_between(nib_x, nib_y), within = z_within(nib_x, nib_y);
  const auto s = naive(nib_x, nib_y, 1), d = naive(nib_x, nib_y, -1);
  for (std::size_t i = 0; i < s.size(); ++i) {
    EXPECT_NEAR(between[i], s[i], 1e-12);
    EXPECT_NEAR(within[i], d[i], 1e-12);  // med x = 8.16, med y = 8.14
  }
}

TEST(PairedZ, TheSignOfWithinFollowsTheMedians) {
  auto higher = nib_y;
  for (double& v : higher) v += 1;
  const auto a = z_within(nib_x, higher), b = z_within(higher, nib_x);
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-13);
}

TEST(PairedZ, AnOffsetCostsNoFigures) {
  const std::vector<double> x = {0.25, 0.5, 1.0, 0.75, 2.0},
                            y = {0.5, 0.25, 1.25, 0.5, 1.5};
  auto far_x = x, far_y = y;
  for (double& v : far_x) v += 1e9;
  for (double& v : far_y) v += 1e9;
  EXPECT_EQ(z_between(far_x, far_y), z_between(x, y));
  EXPECT_EQ(z_within(far_x, far_y), z_within(x, y));
}

TEST(PairedZ, ScaleAndIncompletePairsDoNotMatter) {
  auto x = nib_x, y = nib_y;
  for (double& v : x) v *= 0x1p900;
  for (double& v : y) v *= 0x1p900;
  EXPECT_EQ(z_between(x, y), z_between(nib_x, nib_y));
  x.push_back(nan);
  y.push_back(1.0);
  const auto z = z_between(x, y);
  EXPECT_TRUE(std::isnan(z.back()));
  EXPECT_EQ(z.front(), z_between(nib_x, nib_y).front());
}

// 5.1 − 5.0, 5.2 − 5.1, … differ in the last bit only: scores of them would be noise.
TEST(PairedZ, RoundingIsNoSpread) {
  EXPECT_TRUE(all_nan(
      z_within(std::vector{5.1, 5.2, 5.3, 5.9}, std::vector{5.0, 5.1, 5.2, 5.8})));
}

TEST(PairedZ, AllAreNaNWithoutASpread) {
  EXPECT_TRUE(all_nan(z_between(std::vector{1.0, 1.0, 1.0, 1.0, 2.0},
                                std::vector{1.0, 1.0, 1.0, 1.0, 3.0})));
  EXPECT_TRUE(all_nan(z_between(std::vector{1.0, nan}, std::vector{1.0, 2.0})));
  EXPECT_TRUE(all_nan(z_within(std::vector{1.0, 2.0, inf}, std::vector{1.0, 3.0, nan})));
  EXPECT_EQ(complaint([] { (void)z_within(nib_x, std::vector{1.0}); }),
            "z_within: y has length 1, must have that of x, 11");
}

}  // namespace
