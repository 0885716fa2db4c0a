// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/batch/threads.hpp>
#include <ringtrial/detail/moments.hpp>
#include <ringtrial/quantiles.hpp>
#include <ringtrial/simulate/bootstrap.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <vector>

namespace rt = ringtrial;
namespace simulate = ringtrial::simulate;
using simulate::bootstrap;
using simulate::estimator;
using testing_tools::complaint;

namespace {

const std::vector<double> sample = {12.1, 10.3, 9.8,  10.9, 11.4, 10.0, 13.7, 10.6,
                                    9.1,  10.2, 11.8, 10.7, 10.1, 9.9,  12.6};

constexpr auto last = static_cast<int>(estimator::q_hampel_scale);

simulate::statistic statistic(int which) {
  return {.estimator = static_cast<estimator>(which), .scale = 1.25};
}

/// Every one of the 27 equally likely resamples of three values.
std::map<double, double> exact_distribution(const std::vector<double>& x,
                                            const simulate::statistic& what) {
  std::map<double, double> chance;
  for (const double a : x)
    for (const double b : x)
      for (const double c : x)
        chance[simulate::estimate(std::vector{a, b, c}, what)] += 1.0 / 27;
  return chance;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

}  // namespace

// Enumerated: the median of {1, 2, 10} resampled is 1, 2, 10 with 7, 13 and 7 in 27.
TEST(Bootstrap, OfThreeValuesHasItsExactDistribution) {
  const std::vector<double> x = {2, 10, 1};
  const auto exact = exact_distribution(x, {.estimator = estimator::median});
  ASSERT_EQ(exact.size(), 3U);
  EXPECT_NEAR(exact.at(1), 7.0 / 27, 1e-12);
  EXPECT_NEAR(exact.at(2), 13.0 / 27, 1e-12);
  constexpr std::size_t resamples = 100'000;
  for (const auto which :
       {estimator::median, estimator::mean, estimator::sd, estimator::algorithm_a,
        estimator::mad, estimator::qn, estimator::q_hampel}) {
    const simulate::statistic what{.estimator = which};
    const auto r = bootstrap(x, {.statistic = what, .resamples = resamples});
    std::map<double, double> seen;
    for (const double v : r.distribution) seen[v] += 1.0 / resamples;
    double total = 0;
    for (const auto& [value, chance] : exact_distribution(x, what)) {
      // 5 standard errors of a share
      const auto at = std::ranges::find_if(
          seen, [v = value](const auto& s) { return std::abs(s.first - v) < 1e-9; });
      ASSERT_NE(at, seen.end()) << name(which) << " " << value;
      EXPECT_NEAR(at->second, chance, 5 * std::sqrt(chance / resamples)) << name(which);
      total += at->second;
    }
    EXPECT_NEAR(total, 1, 1e-9) << name(which);
  }
}

// Efron and Tibshirani 1993, (5.12): the plug-in standard error of a mean is √(Σ(x − x̄)²/n)/√n.
TEST(Bootstrap, OfTheMeanHasItsKnownStandardError) {
  constexpr std::size_t resamples = 40'000;
  const auto r = bootstrap(
      sample, {.statistic = {.estimator = estimator::mean}, .resamples = resamples});
  const double n = static_cast<double>(sample.size());
  const double sd = rt::detail::moments_of_sorted(
                        rt::detail::sort_reported(std::span<const double>(sample)).span())
                        .sd;
  const double expected = sd * std::sqrt((n - 1) / n) / std::sqrt(n);
  EXPECT_NEAR(r.standard_error, expected, 5 * expected / std::sqrt(2.0 * resamples));
  EXPECT_NEAR(r.bias, 0, 5 * expected / std::sqrt(resamples));
  EXPECT_EQ(r.status, rt::outcome::ok);
  EXPECT_EQ(r.n, sample.size());
}

// The way through counts and sorted values against the single forms: data of size 2^500 go the
// second way, and a power of two changes no bit but the exponent.
void expect_single_forms(const std::vector<double>& x, std::size_t resamples) {
  std::vector<double> large = x;
  for (double& v : large) v = std::ldexp(v, 500);
  for (int which = 0; which <= last; ++which) {
    auto what = statistic(which);
    const auto usual = bootstrap(x, {.statistic = what, .resamples = resamples});
    what.scale = std::ldexp(*what.scale, 500);
    auto scaled = bootstrap(large, {.statistic = what, .resamples = resamples});
    for (double& v : scaled.distribution) v = std::ldexp(v, -500);
    EXPECT_TRUE(same_bits(usual.distribution, scaled.distribution))
        << name(what.estimator);
    EXPECT_EQ(usual.estimate, simulate::estimate(x, statistic(which)));
    EXPECT_DOUBLE_EQ(usual.lower, std::ldexp(scaled.lower, -500)) << name(what.estimator);
  }
}

TEST(Bootstrap, OnCountsIsThatOfTheSingleForm) { expect_single_forms(sample, 200); }

// 250 values: 1000 resamples are more than go through the batch engine at once; 257: too many for it.
TEST(Bootstrap, OfManyValuesIsThatOfTheSingleForm) {
  std::vector<double> many;
  for (std::size_t i = 0; i < 250; ++i)
    many.push_back(10 + static_cast<double>(i * i % 251) / 64);
  expect_single_forms(many, 1000);
  for (std::size_t i = 0; i < 7; ++i) many.push_back(static_cast<double>(i));
  expect_single_forms(many, 100);
}

// Efron and Tibshirani 1993, (14.9) to (14.15), computed here from the distribution.
TEST(Bootstrap, BcaIsTheFormula) {
  const auto r =
      bootstrap(sample, {.statistic = {.estimator = estimator::sd}, .confidence = 0.9});
  auto sorted = r.distribution;
  std::ranges::sort(sorted);
  const auto b = static_cast<double>(sorted.size());
  double below = 0;
  for (const double v : sorted) below += v < r.estimate ? 1 : v == r.estimate ? 0.5 : 0;
  const double z0 = rt::normal_quantile(below / b);
  EXPECT_NEAR(r.bias_correction, z0, 1e-12);
  std::vector<double> without;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    auto rest = sample;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    without.push_back(simulate::estimate(rest, {.estimator = estimator::sd}));
  }
  double mean = 0, squares = 0, cubes = 0;
  for (const double v : without) mean += v / static_cast<double>(without.size());
  for (const double v : without) {
    squares += std::pow(mean - v, 2);
    cubes += std::pow(mean - v, 3);
  }
  const double a = cubes / (6 * std::pow(squares, 1.5));
  EXPECT_NEAR(r.acceleration, a, 1e-12);
  for (const auto& [p, end] : {std::pair{0.05, r.lower}, std::pair{0.95, r.upper}}) {
    const double z = z0 + rt::normal_quantile(p);
    const double position = rt::normal_cdf(z0 + z / (1 - a * z)) * (b - 1);
    const auto i = static_cast<std::size_t>(position);
    const double expected =
        sorted[i] + (position - static_cast<double>(i)) * (sorted[i + 1] - sorted[i]);
    EXPECT_NEAR(end, expected, 1e-12);
  }
}

TEST(Bootstrap, BasicMirrorsThePercentiles) {
  const auto q = bootstrap(sample, {.method = simulate::interval_method::percentile});
  const auto b = bootstrap(sample, {.method = simulate::interval_method::basic});
  EXPECT_DOUBLE_EQ(b.lower, 2 * q.estimate - q.upper);
  EXPECT_DOUBLE_EQ(b.upper, 2 * q.estimate - q.lower);
  EXPECT_TRUE(std::isnan(q.acceleration) && std::isnan(q.bias_correction));
}

TEST(Bootstrap, IsTheSameOnAnyNumberOfThreads) {
  const auto before = rt::batch::threads();
  rt::batch::set_threads(1);
  const auto one = bootstrap(sample, {.seed = 7});
  for (const std::size_t n : {2U, 4U}) {
    rt::batch::set_threads(n);
    EXPECT_TRUE(same_bits(one.distribution, bootstrap(sample, {.seed = 7}).distribution));
  }
  rt::batch::set_threads(before);
  EXPECT_FALSE(same_bits(one.distribution, bootstrap(sample, {.seed = 8}).distribution));
}

TEST(Bootstrap, SkipsWhatIsNotReportedAndNeedsNoOrder) {
  auto mixed = sample;
  std::ranges::reverse(mixed);
  mixed.insert(mixed.begin() + 3, testing_tools::nan);
  const auto a = bootstrap(sample), b = bootstrap(mixed);
  EXPECT_TRUE(same_bits(a.distribution, b.distribution));
  EXPECT_EQ(b.n, sample.size());
}

TEST(Bootstrap, SaysWhatTheDataDo) {
  EXPECT_EQ(bootstrap(std::vector{1.0, testing_tools::nan}).status, rt::outcome::too_few);
  EXPECT_EQ(bootstrap(std::vector{1.0, testing_tools::inf, 2.0}).status,
            rt::outcome::not_finite);
  const auto tied = bootstrap(std::vector{3.0, 3.0, 3.0});
  EXPECT_EQ(tied.status, rt::outcome::zero_scale);
  EXPECT_EQ(tied.standard_error, 0);
  EXPECT_EQ(tied.lower, 3);
  EXPECT_EQ(tied.upper, 3);
  // Without one of two values no standard deviation is left for the acceleration.
  const auto pair =
      bootstrap(std::vector{3.0, 4.0}, {.statistic = {.estimator = estimator::sd}});
  EXPECT_EQ(pair.status, rt::outcome::not_identified);
  EXPECT_TRUE(std::isnan(pair.lower));
  EXPECT_TRUE(std::isfinite(pair.standard_error));
}

TEST(Bootstrap, RefusesWhatCannotBe) {
  EXPECT_EQ(complaint([] { (void)bootstrap(sample, {.resamples = 1}); }),
            "bootstrap: resamples = 1, must be at least 2");
  EXPECT_EQ(complaint([] { (void)bootstrap(sample, {.confidence = 1}); }),
            "bootstrap: confidence = 1, must be between 0 and 1");
  EXPECT_EQ(complaint([] {
              (void)bootstrap(sample, {.statistic = {.estimator = estimator::huber}});
            }),
            "huber: scale is missing, must be finite and positive");
  EXPECT_EQ(complaint([] {
              (void)bootstrap({},
                              {.statistic = {.estimator = estimator::mad, .factor = -1}});
            }),
            "mad: factor = -1, must be finite and positive");
}
