// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/round/evaluate.hpp>
#include <ringtrial/round/scale.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace ringtrial;
using round::assigned_method;
using round::finding_code;
using round::reason;
using round::score;
using round::signal;
using round::target_method;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// One result a laboratory, with an expanded uncertainty where one is given.
round::evaluation evaluate(const std::vector<double>& value,
                           const round::measurand_options& o, std::vector<double> U = {},
                           std::vector<double> k = {},
                           std::vector<std::int8_t> qualifier = {}) {
  const std::size_t n = value.size();
  std::vector<std::int32_t> laboratory;
  for (std::size_t i = 0; i < n; ++i) laboratory.push_back(static_cast<std::int32_t>(i));
  const std::vector<double> none(n, nan);
  U.resize(n, nan);
  k.resize(n, nan);
  qualifier.resize(n);
  return round::evaluate({laboratory, value, qualifier, none, U, k, n}, o);
}

bool has(const round::evaluation& e, finding_code code) {
  return std::ranges::any_of(e.findings, [&](const auto& f) { return f.code == code; });
}

const std::vector<double>& of(const round::evaluation& e, score s) {
  return e.scores[static_cast<std::size_t>(s)];
}

// IMEP-111, total mercury in feed, mg/kg: ISO 13528:2022, Annex E.4, Table E.6; the first eleven
// scores as printed in Table E.7.
const std::vector<double> mercury = {0.013,  0.013,  0.0135, 0.014, 0.014, 0.016, 0.017,
                                     0.019,  0.0239, 0.037,  0.039, 0.04,  0.04,  0.04,
                                     0.0424, 0.044,  0.045,  0.045, 0.046, 0.049, 0.053};
const std::vector<double> mercury_U = {0.003, 0.007, 0.00108, 0.004, 0.0005, 0.003,
                                       0.008, 0.003, 0.0036,  0.013, 0.007};
const std::vector<double> mercury_k = {2, 2, 1.732, 2, 2, 2, 2, 2, 2, 2, 2};

round::measurand_options imep_111() {
  round::measurand_options o;
  o.assigned.method = assigned_method::certified;
  o.assigned.value = 0.044;
  o.assigned.certified = {.U = 0.0082, .k = 2};
  o.target.method = target_method::fixed;
  o.target.sigma_pt = 0.0066;
  o.target.delta_e = 0.0198;
  o.scoring.scores = {score::difference,
                      score::percent_difference,
                      score::percent_allowance,
                      score::z,
                      score::z_prime,
                      score::zeta,
                      score::e_n};
  return o;
}

TEST(Evaluate, GivesTheScoresOfTheStandardsExample) {
  const auto e = evaluate(mercury, imep_111(), mercury_U, mercury_k);
  const auto expect = [&](score s, const std::vector<double>& printed, double within) {
    for (std::size_t i = 0; i < printed.size(); ++i)
      EXPECT_NEAR(of(e, s)[i], printed[i], within) << i;
  };
  expect(score::percent_difference,
         {-70.5, -70.5, -69.3, -68.2, -68.2, -63.6, -61.4, -56.8, -45.7, -15.9, -11.4},
         0.0501);
  expect(score::percent_allowance,
         {-156.6, -156.6, -154.0, -151.5, -151.5, -141.4, -136.4, -126.3, -101.5, -35.4,
          -25.3},
         0.0501);
  expect(score::z,
         {-4.7, -4.7, -4.62, -4.55, -4.55, -4.24, -4.09, -3.79, -3.05, -1.06, -0.76},
         0.00501);
  expect(score::z_prime,
         {-3.99, -3.99, -3.93, -3.86, -3.86, -3.6, -3.47, -3.22, -2.59, -0.9, -0.64},
         0.00501);
  expect(score::zeta,
         {-7.1, -5.75, -7.35, -6.58, -7.3, -6.41, -4.71, -5.73, -4.49, -0.91, -0.93},
         0.00501);
  EXPECT_EQ(e.plan.verdict, score::z_prime);
  EXPECT_TRUE(has(e, finding_code::u_not_negligible));
  EXPECT_EQ(e.verdicts.signal[8], signal::questionable);
  EXPECT_EQ(e.status(), reason::none);
}

// ISO 13528:2022, Annex E.7: x* 0.03161, s* 0.0164, u 0.0045.
TEST(Evaluate, DefaultsAreAlgorithmAAndItsScale) {
  const auto e = evaluate(mercury, {});
  EXPECT_NEAR(e.assigned.x_pt, 0.03161, 5.1e-6);
  EXPECT_NEAR(e.assigned.u_pt, 0.0045, 5.1e-5);
  EXPECT_EQ(e.target.sigma_pt, e.statistics.robust_sd);
  EXPECT_EQ(e.plan.verdict, score::z);
  EXPECT_TRUE(has(e, finding_code::estimators_disagree));
  EXPECT_TRUE(of(e, score::zeta).empty());  // nobody states an uncertainty
}

TEST(Evaluate, KeepsApartWhoIsScoredAndWhoIsUsed) {
  auto values = mercury;
  values.insert(values.end(), {0.5, 0.5, nan});
  round::measurand_options o;
  o.selection = {.excluded = {21}, .withdrawn = {22}};
  const auto e = evaluate(values, o);
  EXPECT_EQ(e.selection.n(), 21u);
  EXPECT_EQ(e.n_reported(), 23u);
  EXPECT_EQ(e.n_excluded(), 2u);
  EXPECT_EQ(e.verdicts.signal[21], signal::unsatisfactory);
  EXPECT_EQ(e.verdicts.signal[22], signal::withdrawn);
  EXPECT_EQ(e.verdicts.signal[23], signal::not_reported);
  EXPECT_TRUE(std::isnan(of(e, score::z)[22]));
}

TEST(Evaluate, ALimitIsJudgedByBothEndsOfItsInterval) {
  const auto e = evaluate({10, 10, 10, 7, 9.9, 12},
                          [] {
                            auto o = imep_111();
                            o.assigned.value = 10;
                            o.assigned.certified = {.u = 0};
                            o.target.sigma_pt = 0.5;
                            o.target.delta_e.reset();
                            o.scoring.scores = {score::z};
                            return o;
                          }(),
                          {}, {}, {0, 0, 0, -1, -1, 1});
  EXPECT_EQ(e.verdicts.signal[3], signal::unsatisfactory);  // z from -6 down
  EXPECT_TRUE(e.verdicts.by_limit[3]);
  EXPECT_EQ(e.verdicts.signal[4], signal::not_scored);  // from -0.2 down
  EXPECT_EQ(e.verdicts.reason[4], reason::censored);
  EXPECT_EQ(e.verdicts.signal[5], signal::unsatisfactory);  // from 4 up
  EXPECT_EQ(e.n_censored(), 3u);
}

TEST(Evaluate, WhatTheDataDoIsToldAndNotThrown) {
  EXPECT_EQ(evaluate({}, {}).status(), reason::too_few);
  EXPECT_EQ(evaluate({1}, {}).status(), reason::too_few);
  EXPECT_EQ(evaluate({1, 2}, {}).status(), reason::too_few);
  EXPECT_EQ(evaluate(std::vector(12, nan), {}).status(), reason::too_few);
  EXPECT_EQ(evaluate(std::vector(12, 7.0), {}).status(), reason::zero_scale);
  auto values = mercury;
  values[0] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(evaluate(values, {}).status(), reason::not_finite);
  round::measurand_options o;
  o.assigned.method = assigned_method::none;
  EXPECT_EQ(evaluate(mercury, o).status(), reason::no_assigned_value);
}

// Two groups of laboratories lie apart; a bump in a tail comes and goes with resampling. Which of the
// two a sample has is seen in density::modes with 200 replicates: supports 1.00, 1.00 and 0.81, 0.67.
TEST(Evaluate, WarnsOfModesThatResamplesConfirm) {
  EXPECT_TRUE(has(evaluate(mercury, {}), finding_code::multimodal));
  const std::vector<double> one = {62.12, 62.22, 62.23, 62.24, 62.24, 62.26,
                                   62.28, 62.29, 62.3,  62.31, 62.31, 62.33,
                                   62.34, 62.44, 62.45, 62.46, 62.47, 62.49};
  EXPECT_FALSE(has(evaluate(one, {}), finding_code::multimodal));
}

TEST(Evaluate, TwoLaboratoriesMayBeEnough) {
  round::measurand_options o;
  o.assigned.minimum_laboratories = 2;
  EXPECT_EQ(evaluate({1, 2}, o).status(), reason::none);
}

TEST(Evaluate, MovesWithTheData) {
  const auto plain = evaluate(mercury, {});
  for (const auto& [offset, size] : {std::pair{0.0, 1e-290}, {0.0, 1e290}, {1e6, 1.0}}) {
    std::vector<double> moved;
    for (const double v : mercury) moved.push_back(offset + size * v);
    const auto e = evaluate(moved, {});
    for (std::size_t i = 0; i < mercury.size(); ++i)
      EXPECT_NEAR(of(e, score::z)[i], of(plain, score::z)[i], offset > 0 ? 1e-6 : 1e-12);
  }
}

TEST(Evaluate, MistakesInTheOptionsThrow) {
  const auto complaint = [](const round::measurand_options& o) -> std::string {
    try {
      (void)evaluate(mercury, o);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  round::measurand_options o;
  o.target.method = target_method::fixed;
  EXPECT_EQ(complaint(o), "evaluate: sigma_pt is missing");
  o.target.sigma_pt = -1;
  EXPECT_NE(complaint(o).find("sigma_pt = -1"), std::string::npos);
  o = {};
  o.assigned.method = assigned_method::certified;
  EXPECT_EQ(complaint(o), "evaluate: assigned_value is missing");
  o.assigned.value = -1;
  o.transform = scores::transform::ln;
  EXPECT_EQ(complaint(o),
            "evaluate: assigned_value = -1, must be above 0 to have a logarithm");
  o = {};
  o.transform = scores::transform::ln;
  o.target.method = target_method::percent;
  o.target.percent = 5;
  EXPECT_EQ(complaint(o),
            "evaluate: target 'percent' and 'horwitz' are none for logarithms");
}

TEST(Scale, GoesThereAndBack) {
  using scores::transform;
  EXPECT_EQ(round::on_scale(transform::log10, 1000), 3);
  EXPECT_EQ(round::back_transformed(transform::log10, 3), 1000);
  EXPECT_EQ(round::on_scale(transform::none, -1), -1);
  EXPECT_TRUE(std::isnan(round::on_scale(transform::ln, 0)));
  EXPECT_DOUBLE_EQ(round::propagated(transform::ln, 2, 100), 0.02);
  EXPECT_DOUBLE_EQ(round::propagated(transform::log10, 2, 100), 0.02 / std::log(10));
  EXPECT_TRUE(std::isnan(round::propagated(transform::ln, 2, 0)));
}

TEST(Vocabulary, EveryWordHasItsName) {
  EXPECT_EQ(name(signal::withdrawn), "withdrawn");
  EXPECT_EQ(name(reason::replicates_differ), "replicates_differ");
  EXPECT_EQ(name(reason::not_finite), "not_finite");
  EXPECT_EQ(name(finding_code::outlier_removed), "outlier_removed");
  EXPECT_EQ(name(finding_code::replicates_differ), "replicates_differ");
}

}  // namespace
