// SPDX-License-Identifier: BSL-1.0
#include "robust_samples.hpp"
#include <ringtrial/robust/huber.hpp>

namespace {

using namespace robust_test;
using ringtrial::outcome;
using ringtrial::robust::huber;

// huber/* of tests/reference/robust.json: the definition with 40 digits.
TEST(Huber, OfPublishedData) {
  EXPECT_NEAR(huber(atrazine, 0.023411).location, 0.2584416666666667, 1e-15);
  EXPECT_NEAR(huber(creosote, 0.735369).location, 20.412142857142857, 1e-13);
}

/// Where Σψ leaves 0, by bisection from outside: the highest T with a sum above (below −) zero.
double edge(const vector& x, long double w, bool positive) {
  const auto sum = [&](long double t) {
    long double s = 0;
    for (const double v : x) s += std::clamp<long double>(v - t, -w, w);
    return s;
  };
  const long double zero = 1e-15L * w * static_cast<long double>(x.size());
  long double low = sorted(x).front(), high = sorted(x).back();
  for (int i = 0; i < 200; ++i) {
    const long double t = (low + high) / 2;
    (positive ? sum(t) > zero : sum(t) >= -zero) ? low = t : high = t;
  }
  return static_cast<double>((low + high) / 2);
}

TEST(Huber, IsTheMiddleOfTheRoots) {
  for (const double scale : {0.05, 1.0, 40.0})
    each_sample(
        1,
        [&](const vector& x) {
          const auto r = huber(x, scale);
          ASSERT_EQ(r.status, outcome::ok);
          const double expected =
              (edge(x, 1.5 * scale, true) + edge(x, 1.5 * scale, false)) / 2;
          EXPECT_NEAR(r.location, expected, 1e-12 * (1 + std::abs(expected)))
              << x.size() << ' ' << scale;
        },
        1);
}

TEST(Huber, TurnsIntoMedianAndMean) {
  EXPECT_EQ(huber(vector{1, 2, 3, 10}, 1e-300).location, 2.5);
  EXPECT_EQ(huber(vector{1, 2, 3, 10}, 1e300).location, 4);
  EXPECT_EQ(huber(vector{1, 2, 3, 10}, 1e300, {.k = 1e300}).location, 4);
}

TEST(Huber, KeepsThePropertiesOfALocation) {
  expect_symmetric([](const vector& x) { return huber(x, 0.7).location; }, 1);
  expect_equivariant(
      [](const vector& x) {
        const auto v = sorted(x);  // a scale in the unit of the data
        return huber(x, (v.back() - v.front()) / 8).location;
      },
      true, 2);
  expect_no_number([](const vector& x) { return huber(x, 1).location; }, 1);
}

TEST(Huber, ReportsWhatItCannotEstimate) {
  EXPECT_EQ(huber(vector{NaN}, 1).status, outcome::too_few);
  EXPECT_EQ(huber(vector{1, infinity}, 1).status, outcome::not_finite);
  EXPECT_EQ(huber(vector{1, infinity}, 1).n, 2u);
}

TEST(Huber, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)huber(creosote, -2); }),
            "huber: scale = -2, must be finite and positive");
  EXPECT_EQ(complaint([] { (void)huber(creosote, 1, {.k = 0}); }),
            "huber: k = 0, must be finite and positive");
}

}  // namespace
