// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/qualitative/dispersion_test.hpp>
#include <ringtrial/qualitative/poisson_interval.hpp>
#include <ringtrial/qualitative/poisson_score.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::qualitative;
using testing_tools::complaint;
using testing_tools::inf;
using testing_tools::nan;

// Garwood 1936, as R's poisson.test(10): 4.795389, 18.390356.
TEST(PoissonInterval, IsGarwoods) {
  const auto r = poisson_interval(10);
  EXPECT_NEAR(r.lower, 4.795389, 5e-7);
  EXPECT_NEAR(r.upper, 18.390356, 5e-7);
  const auto per_ml = poisson_interval(10, {.exposure = 0.5});
  EXPECT_DOUBLE_EQ(per_ml.estimate, 20);
  EXPECT_DOUBLE_EQ(per_ml.lower, 2 * r.lower);
  EXPECT_DOUBLE_EQ(per_ml.standard_error, 2 * std::sqrt(10.0));
}

TEST(PoissonInterval, OfNothing) {
  const auto r = poisson_interval(0);
  EXPECT_EQ(r.lower, 0);
  EXPECT_NEAR(r.upper, -std::log(0.025), 1e-14);  // P(X = 0) = α/2
  EXPECT_EQ(poisson_interval(1, {.exposure = 1e-320}).status, outcome::not_finite);
}

// Both ways agree to the last digits where they meet.
TEST(PoissonInterval, OfLargeCountsIsContinued) {
  for (const double tail : {0.025, 1e-6}) {
    const double z = normal_quantile(tail), a = 9.9e7;
    EXPECT_DOUBLE_EQ(qualitative::detail::large_gamma_quantile(a, z),
                     qualitative::detail::lower_poisson_limit(a, tail));
    EXPECT_DOUBLE_EQ(qualitative::detail::large_gamma_quantile(a, -z),
                     qualitative::detail::upper_poisson_limit(a, tail));
  }
  const auto r = poisson_interval(1e12);
  EXPECT_NEAR(r.upper - r.estimate, r.estimate - r.lower, 3);
}

TEST(PoissonInterval, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)poisson_interval(2.5); }),
            "poisson_interval: count = 2.5, must be an integer not below 0");
  EXPECT_EQ(complaint([] { (void)poisson_interval(2, {.exposure = 0}); }),
            "poisson_interval: exposure = 0, must be finite and positive");
}

// Closed forms of the page.
TEST(PoissonScore, ByEachMethod) {
  EXPECT_NEAR(poisson_score(30, 20), 2 * (std::sqrt(30.375) - std::sqrt(20.375)), 1e-14);
  EXPECT_NEAR(poisson_score(30, 20, {poisson_method::pearson, 2}), 10 / std::sqrt(24.0),
              1e-14);
  // Φ⁻¹ of e^(−2)/2 for c = 0, λ = 2.
  EXPECT_NEAR(normal_cdf(poisson_score(0, 2, {poisson_method::exact})), std::exp(-2) / 2,
              1e-15);
}

// Φ⁻¹ of e^(−600)/2, and mpmath for 1000.
TEST(PoissonScore, ExactTakesTheSmallerTail) {
  const poisson_score_options exact{poisson_method::exact};
  EXPECT_NEAR(poisson_score(1000, 300, exact), 31.75, 0.01);  // far above, not infinite
  EXPECT_NEAR(poisson_score(0, 600, exact), -34.53, 0.01);
  EXPECT_TRUE(std::isnan(poisson_score(0, 1'000, exact)));  // beyond 37
}

// mpmath, 40 digits: the tail summed term by term from the count outwards; 1/(6√λ) at c = λ.
TEST(PoissonScore, ExactOfLargeMeansIsAnExpansion) {
  const poisson_score_options exact{poisson_method::exact};
  const auto score = [&](double off) { return poisson_score(1e8 + off, 1e8, exact); };
  EXPECT_NEAR(score(-3e5), -30.015002068579779, 2e-11);
  EXPECT_NEAR(score(-2e4), -2.0000500025001921, 1e-12);
  EXPECT_NEAR(score(1), 0.00011666666630447531, 1e-12);
  EXPECT_NEAR(score(2.5e5), 24.989610797586314, 2e-11);
  EXPECT_NEAR(poisson_score(1e12, 1e12, exact), 1e-6 / 6, 1e-16);
  EXPECT_TRUE(std::isnan(poisson_score(0, 1e9, exact)));
}

TEST(PoissonScore, MissingAndMistaken) {
  EXPECT_TRUE(std::isnan(poisson_score(nan, 20)));
  EXPECT_EQ(complaint([] { (void)poisson_score(2.5, 20); }),
            "poisson_score: count = 2.5, must be an integer not below 0");
  EXPECT_EQ(complaint([] { (void)poisson_score(-1, 20); }),
            "poisson_score: count = -1, must be an integer not below 0");
  EXPECT_EQ(complaint([] { (void)poisson_score(2, 0); }),
            "poisson_score: assigned = 0, must be finite and positive");
}

// By hand: D = (9 + 9 + 36 + 49 + 0 + 1)/15 = 104/15.
TEST(DispersionTest, ByHand) {
  const auto r = dispersion_test(std::vector<double>{12, 18, 9, 22, nan, 15, 14});
  EXPECT_NEAR(r.statistic, 104.0 / 15, 1e-14);
  EXPECT_EQ(r.df, 5u);
  EXPECT_NEAR(r.index, 104.0 / 75, 1e-14);
  EXPECT_NEAR(r.p_value + r.p_lower, 1, 1e-15);
  EXPECT_EQ(r.n, 6u);
}

TEST(DispersionTest, WhatTheDataDo) {
  EXPECT_EQ(dispersion_test(std::vector<double>{7, nan}).status, outcome::too_few);
  const auto none = dispersion_test(std::vector<double>{0, 0});
  EXPECT_EQ(none.status, outcome::zero_scale);
  EXPECT_TRUE(std::isnan(none.statistic) && std::isnan(none.p_value));
  EXPECT_EQ(dispersion_test(std::vector<double>{4, 4}).p_value, 1);
}

TEST(DispersionTest, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] {
              (void)dispersion_test(std::vector<double>{1, 2.5});
            }),
            "dispersion_test: counts[1] = 2.5, must be an integer not below 0");
  EXPECT_NE(complaint([] { (void)dispersion_test(std::vector<double>{1, inf}); }), "");
}

}  // namespace
