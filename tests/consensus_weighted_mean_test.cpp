// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/consensus/arithmetic_mean.hpp>
#include <ringtrial/consensus/birge.hpp>
#include <ringtrial/consensus/bob.hpp>
#include <ringtrial/consensus/cox_a.hpp>
#include <ringtrial/consensus/fairweather.hpp>
#include <ringtrial/consensus/graybill_deal.hpp>
#include <ringtrial/consensus/median.hpp>
#include <ringtrial/consensus/weighted_mean.hpp>
#include <ringtrial/consensus/weighted_median.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::consensus;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

// PCB 28 in sediment: Koepke et al., Metrologia 54 (2017) S34; expected numbers as in
// tests/reference/consensus.json (50 digits, mpmath).
const std::vector<double> x = {34.3, 32.9, 34.53, 32.42, 31.9, 35.8};
const std::vector<double> u = {1.03, 0.69, 0.83, 0.29, 0.4, 0.38};

TEST(WeightedMean, OfPcb28) {
  const auto r = weighted_mean(x, u);
  EXPECT_EQ(r.status, status_t::ok);
  EXPECT_EQ(r.method, "weighted_mean");
  EXPECT_NEAR(r.value, 33.29956621330193, 1e-13);
  EXPECT_NEAR(r.standard_uncertainty, 0.18392673296058087, 1e-15);
  EXPECT_NEAR(r.uncertainty_external, 0.6793617062803409, 1e-15);
  EXPECT_NEAR(r.chi2, 68.21539802784476, 1e-12);
  EXPECT_EQ(r.df, inf);
  const auto external =
      weighted_mean(x, u, {.uncertainty = weighted_mean_uncertainty::external});
  EXPECT_EQ(external.standard_uncertainty, r.uncertainty_external);
  EXPECT_EQ(external.df, 5);
}

TEST(WeightedMean, SeesFloatsAsDoubles) {
  const std::vector<float> values = {1.5f, 2.5f}, uncertainties = {0.5f, 0.25f};
  const std::vector<double> same = {1.5, 2.5}, same_u = {0.5, 0.25};
  EXPECT_EQ(weighted_mean(values, uncertainties).value,
            weighted_mean(same, same_u).value);
}

TEST(WeightedMean, TellsWhatItCannotWeight) {
  const std::vector<double> zero = {1, 0, 1, 1, 1, 1}, missing(6, nan);
  EXPECT_EQ(weighted_mean(x, zero).status, status_t::zero_scale);
  EXPECT_EQ(weighted_mean(x, missing).status, status_t::too_few);
  EXPECT_TRUE(std::isnan(weighted_mean(x, zero).value));
  const std::vector<double> infinite = {1, inf, 1, 1, 1, 1};
  EXPECT_EQ(weighted_mean(x, infinite).status, status_t::not_finite);
}

std::string mistake(const std::vector<double>& stated, weighted_mean_options o = {}) {
  try {
    (void)weighted_mean(x, stated, o);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(WeightedMean, RefusesMistakes) {
  EXPECT_EQ(mistake({1, 1, -2, 1, 1, 1}),
            "weighted_mean: u[2] = -2, must be not negative");
  EXPECT_EQ(mistake({1, 1}),
            "weighted_mean: x has 6 values and u has 2, must have as many as x");
  EXPECT_EQ(mistake(u, {.coverage = 95}),
            "weighted_mean: coverage = 95, must be above 0 and below 1");
}

TEST(WeightedMean, OfCorrelatedResults) {
  // Two results that share half their variance: u² = (1 + 0.5)/2.
  const std::vector<double> two = {1, 3}, V = {1, 0.5, 0.5, 1};
  const auto r = weighted_mean_covariance(two, {V.data(), 2, 2, 2});
  EXPECT_NEAR(r.value, 2, 1e-15);
  EXPECT_NEAR(r.standard_uncertainty, std::sqrt(0.75), 1e-15);
  EXPECT_NEAR(r.chi2, 4, 1e-14);  // (3 − 1)²/Var(x₂ − x₁)
  const std::vector<double> singular = {1, 1, 1, 1};
  EXPECT_THROW((void)weighted_mean_covariance(two, {singular.data(), 2, 2, 2}),
               std::invalid_argument);
}

TEST(ArithmeticMean, WithAndWithoutUncertainties) {
  const std::vector<double> values = {1, 2, 6}, stated = {1, 2, 2};
  const auto r = arithmetic_mean(values, stated);
  EXPECT_EQ(r.value, 3);
  EXPECT_NEAR(r.standard_uncertainty, std::sqrt(7.0 / 3), 1e-15);  // s² = 7
  EXPECT_NEAR(r.between_sd, 2, 1e-15);                             // 7 − 3
  EXPECT_NEAR(arithmetic_mean(values).between_sd, std::sqrt(7.0), 1e-15);
  const auto both =
      arithmetic_mean(values, stated, {.uncertainty = arithmetic_mean_uncertainty::both});
  EXPECT_NEAR(both.standard_uncertainty, std::sqrt(10.0 / 3), 1e-15);
  EXPECT_THROW(
      (void)arithmetic_mean(values, {.uncertainty = arithmetic_mean_uncertainty::stated}),
      std::invalid_argument);
}

TEST(Median, EachRuleIsItsFormula) {
  const std::vector<double> values = {1, 2, 4, 8, 16};  // median 4, MAD 3
  const auto of = [&](median_uncertainty rule) {
    return median(values, {.uncertainty = rule}).standard_uncertainty;
  };
  const double made = 1.4826 * 3, root = std::sqrt(5.0);
  EXPECT_NEAR(of(median_uncertainty::ccqm), std::sqrt(std::numbers::pi / 2) * made / root,
              1e-14);
  EXPECT_NEAR(of(median_uncertainty::iso13528), 1.25 * made / root, 1e-14);
  EXPECT_NEAR(of(median_uncertainty::mueller), 1.858 * 3 / 2, 1e-14);
}

TEST(WeightedMedian, TakesAnInputValueOrAMidpoint) {
  const std::vector<double> far = {130, 130, 1.062}, of_far = {92, 682, 0.0078125};
  EXPECT_EQ(weighted_median(far, of_far).value, 1.062);
  const std::vector<double> four = {1, 2, 3, 4}, equal(4, 0.5);
  EXPECT_EQ(weighted_median(four, equal).value, 2.5);
}

TEST(Birge, TakesItsFactorFromTheScatter) {
  const auto plain = weighted_mean(x, u);
  const auto r = birge(x, u);
  EXPECT_EQ(r.factor, plain.birge_ratio);
  EXPECT_NEAR(r.standard_uncertainty, plain.uncertainty_external, 1e-15);
  const auto bayes = birge(x, u, {.rule = birge_rule::bayes});
  EXPECT_NEAR(bayes.upper, birge(x, u, {.rule = birge_rule::classical}).upper, 1e-13);
}

TEST(CoxA, SaysWhetherTheMeanIsAllowed) {
  EXPECT_FALSE(cox_a(x, u).consistent);
  const std::vector<double> wide(6, 10.0);
  const auto r = cox_a(x, wide);
  EXPECT_TRUE(r.consistent);
  EXPECT_NEAR(r.critical, 11.070497693516351, 1e-12);  // χ²₀.₉₅ at 5, R 4.2 qchisq
}

TEST(Bob, AddsTheRangeAsARectangle) {
  const std::vector<double> two = {1, 2}, stated = {0.3, 0.4};
  const auto r = bob(two, stated);
  EXPECT_NEAR(r.within, 0.25, 1e-16);
  EXPECT_NEAR(r.standard_uncertainty, std::sqrt(0.0625 + 1.0 / 12), 1e-15);
}

TEST(DegreesOfFreedom, MayBeOneNumberForAll) {
  const std::vector<double> nine(6, 9.0);
  EXPECT_EQ(graybill_deal(x, u, 9).df, graybill_deal(x, u, nine).df);
  EXPECT_EQ(graybill_deal(x, u, inf).standard_uncertainty,
            weighted_mean(x, u).standard_uncertainty);
  EXPECT_THROW((void)fairweather(x, u, 4), std::invalid_argument);
  EXPECT_EQ(fairweather(x, u, inf).df, inf);
}

}  // namespace
