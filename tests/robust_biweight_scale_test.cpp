// SPDX-License-Identifier: BSL-1.0
#include "robust_samples.hpp"
#include <ringtrial/robust/biweight_scale.hpp>

namespace {

using namespace robust_test;
using ringtrial::robust::biweight_scale;

// biweight_scale/* of tests/reference/robust.json: the definition with 40 digits.
TEST(BiweightScale, OfPublishedData) {
  EXPECT_NEAR(biweight_scale(atrazine), 0.03883888896041257, 1e-15);
  EXPECT_NEAR(biweight_scale(creosote), 1.255664220291444, 1e-14);
}

double naive(const vector& x, double c) {
  const long double m = naive_median(x), mad = naive_raw_mad(x);
  if (mad == 0) return 0;
  long double above = 0, below = 0;
  for (const double v : x) {
    const long double u = (v - m) / (c * mad), w = 1 - u * u;
    if (std::abs(u) >= 1) continue;
    above += (v - m) * (v - m) * w * w * w * w;
    below += w * (1 - 5 * u * u);
  }
  return static_cast<double>(std::sqrt(static_cast<long double>(x.size()) * above) /
                             std::abs(below));
}

TEST(BiweightScale, IsTheFormula) {
  each_sample(2, [](const vector& x) {
    const double expected = naive(x, 9);
    EXPECT_NEAR(biweight_scale(x), expected, 1e-12 * expected) << x.size();
  });
}

TEST(BiweightScale, KeepsThePropertiesOfAScale) {
  expect_symmetric([](const vector& x) { return biweight_scale(x); });
  expect_equivariant([](const vector& x) { return biweight_scale(x); }, false);
}

TEST(BiweightScale, IsZeroWhereTheMadIsZero) {
  EXPECT_EQ(biweight_scale(vector{3, 3, 3, 9}), 0);
}

TEST(BiweightScale, TakesAnyReach) {
  EXPECT_NEAR(biweight_scale(vector{1, 2, 6}, {.c = 1e300}), std::sqrt(3 * 17.0) / 3,
              1e-14);
  EXPECT_EQ(biweight_scale(vector{1, 2, 6}, {.c = 1e-300}), 0);
}

TEST(BiweightScale, IsNaNForFewValuesOrAnInfinity) {
  expect_no_number([](const vector& x) { return biweight_scale(x); }, 2);
}

TEST(BiweightScale, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)biweight_scale(creosote, {.c = -9}); }),
            "biweight_scale: c = -9, must be finite and positive");
}

}  // namespace
