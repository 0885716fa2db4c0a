// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/assigned/expert_laboratories.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::inf;
using testing_tools::nan;

using assigned::expert_method;

// CCQM-K30 lead in wine, Metrologia 45 (2008) 08001; values: expert_laboratories/lead_* of
// tests/reference/assigned.json (metRology 0.9-29-2, and the definition with 50 digits).
const std::vector<double> lead = {2.893, 2.936, 2.94, 2.96, 2.98, 3.0, 3.001, 3.07, 3.13};
const std::vector<double> u = {0.020657276995305163,
                               0.0125,
                               0.0165,
                               0.03333333333333333,
                               0.10050251256281408,
                               0.05,
                               0.068,
                               0.085,
                               0.06};

assigned::expert_laboratories_result of(expert_method method) {
  return assigned::expert_laboratories(lead, u, {.method = method});
}

TEST(ExpertLaboratories, GivesTheLeadValues) {
  const auto dl = assigned::expert_laboratories(lead, u);
  EXPECT_EQ(dl.method, expert_method::dersimonian_laird);
  EXPECT_NEAR(dl.value, 2.958815829309005, 1e-14);
  EXPECT_NEAR(dl.standard_uncertainty, 0.01741386611329472, 1e-15);
  EXPECT_NEAR(dl.between_sd, 0.03483966700868228, 1e-14);
  EXPECT_NEAR(dl.chi2, 20.406712421089836, 1e-12);
  EXPECT_NEAR(dl.weights[0], 0.18484487734872024, 1e-14);
  const auto mp = of(expert_method::mandel_paule);
  EXPECT_NEAR(mp.value, 2.968477, 6e-7);
  EXPECT_NEAR(mp.standard_uncertainty, 0.022747, 6e-7);
  EXPECT_NEAR(of(expert_method::birge).standard_uncertainty, 0.013287334530698977, 1e-15);
  const auto mean = assigned::expert_laboratories(lead);
  EXPECT_EQ(mean.method, expert_method::mean);
  EXPECT_NEAR(mean.standard_uncertainty, 0.02416551721404328, 1e-15);
}

// x = 10 ± √1.5, u = 1: Σ d² = 3 = 2 (1 + τ²), so τ² = 0.5, which Newton from the right misses.
TEST(ExpertLaboratories, FindsTheRootOfMandelAndPaule) {
  const double d = std::sqrt(1.5);
  const std::vector<double> x = {10 - d, 10, 10 + d}, one = {1, 1, 1};
  const auto r =
      assigned::expert_laboratories(x, one, {.method = expert_method::mandel_paule});
  EXPECT_NEAR(r.between_sd * r.between_sd, 0.5, 1e-14);
}

TEST(ExpertLaboratories, NeitherOrderNorUnitMatters) {
  const std::vector<double> x(lead.rbegin(), lead.rend()), v(u.rbegin(), u.rend());
  std::vector<double> large = lead, large_u = u;
  for (double& value : large) value = std::ldexp(value, 900);
  for (double& value : large_u) value = std::ldexp(value, 900);
  for (const auto method :
       {expert_method::mean, expert_method::weighted_mean, expert_method::birge,
        expert_method::dersimonian_laird, expert_method::mandel_paule}) {
    const auto r = of(method);
    EXPECT_EQ(assigned::expert_laboratories(x, v, {.method = method}).value, r.value);
    const auto scaled = assigned::expert_laboratories(large, large_u, {.method = method});
    EXPECT_EQ(scaled.standard_uncertainty, std::ldexp(r.standard_uncertainty, 900));
    EXPECT_EQ(scaled.chi2, r.chi2);
  }
}

TEST(ExpertLaboratories, OneAlone) {
  const std::vector<double> x = {10.02}, v = {0.05};
  const auto r = assigned::expert_laboratories(x, v, {.u_common = 0.12});
  EXPECT_EQ(r.value, 10.02);
  EXPECT_NEAR(r.standard_uncertainty, 0.13, 1e-16);
  EXPECT_EQ(r.status, outcome::ok);
  EXPECT_EQ(assigned::expert_laboratories(x).status, outcome::too_few);
  EXPECT_EQ(assigned::expert_laboratories(x).value, 10.02);
}

TEST(ExpertLaboratories, ReportsWhatItCannotWeigh) {
  const std::vector<double> x = {1, 2, nan}, zero = {0.1, 0, 0.1}, infinite = {1, inf, 1};
  EXPECT_EQ(assigned::expert_laboratories(x, zero).status, outcome::zero_scale);
  EXPECT_EQ(assigned::expert_laboratories(x, infinite).status, outcome::not_finite);
  const std::vector<double> none = {nan}, some = {0.1};
  EXPECT_EQ(assigned::expert_laboratories(none, some).n, 0u);
  EXPECT_TRUE(std::isnan(assigned::expert_laboratories(x, zero).weights[2]));
}

TEST(ExpertLaboratories, TellsTheCallersMistakes) {
  const std::vector<double> x = {1, 2}, bad = {0.1, -0.1}, one = {0.1};
  EXPECT_EQ(complaint([&] { (void)assigned::expert_laboratories(x, bad); }),
            "expert_laboratories: u[1] = -0.1, must be not negative");
  EXPECT_EQ(
      complaint([&] { (void)assigned::expert_laboratories(x, one); }),
      "expert_laboratories: u has 1 values, must have one for each of 2 values of x");
  EXPECT_EQ(complaint([&] {
              (void)assigned::expert_laboratories(x, {},
                                                  {.method = expert_method::birge});
            }),
            "expert_laboratories: u is missing, must be given with method 'birge'");
  EXPECT_EQ(name(expert_method::automatic), "automatic");
}

}  // namespace
