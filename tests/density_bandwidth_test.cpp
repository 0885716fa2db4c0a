// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/density/bandwidth.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace ringtrial;
using density::bandwidth;
using density::bandwidth_rule;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// ISO 13528:2022, Table E.11, averages of example E.13.
const std::vector<double> two_methods = {
    2.15, 1.85, 1.8, 1.8,  1.9,  1.9,  1.9, 2.05, 2.35, 2.03, 2.08, 1.25, 1.13,
    1.0,  1.08, 1.2, 1.35, 1.23, 1.23, 0.9, 1.48, 1.2,  1.73, 1.43, 1.28};

// density/modes_e13_bimodal of tests/reference/density.json.
TEST(Bandwidth, SilvermanOfTheTwoMethods) {
  EXPECT_NEAR(bandwidth(two_methods), 0.19679407464018608, 1e-15);
}

TEST(Bandwidth, TheRulesAreTheirFormulas) {
  const std::vector<double> x = {1, 2, 4, 8, 16};  // s² = 37.2, quartiles 2 and 8
  const double fifth = std::pow(5, -0.2), s = std::sqrt(37.2), narrow = 6 / 1.34;
  EXPECT_NEAR(bandwidth(x), 0.9 * narrow * fifth, 1e-14);
  EXPECT_NEAR(bandwidth(x, {.rule = bandwidth_rule::scott}), 1.06 * narrow * fifth,
              1e-14);
  EXPECT_NEAR(bandwidth(x, {.rule = bandwidth_rule::normal}),
              std::pow(4.0 / 3, 0.2) * s * fifth, 1e-14);
  EXPECT_NEAR(bandwidth(x, {.rule = bandwidth_rule::robust}),
              0.9 * robust::algorithm_a(x).scale * fifth, 1e-14);
  EXPECT_EQ(bandwidth(x, {.rule = bandwidth_rule::amc, .sigma_pt = 2}), 1.5);
  EXPECT_EQ(bandwidth(x, {.rule = bandwidth_rule::fixed, .value = 0.3}), 0.3);
}

/// S(g) and T(g) of the page, every pair for itself.
struct naive_pairs {
  std::vector<double> x;
  double sum(double g, bool sixth) const {
    double total = (sixth ? -15.0 : 3.0) * static_cast<double>(x.size());
    for (std::size_t i = 0; i < x.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        const double d = (x[i] - x[j]) / g, q = d * d;
        total += 2 * std::exp(-q / 2) *
                 (sixth ? q * q * q - 15 * q * q + 45 * q - 15 : q * q - 6 * q + 3);
      }
    const double n = static_cast<double>(x.size());
    return (sixth ? -total : total) /
           (n * (n - 1) * std::pow(g, sixth ? 7 : 5) * std::sqrt(2 * std::numbers::pi));
  }
  double residual(double h, double scale) const {
    const double n = static_cast<double>(x.size());
    const double a = 1.24 * scale * std::pow(n, -1.0 / 7);
    const double b = 1.23 * scale * std::pow(n, -1.0 / 9);
    const double alpha =
        1.357 * std::pow(sum(a, false) / sum(b, true), 1.0 / 7) * std::pow(h, 5.0 / 7);
    return std::pow(1 / (2 * std::sqrt(std::numbers::pi) * n * sum(alpha, false)), 0.2) /
               h -
           1;
  }
};

TEST(Bandwidth, SheatherJonesSolvesTheEquationOfAllPairs) {
  std::mt19937_64 engine(1);
  std::normal_distribution<double> normal;
  for (const std::size_t n : {12u, 50u, 400u}) {
    std::vector<double> x(n);
    for (std::size_t i = 0; i < n; ++i) x[i] = normal(engine) + (i % 3 == 0 ? 6 : 0);
    const double h = bandwidth(x, {.rule = bandwidth_rule::sheather_jones});
    auto v = x;
    std::ranges::sort(v);
    const double iqr = detail::quartile_range(v, robust::quartile_rule::inclusive);
    const double middle = v[n / 2];
    for (double& value : v) value -= middle;
    const double scale = std::min(detail::standard_deviation(v), iqr / 1.349);
    EXPECT_NEAR((naive_pairs{x}.residual(h, scale)), 0, 1e-9) << n;
  }
}

TEST(Bandwidth, ScalesWithTheUnitAndForgetsTheOrigin) {
  for (const auto rule :
       {bandwidth_rule::silverman, bandwidth_rule::scott, bandwidth_rule::normal,
        bandwidth_rule::robust, bandwidth_rule::sheather_jones}) {
    const double h = bandwidth(two_methods, {.rule = rule});
    for (const double scale : {1e-300, 1e-150, 1e150, 1e300}) {
      auto x = two_methods;
      for (double& v : x) v *= scale;
      EXPECT_NEAR(bandwidth(x, {.rule = rule}) / scale / h, 1, 1e-12);
    }
    std::vector<double> x, moved;
    for (const double v : two_methods) {
      x.push_back(std::round(v * 64) / 64);
      moved.push_back(1e9 + x.back());  // exact
    }
    EXPECT_NEAR(bandwidth(moved, {.rule = rule}) / bandwidth(x, {.rule = rule}), 1,
                1e-12);
  }
}

TEST(Bandwidth, ReportsWhatItCannotCompute) {
  EXPECT_TRUE(std::isnan(bandwidth(std::vector<double>{})));
  EXPECT_TRUE(std::isnan(bandwidth(std::vector{1.0, nan})));
  EXPECT_TRUE(std::isnan(bandwidth(std::vector{3.0, 3.0, 3.0})));
  EXPECT_TRUE(std::isnan(bandwidth(std::vector{1.0, 2.0, HUGE_VAL})));
  EXPECT_EQ(bandwidth(std::vector{7.0}, {.rule = bandwidth_rule::fixed, .value = 2}), 2);
  EXPECT_TRUE(std::isnan(
      bandwidth(std::vector{nan}, {.rule = bandwidth_rule::fixed, .value = 2})));
  EXPECT_GT(bandwidth(std::vector{5.0, 5.0, 5.0, 5.0, 5.0, 7.0, 3.0}), 0);  // IQR = 0
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

TEST(Bandwidth, TellsTheCallersMistakes) {
  const auto with = [](density::bandwidth_options o) {
    return complaint([&] { (void)bandwidth(two_methods, o); });
  };
  EXPECT_EQ(with({.rule = bandwidth_rule::fixed, .value = -1}),
            "bandwidth: rule = -1, must be finite and positive");
  EXPECT_EQ(with({.rule = bandwidth_rule::amc}),
            "bandwidth: rule 'amc' needs sigma_pt, finite and positive");
  EXPECT_EQ(with({.rule = bandwidth_rule::amc, .sigma_pt = 0}),
            "bandwidth: sigma_pt = 0, must be finite and positive");
}

}  // namespace
