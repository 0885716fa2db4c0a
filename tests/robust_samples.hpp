// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

/// What the tests of rt::robust share: published data, random samples of many shapes, and the
/// properties that every location or scale has.
namespace robust_test {

using vector = std::vector<double>;
inline constexpr double NaN = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();

// Laboratory means of creosote in % (m/m): ISO 5725-5:1998, worked example of Algorithm A.
inline const vector creosote = {24.140, 20.155, 19.500, 20.300, 20.705,
                                17.570, 20.100, 20.940, 21.185};

// Atrazine, 34 results: ISO 13528:2022, Table E.4.
inline const vector atrazine = {
    0.04,   0.055, 0.178, 0.202,  0.206, 0.227, 0.228, 0.23,  0.23,  0.235, 0.236, 0.237,
    0.243,  0.244, 0.245, 0.2555, 0.26,  0.264, 0.267, 0.27,  0.273, 0.274, 0.274, 0.278,
    0.2811, 0.287, 0.287, 0.288,  0.289, 0.295, 0.296, 0.311, 0.331, 0.4246};

enum class shape { normal, contaminated, rounded, tied, cauchy, skewed };
inline constexpr shape shapes[] = {shape::normal, shape::contaminated, shape::rounded,
                                   shape::tied,   shape::cauchy,       shape::skewed};

inline vector draw(shape kind, std::size_t n, std::mt19937_64& engine) {
  std::normal_distribution<double> normal;
  std::cauchy_distribution<double> cauchy;
  vector x(n);
  for (double& v : x) {
    v = kind == shape::cauchy ? cauchy(engine) : normal(engine);
    if (kind == shape::contaminated && engine() % 5 == 0) v += 8;
    if (kind == shape::rounded) v = std::round(v * 20) / 20;
    if (kind == shape::tied) v = std::round(v);
    if (kind == shape::skewed) v = std::exp(v);
    v = 5 + 2 * v;
  }
  return x;
}

/// f(sample) for every size from `least` to 60 and some larger ones, of every shape, several times.
template <class F>
void each_sample(std::size_t least, F f, int rounds = 4) {
  std::mt19937_64 engine(20260101);
  for (int round = 0; round < rounds; ++round)
    for (const shape kind : shapes) {
      for (std::size_t n = least; n <= 60; ++n) f(draw(kind, n, engine));
      if (round > 0) continue;
      for (const std::size_t n : {64u, 65u, 66u, 200u, 301u, 302u, 1001u})
        f(draw(kind, n, engine));
    }
}

inline vector sorted(vector x) {
  std::ranges::sort(x);
  return x;
}

/// k-th smallest, from 0.
inline double order(const vector& x, std::size_t k) { return sorted(x)[k]; }

inline double naive_median(const vector& x) {
  const std::size_t h = x.size() / 2;
  return x.size() % 2 == 1 ? order(x, h) : (order(x, h - 1) + order(x, h)) / 2;
}

inline double naive_raw_mad(const vector& x) {
  const double m = naive_median(x);
  vector d;
  for (const double v : x) d.push_back(std::abs(v - m));
  return naive_median(d);
}

inline bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

inline vector scaled(vector x, double a, double b = 0) {
  for (double& v : x) v = a * v + b;
  return x;
}

/// The text of the std::invalid_argument that f throws.
template <class F>
std::string complaint(F f) {
  try {
    f();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

using estimator = std::function<double(const vector&)>;

/// Neither the order of the values nor what is not reported changes a bit.
inline void expect_symmetric(const estimator& f, std::size_t least = 2) {
  std::mt19937_64 engine(7);
  each_sample(
      least,
      [&](vector x) {
        const double r = f(x);
        std::ranges::shuffle(x, engine);
        EXPECT_TRUE(same_bits(f(x), r)) << "n = " << x.size();
        for (std::size_t i = 0; i < 3; ++i)
          x.insert(x.begin() + static_cast<std::ptrdiff_t>(engine() % (x.size() + 1)),
                   NaN);
        EXPECT_TRUE(same_bits(f(x), r)) << "with NaN, n = " << x.size();
      },
      1);
}

/// f(a x + b) = a f(x) + b (location) or |a| f(x) (scale), at any size of a and b.
inline void expect_equivariant(const estimator& f, bool location, std::size_t least = 2) {
  each_sample(
      least,
      [&](vector x) {
        for (double& v : x)
          v = std::round(v * 1024) / 1024;  // so that sums below are exact
        const double r = f(x), size = std::abs(r) + 1;
        const auto expected = [&](double a, double b) {
          return location ? a * r + b : std::abs(a) * r;
        };
        EXPECT_NEAR(f(scaled(x, -3)), expected(-3, 0), 1e-13 * size * 3);
        EXPECT_NEAR(f(scaled(x, 1, 0x1p30)), expected(1, 0x1p30),
                    location ? 3e-7 : 1e-12 * size);
        for (const double a : {0x1p-1000, 0x1p1000})
          EXPECT_NEAR(f(scaled(x, a)) / a, expected(1, 0), 1e-13 * size) << a;
      },
      1);
}

inline void expect_no_number(const estimator& f, std::size_t least) {
  for (std::size_t n = 0; n < least; ++n) EXPECT_TRUE(std::isnan(f(vector(n, 2.5)))) << n;
  EXPECT_TRUE(std::isnan(f({NaN, NaN})));
  EXPECT_TRUE(std::isnan(f({1, 2, infinity, 4})));
  EXPECT_TRUE(std::isnan(f({1, 2, -infinity, 4, infinity})));
  vector many(400, 1.5);
  many[399] = -infinity;
  EXPECT_TRUE(std::isnan(f(many)));
}

}  // namespace robust_test
