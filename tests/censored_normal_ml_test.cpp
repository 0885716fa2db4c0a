// SPDX-License-Identifier: BSL-1.0
#include "censored_samples.hpp"
#include "testing.hpp"
#include <ringtrial/censored/normal_ml.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::censored;
using namespace censored_samples;
using testing_tools::complaint;
using testing_tools::inf;
using testing_tools::nan;

// R 4.2, survival 3.4: survreg(Surv(x, event, type = "left") ~ 1, dist = "lognormal"); the figures are
// those of tests/reference/censored.json, made by an independent program that agrees with it.
TEST(CensoredNormalMl, FitsTheArsenicOfOahu) {
  const auto r = normal_ml(oahu, oahu_marks, {.distribution = distribution::lognormal});
  EXPECT_EQ(r.status, outcome::ok);
  EXPECT_NEAR(r.location, -0.2528290103173528, 1e-9);
  EXPECT_NEAR(r.scale, 0.6269484573660535, 1e-9);
  EXPECT_NEAR(r.standard_error_location, 0.17061394313158362, 1e-8);
  EXPECT_NEAR(r.correlation, -0.3621497544731069, 1e-8);
  EXPECT_NEAR(r.log_likelihood, -14.295238033502498, 1e-8);
  EXPECT_EQ(r.n_left, 13U);
}

TEST(CensoredNormalMl, IsMeanAndDivisorNWithoutLimits) {
  const std::vector<double> x = {1, 2, 4, nan, 5};
  const auto r = normal_ml(data{x});
  EXPECT_EQ(r.n, 4U);
  EXPECT_NEAR(r.location, 3, 1e-14);
  EXPECT_NEAR(r.scale, std::sqrt(2.5), 1e-14);
}

// Tails by the series 1/u (1 − 1/u² + 3/u⁴ − …), u = 40: Abramowitz and Stegun 26.2.12.
TEST(CensoredNormalMl, LogarithmsOfFarCellsAreStable) {
  const double u = 40, series = 1 - std::pow(u, -2) + 3 * std::pow(u, -4) -
                                15 * std::pow(u, -6) + 105 * std::pow(u, -8);
  const double expected =
      -u * u / 2 - censored::detail::log_root_two_pi + std::log(series / u);
  EXPECT_NEAR(censored::detail::cell_of(-inf, -u).log_probability / expected, 1, 1e-14);
  EXPECT_NEAR(censored::detail::cell_of(u, inf).log_probability / expected, 1, 1e-14);
  EXPECT_NEAR(censored::detail::mills_ratio(2.9999999),
              censored::detail::mills_ratio(3.0000001), 1e-7);
  EXPECT_NEAR(censored::detail::mills_ratio(0), std::sqrt(std::acos(-1.0) / 2), 1e-15);
}

TEST(CensoredNormalMl, NarrowAndWideTermsMeet) {
  const censored::detail::normal_parameters p{0.3, 1.1};
  for (const double middle : {0.1, 2.0, -3.0}) {
    const censored::detail::interval x{middle - 1e-3, middle + 1e-3};
    const auto a = censored::detail::narrow_term(x, p),
               b = censored::detail::wide_term(x, p);
    EXPECT_NEAR(a.value, b.value, 1e-11);
    EXPECT_NEAR(a.eta, b.eta, 1e-9);
    EXPECT_NEAR(a.theta, b.theta, 1e-9);
    EXPECT_NEAR(a.eta_eta, b.eta_eta, 1e-7);
    EXPECT_NEAR(a.eta_theta, b.eta_theta, 1e-6);
    EXPECT_NEAR(a.theta_theta, b.theta_theta, 1e-6);
  }
}

TEST(CensoredNormalMl, GradientAndHessianAreDerivatives) {
  const censored::detail::interval x{0.5, 2.5};
  const censored::detail::normal_parameters p{0.7, 1.3};
  constexpr double h = 1e-5;
  const auto at = [&](double eta, double theta) {
    return censored::detail::wide_term(x, {p.eta + eta, p.theta + theta});
  };
  const auto here = at(0, 0);
  EXPECT_NEAR(here.eta, (at(h, 0).value - at(-h, 0).value) / (2 * h), 1e-9);
  EXPECT_NEAR(here.theta, (at(0, h).value - at(0, -h).value) / (2 * h), 1e-9);
  EXPECT_NEAR(here.eta_eta, (at(h, 0).eta - at(-h, 0).eta) / (2 * h), 1e-9);
  EXPECT_NEAR(here.eta_theta, (at(0, h).eta - at(0, -h).eta) / (2 * h), 1e-9);
  EXPECT_NEAR(here.theta_theta, (at(0, h).theta - at(0, -h).theta) / (2 * h), 1e-9);
}

TEST(CensoredNormalMl, SaysWhatHasNoMaximum) {
  const std::vector<double> limits = {1, 2, 2};
  const std::vector<censoring> all_below(3, below);
  const auto open = normal_ml(limits, all_below);
  EXPECT_EQ(open.status, outcome::not_identified);
  EXPECT_TRUE(std::isnan(open.location));
  const std::vector<double> tied = {5, 5, 7};
  const std::vector<censoring> marks = {exact, exact, below};
  const auto zero = normal_ml(tied, marks);
  EXPECT_EQ(zero.status, outcome::zero_scale);
  EXPECT_EQ(zero.location, 5);
  EXPECT_EQ(zero.scale, 0);
}

TEST(CensoredNormalMl, TellsTheCallersMistakes) {
  const std::vector<double> x = {1, -2};
  EXPECT_EQ(complaint([&] {
              (void)normal_ml(data{x}, {.distribution = distribution::lognormal});
            }),
            "normal_ml: x[1] = -2, must be positive for distribution 'lognormal'");
  EXPECT_EQ(complaint([&] { (void)normal_ml(data{x}, {.max_iterations = 0}); }),
            "normal_ml: max_iterations = 0, must be at least 1");
}

}  // namespace
