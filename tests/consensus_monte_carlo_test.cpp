// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/batch/threads.hpp>
#include <ringtrial/consensus/monte_carlo.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::consensus;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// PCB 28 in sediment: Koepke et al., Metrologia 54 (2017) S34.
const std::vector<double> x = {34.3, 32.9, 34.53, 32.42, 31.9, 35.8};
const std::vector<double> u = {1.03, 0.69, 0.83, 0.29, 0.4, 0.38};

TEST(MonteCarlo, OfTheMedianIsCoxB) {
  const auto r = monte_carlo(x, u,
                             {.method = estimator::median,
                              .model = monte_carlo_model::stated,
                              .draws = 20'000,
                              .seed = 7});
  const auto expected = cox_b(x, u, {.draws = 20'000, .seed = 7});
  EXPECT_EQ(r.status, status_t::ok);
  EXPECT_EQ(r.mean_of_draws, expected.value);
  EXPECT_EQ(r.standard_uncertainty, expected.standard_uncertainty);
  EXPECT_EQ(r.lower, expected.lower);
  EXPECT_EQ(r.upper, expected.upper);
  EXPECT_EQ(r.value, median(x).value);
}

// A weighted mean of N(x, u²) is N(m, 1/Σu⁻²) exactly: 33.29956621330193, 0.18392673296058087 (as in
// tests/reference/consensus.json). Tolerances are four standard errors of a mean and of an sd.
TEST(MonteCarlo, PropagatesNormalDistributions) {
  constexpr double sd = 0.18392673296058087, draws = 40'000;
  for (const auto model : {monte_carlo_model::stated, monte_carlo_model::bootstrap}) {
    const auto r = monte_carlo(
        x, u, {.method = estimator::weighted_mean, .model = model, .draws = 40'000});
    EXPECT_NEAR(r.mean_of_draws, 33.29956621330193, 4 * sd / std::sqrt(draws));
    EXPECT_NEAR(r.standard_uncertainty, sd, 4 * sd / std::sqrt(2 * draws));
    EXPECT_NEAR(r.upper - r.lower, 2 * 1.959963984540054 * sd, 0.03 * sd);
    EXPECT_EQ(r.monte_carlo_error, r.standard_uncertainty / std::sqrt(draws));
  }
}

// T with ν degrees of freedom has variance ν/(ν − 2): the mean of four such values √(ν/(ν − 2))/2.
TEST(MonteCarlo, PropagatesStudentsT) {
  const std::vector<double> zero(4, 0.0), one(4, 1.0), dof(4, 6.0);
  const auto r = monte_carlo(zero, one,
                             {.dof = dof,
                              .method = estimator::arithmetic_mean,
                              .model = monte_carlo_model::stated,
                              .draws = 40'000});
  EXPECT_NEAR(r.standard_uncertainty, std::sqrt(1.5) / 2, 0.015);
  EXPECT_NEAR(r.mean_of_draws, 0, 4 * 0.62 / 200);
}

// Graybill and Deal (1959): for two laboratories of equal precision and ν degrees of freedom each, weights
// from the estimated variances raise the variance of the mean from ½ to ½ + 2 Var(w), w ~ Beta(ν/2, ν/2),
// Var(w) = 1/(4(ν + 1)): at ν = 9 to 0.55, whatever the shape of the draws of χ².
TEST(MonteCarlo, DrawsUncertaintiesWithTheirDegreesOfFreedom) {
  const std::vector<double> zero(2, 0.0), one(2, 1.0);
  for (const double nu : {9.0, 1.0}) {
    const std::vector<double> dof(2, nu);
    const auto r = monte_carlo(
        zero, one, {.dof = dof, .method = estimator::weighted_mean, .draws = 60'000});
    const double variance = 0.5 + 0.5 / (nu + 1);
    EXPECT_NEAR(r.standard_uncertainty * r.standard_uncertainty, variance,
                5 * variance * std::sqrt(3 / 60'000.0))
        << nu;
  }
}

TEST(MonteCarlo, GivesTheSameBitsWithAnyNumberOfThreadsAndInAnyOrder) {
  const std::vector<double> dof = {3, 5, 8, 4, 60, 10};
  const auto before = batch::threads();
  batch::set_threads(1);
  const auto one = monte_carlo(x, u, {.dof = dof, .draws = 5000});
  batch::set_threads(4);
  const auto four = monte_carlo(x, u, {.dof = dof, .draws = 5000});
  batch::set_threads(before);
  EXPECT_EQ(one.standard_uncertainty, four.standard_uncertainty);
  EXPECT_EQ(one.lower, four.lower);
  EXPECT_EQ(one.between_upper, four.between_upper);
  const auto reversed = [](std::vector<double> v) {
    return std::vector<double>(v.rbegin(), v.rend());
  };
  const auto other_dof = reversed(dof);
  const auto other =
      monte_carlo(reversed(x), reversed(u), {.dof = other_dof, .draws = 5000});
  EXPECT_EQ(one.standard_uncertainty, other.standard_uncertainty);
  EXPECT_EQ(one.upper, other.upper);
}

TEST(MonteCarlo, ScalesAndMovesWithTheData) {
  auto y = x, v = u;
  for (auto& value : y) value *= 1024;
  for (auto& value : v) value *= 1024;
  const auto a = monte_carlo(x, u, {.draws = 1000}),
             b = monte_carlo(y, v, {.draws = 1000});
  EXPECT_EQ(b.standard_uncertainty, 1024 * a.standard_uncertainty);
  EXPECT_EQ(b.lower, 1024 * a.lower);
}

TEST(MonteCarlo, TellsWhatItCannotDo) {
  const std::vector<double> one = {1, nan}, small = {2, 3, 4, 5, 6, 7};
  EXPECT_EQ(monte_carlo(one, one).status, status_t::too_few);
  const std::vector<double> zero = {1, 0, 1, 1, 1, 1};
  EXPECT_EQ(monte_carlo(x, zero, {.method = estimator::reml}).status,
            status_t::zero_scale);
  const auto complains = [](const monte_carlo_options& o) {
    return testing_tools::complaint([&] { (void)monte_carlo(x, u, o); });
  };
  EXPECT_EQ(
      complains({.method = estimator::cox_b}).find("monte_carlo: estimator = 'cox_b'"),
      0u);
  EXPECT_EQ(complains({.draws = 1}).find("monte_carlo: draws = 1"), 0u);
  EXPECT_EQ(complains({.dof = small, .model = monte_carlo_model::stated})
                .find("monte_carlo: dof[0] = 2"),
            0u);
}

}  // namespace
