// SPDX-License-Identifier: BSL-1.0
#include "robust_samples.hpp"
#include <ringtrial/robust/tau_scale.hpp>

#include <numbers>

namespace {

using namespace robust_test;
using ringtrial::robust::tau_scale;

// tau_scale/* of tests/reference/robust.json: the definition with 40 digits; robustbase 0.95-0
// scaleTau2() gives 0.0405674591599907 for atrazine.
TEST(TauScale, OfPublishedData) {
  EXPECT_NEAR(tau_scale(atrazine), 0.04056745915999074, 1e-15);
  EXPECT_NEAR(tau_scale(creosote), 1.0595980530238431, 1e-14);
}

double naive(const vector& x, double c1, double c2) {
  const long double m = naive_median(x), s = naive_raw_mad(x);
  if (s == 0) return 0;
  long double weights = 0, moments = 0, squares = 0;
  for (const double v : x) {
    const long double u = (v - m) / (c1 * s),
                      w = std::abs(u) < 1 ? (1 - u * u) * (1 - u * u) : 0;
    weights += w;
    moments += w * v;
  }
  for (const double v : x) {
    const long double t = (v - moments / weights) / s;
    squares += std::min<long double>(t * t, static_cast<long double>(c2) * c2);
  }
  // Φ⁻¹(3/4), and E min(Z², b²) with b = c₂Φ⁻¹(3/4)
  const long double b = c2 * 0.674489750196081743L;
  const long double cdf = std::erfc(-b / std::numbers::sqrt2_v<long double>) / 2;
  const long double pdf =
      std::exp(-b * b / 2) / std::sqrt(2 * std::numbers::pi_v<long double>);
  const long double e = 2 * ((1 - b * b) * cdf - b * pdf + b * b) - 1;
  return static_cast<double>(
      s * std::sqrt(squares / (static_cast<long double>(x.size()) * e)));
}

TEST(TauScale, IsTheFormula) {
  each_sample(2, [](const vector& x) {
    for (const auto& [c1, c2] : {std::pair(4.5, 3.0), std::pair(2.0, 1.0)}) {
      const double expected = naive(x, c1, c2);
      EXPECT_NEAR(tau_scale(x, {.c1 = c1, .c2 = c2}), expected, 1e-12 * expected)
          << x.size();
    }
  });
}

TEST(TauScale, KeepsThePropertiesOfAScale) {
  expect_symmetric([](const vector& x) { return tau_scale(x); });
  expect_equivariant([](const vector& x) { return tau_scale(x); }, false);
}

TEST(TauScale, IsZeroWhereTheMadIsZero) { EXPECT_EQ(tau_scale(vector{3, 3, 3, 9}), 0); }

TEST(TauScale, IsNaNForFewValuesOrAnInfinity) {
  expect_no_number([](const vector& x) { return tau_scale(x); }, 2);
}

TEST(TauScale, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)tau_scale(creosote, {.c1 = 0}); }),
            "tau_scale: c1 = 0, must be finite and positive");
  EXPECT_EQ(complaint([] { (void)tau_scale(creosote, {.c2 = infinity}); }),
            "tau_scale: c2 = inf, must be finite and positive");
}

}  // namespace
