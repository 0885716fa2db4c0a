// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/censored/z.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::censored;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();
constexpr auto exact = censoring::exact, below = censoring::below,
               above = censoring::above;

// Scores from the definition in docs/methods/censored.md, by hand.
TEST(CensoredZ, DecidesOnlyWhatALimitDecides) {
  const std::vector<double> x = {9, 3, 12, 10.5, 7, nan};
  const std::vector<censoring> q = {below, below, below, exact, above, exact};
  const auto r = z({x, q}, 10, 1);
  EXPECT_EQ(r.upper[1], -7);
  EXPECT_EQ(r.lower[1], -inf);
  const std::vector<verdict> signal = {verdict::undetermined, verdict::unsatisfactory,
                                       verdict::undetermined, verdict::satisfactory,
                                       verdict::undetermined, verdict::not_scored};
  EXPECT_EQ(r.signal, signal);
  EXPECT_EQ(r.decided, (std::vector<bool>{false, true, false, true, false, false}));
  EXPECT_EQ(r.status, outcome::ok);
}

TEST(CensoredZ, APhysicalBoundCanDecideForALaboratory) {
  const std::vector<double> x = {1.5};
  const std::vector<censoring> q = {below};
  const auto r = z({x, q}, 1, 0.5, {.lower_bound = 0});
  EXPECT_EQ(r.signal[0], verdict::satisfactory);
  EXPECT_TRUE(r.decided[0]);
}

TEST(CensoredZ,
     ComparesInDecimals) {  // (0.34 − 0.30)/0.02 is 2.0000000000000018 in binary
  const std::vector<double> x = {0.34};
  EXPECT_EQ(z({x}, 0.30, 0.02).signal[0], verdict::satisfactory);
  EXPECT_EQ(z({x}, 0.30, 0.02, {.tolerance = 0}).signal[0], verdict::questionable);
}

TEST(CensoredZ, SaysWhyNothingIsScored) {
  const std::vector<double> x = {1, 2}, none = {nan, nan}, infinite = {inf, 1};
  EXPECT_EQ(z({x}, 1, 0).status, outcome::zero_scale);
  EXPECT_EQ(z({none}, 1, 1).status, outcome::too_few);
  EXPECT_EQ(z({x}, nan, 1).signal[0], verdict::not_scored);
  EXPECT_EQ(z({infinite}, 1, 1).signal[0], verdict::not_scored);
  EXPECT_EQ(z({infinite}, 1, 1).signal[1], verdict::satisfactory);
}

TEST(CensoredZ, TakesAValueAndATargetPerResult) {
  const std::vector<double> x = {1, 2}, x_pt = {1, 4}, sigma = {1, 2};
  EXPECT_EQ(z({x}, x_pt, sigma).lower, (std::vector<double>{0, -1}));
}

std::string complaint(std::span<const double> sigma, const z_options& options = {}) {
  const std::vector<double> x = {1, 2}, x_pt = {1, 1};
  try {
    (void)z({x}, x_pt, sigma, options);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(CensoredZ, TellsTheCallersMistakes) {
  const std::vector<double> negative = {1, -0.5}, three = {1, 1, 1}, good = {1, 1};
  EXPECT_EQ(complaint(negative),
            "z: sigma_pt[1] = -0.5, must be finite and not negative");
  EXPECT_EQ(complaint(three),
            "z: sigma_pt has length 3, must be one number or one a result, 2");
  EXPECT_EQ(complaint(good, {.limits = {3, 2}}),
            "z: limits[1] = 2, must be finite and above limits[0] = 3");
  EXPECT_EQ(complaint(good, {.tolerance = 0.5}),
            "z: tolerance = 0.5, must be from 0 to below 0.01");
}

}  // namespace
