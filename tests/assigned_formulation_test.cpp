// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/assigned/formulation.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::ulps;

// Values: formulation/two_solutions and /flask of tests/reference/assigned.json.
TEST(Formulation, OfTwoSolutions) {
  const std::vector<double> m = {10, 90}, w = {0.05, 0}, u_m = {0.002, 0.01},
                            u_w = {1e-4, 0};
  const auto r = assigned::formulation(m, w, {.u_masses = u_m, .u_fractions = u_w});
  EXPECT_NEAR(r.value, 0.005, 1e-17);
  EXPECT_NEAR(r.standard_uncertainty, 1.0052860289489753e-05, 1e-19);
  ASSERT_EQ(r.contributions.size(), 5u);
  EXPECT_NEAR(r.contributions[0], 9e-7, 1e-20);
  EXPECT_NEAR(r.contributions[2], 1e-5, 1e-19);
}

TEST(Formulation, MadeUpToAWeighedTotal) {
  const std::vector<double> m = {0.10052}, w = {0.9985}, u_m = {5e-5}, u_w = {6e-4};
  const auto r = assigned::formulation(
      m, w, {.u_masses = u_m, .u_fractions = u_w, .total = 99.874, .u_total = 0.012});
  EXPECT_NEAR(r.value, 0.0010049584476440315, 1e-17);
  EXPECT_NEAR(r.standard_uncertainty, 7.931783328674575e-07, 1e-20);
  ASSERT_EQ(r.contributions.size(), 4u);
  EXPECT_NEAR(r.contributions[2], 1.2074715513275108e-07, 1e-20);
}

TEST(Formulation, EqualFractionsDependOnNoMass) {
  const std::vector<double> m = {0.1, 0.2, 0.3}, w = {0.1, 0.1, 0.1}, u = {1, 1, 1};
  const auto r = assigned::formulation(m, w, {.u_masses = u});
  EXPECT_EQ(r.value, 0.1);
  EXPECT_EQ(r.standard_uncertainty, 0);
}

TEST(Formulation, DoesNotDependOnTheUnit) {
  const std::vector<double> m = {1e300, 9e300}, w = {5e-300, 0}, u = {1e297, 1e297};
  const auto r = assigned::formulation(m, w, {.u_masses = u});
  EXPECT_LE(ulps(r.value, 5e-301), 4);
  EXPECT_GT(r.standard_uncertainty, 0);
}

TEST(Formulation, TellsTheCallersMistakes) {
  const std::vector<double> m = {1, 3}, w = {0.8, 0.4}, one = {0.1}, bad = {1, 0};
  EXPECT_EQ(complaint([&] { (void)assigned::formulation({}, {}); }),
            "formulation: masses is empty, must have at least one value");
  EXPECT_EQ(complaint([&] { (void)assigned::formulation(m, one); }),
            "formulation: fractions has 1 values, must have one for each of 2 masses");
  EXPECT_EQ(complaint([&] { (void)assigned::formulation(bad, w); }),
            "formulation: masses[1] = 0, must be finite and positive");
  EXPECT_EQ(
      complaint([&] { (void)assigned::formulation(m, w, {.total = 3.5}); }),
      "formulation: total = 3.5, must be finite and not below the sum of the masses");
  EXPECT_EQ(complaint([&] { (void)assigned::formulation(m, w, {.u_total = 0.1}); }),
            "formulation: u_total = 0.1, must be left out without total");
}

}  // namespace
