// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/density/kde.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace ringtrial;
using density::bandwidth_rule;
using density::kde;
using density::kde_method;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

density::bandwidth_options number(double h) {
  return {.rule = bandwidth_rule::fixed, .value = h};
}

std::vector<double> normal_sample(std::size_t n, double centre, double sd,
                                  unsigned seed) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal(centre, sd);
  std::vector<double> x(n);
  for (double& v : x) v = normal(engine);
  return x;
}

/// The formula, in extended precision.
double naive(const std::vector<double>& x, double h, double t) {
  long double sum = 0;
  for (const double v : x) {
    const long double u = (static_cast<long double>(t) - v) / h;
    sum += std::exp(-u * u / 2);
  }
  return static_cast<double>(sum / (std::sqrt(2 * std::numbers::pi_v<long double>) *
                                    static_cast<long double>(x.size()) * h));
}

double distance(const std::vector<double>& x, double t) {
  double least = HUGE_VAL;
  for (const double v : x) least = std::min(least, std::abs(v - t));
  return least;
}

// density/kde_nan_skipped of tests/reference/density.json.
TEST(Kde, SkipsNaN) {
  const auto r =
      kde(std::vector{1.0, nan, 2.0, nan, 4.0}, {.bandwidth = number(0.5), .grid = {2}});
  EXPECT_NEAR(r.density[0], 0.3020447180935904, 1e-15);
  EXPECT_EQ(r.n, 3u);
}

TEST(Kde, IsTheFormulaToItsPromise) {
  const std::size_t sizes[] = {1, 2, 7, 60, 700};
  unsigned seed = 0;
  for (const std::size_t n : sizes)
    for (const auto& [centre, sd] :
         {std::pair(0.0, 1.0), std::pair(1e6, 1e-2), std::pair(-3e3, 1e5)})
      for (const double cut : {3.0, 25.0})
        for (const std::size_t points : {5u, 201u, 1500u}) {
          const auto x = normal_sample(n, centre, sd, ++seed);
          const double h = sd * 0.3;
          const auto r = kde(x, {.bandwidth = number(h), .points = points, .cut = cut});
          ASSERT_EQ(r.method, kde_method::exact);
          for (std::size_t i = seed % 7; i < points; i += 1 + points / 9) {
            const double f = naive(x, h, r.grid[i]), m = distance(x, r.grid[i]) / h;
            if (f * h * static_cast<double>(n) < 1e-290) continue;
            EXPECT_NEAR(r.density[i] / f, 1, 4e-16 * (10 + m * m))
                << n << ' ' << r.grid[i];
          }
        }
}

TEST(Kde, BinnedKeepsItsPromiseAndIsNeverNegative) {
  for (const std::size_t n : {3u, 40u, 5000u}) {
    const auto x = normal_sample(n, 1e4, 2, static_cast<unsigned>(n));
    const auto r =
        kde(x, {.bandwidth = number(0.2), .cut = 12, .method = kde_method::binned});
    ASSERT_EQ(r.method, kde_method::binned);
    for (std::size_t i = 0; i < r.grid.size(); i += 7) {
      EXPECT_NEAR(r.density[i], naive(x, 0.2, r.grid[i]), 1e-6 * 0.39894 / 0.2);
      EXPECT_GE(r.density[i], 0);
    }
  }
}

TEST(Kde, GivenAbscissaeKeepTheirOrder) {
  const auto x = normal_sample(30, 0, 1, 3);
  const auto r = kde(x, {.grid = {2, -1, 2, 0.5}});
  EXPECT_EQ(r.grid, (std::vector<double>{2, -1, 2, 0.5}));
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_NEAR(r.density[i], naive(x, r.bandwidth, r.grid[i]), 1e-14);
  EXPECT_EQ(r.density[0], r.density[2]);
}

TEST(Kde, TheGridReachesThreeBandwidthsBeyondTheData) {
  const auto r = kde(std::vector{1.0, 2.0, 5.0}, {.bandwidth = number(0.5), .points = 5});
  EXPECT_EQ(r.grid, (std::vector<double>{-0.5, 1.25, 3, 4.75, 6.5}));
}

TEST(Kde, TheAreaIsOne) {
  const auto r = kde(normal_sample(200, 5, 1, 4), {.points = 4001, .cut = 9});
  double area = 0;
  for (const double f : r.density) area += f * (r.grid[1] - r.grid[0]);
  EXPECT_NEAR(area, 1, 1e-9);
}

TEST(Kde, AutomaticIsBinnedOnlyForManyPairs) {
  const auto x = normal_sample(4200, 0, 1, 5);
  EXPECT_EQ(kde(x).method, kde_method::exact);
  EXPECT_EQ(kde(x, {.points = 4000}).method, kde_method::binned);
  // 2²² steps of h/64 are 65 536 h: a wider range is summed
  const std::vector<double> far = {0, 1, 65537};
  EXPECT_EQ(kde(far, {.bandwidth = number(1), .method = kde_method::binned}).method,
            kde_method::exact);
}

TEST(Kde, ScalesWithTheUnit) {
  const auto x = normal_sample(40, 3, 1, 6);
  const auto r = kde(x);
  for (const double scale : {0x1p-1000, 0x1p-600, 0x1p600, 0x1p1000}) {
    auto y = x;
    for (double& v : y) v *= scale;
    const auto s = kde(y);
    for (std::size_t i = 0; i < r.grid.size(); ++i) {
      EXPECT_NEAR(s.grid[i] / scale, r.grid[i], 1e-13);
      EXPECT_NEAR(s.density[i] * scale / r.density[i], 1, 1e-11);
    }
  }
}

TEST(Kde, ReportsWhatItCannotCompute) {
  const auto empty = kde(std::vector{nan}, {.bandwidth = number(1), .grid = {3}});
  EXPECT_EQ(empty.status, outcome::too_few);
  EXPECT_TRUE(std::isnan(empty.density[0]));
  EXPECT_TRUE(std::isnan(empty.bandwidth));
  EXPECT_TRUE(kde(std::vector{nan}).grid.empty());
  EXPECT_EQ(kde(std::vector{1.0}).status, outcome::too_few);
  EXPECT_EQ(kde(std::vector{1.0}, {.bandwidth = number(1)}).status, outcome::ok);
  EXPECT_EQ(kde(std::vector{2.0, 2.0}).status, outcome::zero_scale);
  EXPECT_EQ(kde(std::vector{2.0, 2.0}, {.bandwidth = number(1)}).status, outcome::ok);
  EXPECT_EQ(kde(std::vector{2.0, HUGE_VAL}).status, outcome::not_finite);
}

template <class F>
std::string complaint(F f) {
  try {
    f();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(Kde, TellsTheCallersMistakes) {
  const auto with = [](const density::kde_options& o) {
    return complaint([&] { (void)kde(std::vector{1.0, 2.0}, o); });
  };
  EXPECT_EQ(with({.bandwidth = number(-0.1)}),
            "kde: bandwidth = -0.1, must be finite and positive");
  EXPECT_EQ(with({.grid = {1, nan}}), "kde: grid[1] = nan, must be finite");
  EXPECT_EQ(with({.points = 1}), "kde: points = 1, must be at least 2");
  EXPECT_EQ(with({.cut = -1}), "kde: cut = -1, must be finite and not negative");
}

}  // namespace
