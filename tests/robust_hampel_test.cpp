// SPDX-License-Identifier: BSL-1.0
#include "robust_samples.hpp"
#include <ringtrial/robust/hampel.hpp>

namespace {

using namespace robust_test;
using ringtrial::outcome;
using ringtrial::robust::hampel;

// hampel/* of tests/reference/robust.json: the definition with 40 digits.
TEST(Hampel, OfPublishedData) {
  EXPECT_NEAR(hampel(atrazine, 0.023411).location, 0.26037391304347823, 1e-15);
  EXPECT_NEAR(hampel(creosote, 0.735369).location, 20.334306583333333, 1e-13);
  const vector clusters = {0.0, 0.1, 0.2, 0.15, 10.0, 10.1, 10.2};
  EXPECT_NEAR(hampel(clusters, 0.5).location, 0.1125, 1e-15);
  EXPECT_GT(hampel(clusters, 0.5).roots, 1u);
}

struct corners {
  long double a, b, c;
};

long double psi(long double q, corners k) {
  const long double size = std::abs(q), sign = q < 0 ? -1 : 1;
  if (size > k.c) return 0;
  if (size > k.b) return sign * k.a * (k.c - size) / (k.c - k.b);
  return size > k.a ? sign * k.a : q;
}

struct interval {
  long double from, to;
};

/// Every piece between neighbouring breakpoints, each end and middle summed by the definition.
std::vector<interval> scan(const vector& y, corners k) {
  std::vector<long double> points;
  for (const double v : y)
    for (const long double corner : {k.a, k.b, k.c}) {
      points.push_back(v - corner);
      points.push_back(v + corner);
    }
  std::ranges::sort(points);
  const auto sum = [&](long double t) {
    long double s = 0;
    for (const double v : y) s += psi(v - t, k);
    return s;
  };
  const auto counts = [&](long double t) {
    return std::ranges::any_of(y,
                               [&](double v) { return std::abs(v - t) < k.c - 1e-11L; });
  };
  const long double zero = 1e-13L * static_cast<long double>(y.size());
  std::vector<interval> found;
  const auto add = [&](long double from, long double to) {
    if (!found.empty() && from <= found.back().to + 1e-12L)
      found.back().to = std::max(found.back().to, to);
    else
      found.push_back({from, to});
  };
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const long double t1 = points[i], t2 = points[i + 1], f1 = sum(t1), f2 = sum(t2);
    if (t2 - t1 < 1e-13L) continue;
    const bool zero1 = std::abs(f1) <= zero, zero2 = std::abs(f2) <= zero;
    if (zero1 && zero2) {
      if (counts((t1 + t2) / 2)) add(t1, t2);
      continue;
    }
    if (zero1 && counts(t1)) add(t1, t1);
    if (!zero1 && !zero2 && (f1 > 0) != (f2 > 0)) {
      const long double root = t1 + (t2 - t1) * f1 / (f1 - f2);
      add(root, root);
    }
    if (zero2 && counts(t2)) add(t2, t2);
  }
  return found;
}

struct location {
  double at;
  std::size_t roots;
};

location naive(const vector& x, double scale, corners k) {
  const double m = naive_median(x);
  vector y;
  for (const double v : x) y.push_back((v - m) / scale);
  std::vector<long double> near;
  for (const auto& root : scan(y, k))
    near.push_back(std::clamp(0.0L, root.from, root.to));
  const std::size_t count = near.size();
  std::ranges::sort(near, {}, [](long double t) { return std::abs(t); });
  const bool tie = count > 1 && std::abs(near[1]) - std::abs(near[0]) <= 1e-9L;
  return {tie ? m : static_cast<double>(m + near[0] * scale), count};
}

TEST(Hampel, IsTheNearestOfAllRoots) {
  for (const auto& [scale, k] :
       {std::pair(0.1, corners{1.5, 3, 4.5}), std::pair(0.7, corners{1.5, 3, 4.5}),
        std::pair(2.0, corners{1.5, 3, 4.5}), std::pair(1.0, corners{1, 1, 2})})
    each_sample(
        1,
        [&](const vector& x) {
          if (x.size() > 310) return;
          const auto r = hampel(x, scale,
                                {static_cast<double>(k.a), static_cast<double>(k.b),
                                 static_cast<double>(k.c)});
          const auto expected = naive(x, scale, k);
          ASSERT_EQ(r.status, outcome::ok);
          EXPECT_NEAR(r.location, expected.at, 1e-10 * (1 + std::abs(expected.at)))
              << x.size() << ' ' << scale;
          EXPECT_EQ(r.roots, expected.roots) << x.size() << ' ' << scale;
        },
        1);
}

TEST(Hampel, IsTheMedianBetweenTwoEquallyNearRoots) {
  const vector x = {-10, -10, -10, 10, 10, 10};
  EXPECT_EQ(hampel(x, 1).location, 0);
  EXPECT_EQ(hampel(x, 1).roots, 2u);
}

TEST(Hampel, FarValuesDoNotCountAtAll) {
  const vector x = {1, 2, 3, 4, 5};
  auto y = x;
  y.push_back(1e300);
  y.push_back(-1e300);
  EXPECT_NEAR(hampel(y, 1).location, hampel(x, 1).location, 1e-14);
  EXPECT_NEAR(hampel(y, 1e-10).location, 3, 1e-9);
  EXPECT_TRUE(std::isfinite(hampel(y, 1e-300).location));  // distances overflow in scales
}

TEST(Hampel, KeepsThePropertiesOfALocation) {
  expect_symmetric([](const vector& x) { return hampel(x, 0.7).location; }, 1);
  expect_equivariant(
      [](const vector& x) {
        const auto v = sorted(x);  // a scale in the unit of the data
        return hampel(x, (v.back() - v.front()) / 8).location;
      },
      true, 2);
  expect_no_number([](const vector& x) { return hampel(x, 1).location; }, 1);
}

TEST(Hampel, ReportsWhatItCannotEstimate) {
  EXPECT_EQ(hampel(vector{NaN}, 1).status, outcome::too_few);
  EXPECT_EQ(hampel(vector{1, infinity}, 1).status, outcome::not_finite);
  EXPECT_EQ(hampel(vector{4}, 1).location, 4);
  EXPECT_EQ(hampel(vector{4}, 1).roots, 1u);
}

TEST(Hampel, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)hampel(creosote, 0); }),
            "hampel: scale = 0, must be finite and positive");
  EXPECT_EQ(complaint([] { (void)hampel(creosote, 1, {.a = 0}); }),
            "hampel: a = 0, must be finite and positive");
  EXPECT_EQ(complaint([] { (void)hampel(creosote, 1, {.a = 4}); }),
            "hampel: b = 3, must be finite and not below a");
  EXPECT_EQ(complaint([] { (void)hampel(creosote, 1, {.c = 3}); }),
            "hampel: c = 3, must be finite and above b");
}

}  // namespace
