// SPDX-License-Identifier: BSL-1.0
#include "robust_samples.hpp"
#include <ringtrial/robust/biweight.hpp>

namespace {

using namespace robust_test;
using ringtrial::robust::biweight;

// biweight/* of tests/reference/robust.json: the definition with 40 digits.
TEST(Biweight, OfPublishedData) {
  EXPECT_NEAR(biweight(atrazine), 0.2599654732426931, 1e-15);
  EXPECT_NEAR(biweight(creosote), 20.307336496691722, 1e-13);
}

double naive(const vector& x, double c) {
  const long double m = naive_median(x), mad = naive_raw_mad(x);
  if (mad == 0) return static_cast<double>(m);
  long double above = 0, below = 0;
  for (const double v : x) {
    const long double u = (v - m) / (c * mad);
    if (std::abs(u) >= 1) continue;
    above += (v - m) * (1 - u * u) * (1 - u * u);
    below += (1 - u * u) * (1 - u * u);
  }
  return static_cast<double>(m + above / below);
}

TEST(Biweight, IsTheFormula) {
  each_sample(1, [](const vector& x) {
    for (const double c : {2.0, 6.0, 40.0}) {
      const double tolerance =
          1e-13 * (1 + std::abs(naive_median(x)) + c * naive_raw_mad(x));
      EXPECT_NEAR(biweight(x, {.c = c}), naive(x, c), tolerance) << x.size();
    }
  });
}

TEST(Biweight, KeepsThePropertiesOfALocation) {
  expect_symmetric([](const vector& x) { return biweight(x); }, 1);
  expect_equivariant([](const vector& x) { return biweight(x); }, true, 1);
}

TEST(Biweight, IsTheMedianWhereTheMadIsZero) {
  EXPECT_EQ(biweight(vector{3, 3, 3, 9}), 3);
  EXPECT_EQ(biweight(vector{4}), 4);
}

TEST(Biweight, TakesAnyReach) {
  EXPECT_NEAR(biweight(vector{1, 2, 6}, {.c = 1e300}), 3, 1e-15);  // the mean
  EXPECT_EQ(biweight(vector{1, 2, 6}, {.c = 1e-300}), 2);          // the median
}

TEST(Biweight, IsNaNWithoutValuesOrWithAnInfinity) {
  expect_no_number([](const vector& x) { return biweight(x); }, 1);
}

TEST(Biweight, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)biweight(creosote, {.c = 0}); }),
            "biweight: c = 0, must be finite and positive");
}

}  // namespace
