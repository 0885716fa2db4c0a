// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/assigned/crm_comparison.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::inf;
using testing_tools::nan;

// By hand: mean 0.5, s = 0.25, n = 3.
TEST(CrmComparison, AddsTheMeanDifference) {
  const auto r = assigned::crm_comparison(10, 0.3, std::vector{0.5, nan, 0.25, 0.75});
  EXPECT_EQ(r.value, 10.5);
  EXPECT_EQ(r.mean_difference, 0.5);
  EXPECT_NEAR(r.u_difference, 0.25 / std::sqrt(3.0), 1e-17);
  EXPECT_NEAR(r.standard_uncertainty, std::hypot(0.3, 0.25 / std::sqrt(3.0)), 1e-16);
  EXPECT_EQ(r.n, 3u);
  EXPECT_EQ(r.status, outcome::ok);
}

TEST(CrmComparison, EqualDifferencesAddNothing) {
  const auto r = assigned::crm_comparison(10, 0.3, std::vector{0.1, 0.1, 0.1});
  EXPECT_EQ(r.u_difference, 0);
  EXPECT_EQ(r.status, outcome::ok);
}

TEST(CrmComparison, ReportsWhatItCannotCompare) {
  const auto one = assigned::crm_comparison(5, 0.02, std::vector{0.125});
  EXPECT_EQ(one.value, 5.125);
  EXPECT_TRUE(std::isnan(one.standard_uncertainty));
  EXPECT_EQ(one.status, outcome::too_few);
  EXPECT_TRUE(std::isnan(assigned::crm_comparison(5, 0.02, std::vector{nan}).value));
  EXPECT_EQ(assigned::crm_comparison(5, 0.02, std::vector{1.0, inf}).status,
            outcome::not_finite);
}

TEST(CrmComparison, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)assigned::crm_comparison(nan, 0.1, std::vector{1.0}); }),
            "crm_comparison: value_crm = nan, must be finite");
  EXPECT_EQ(complaint([] { (void)assigned::crm_comparison(1, -0.1, std::vector{1.0}); }),
            "crm_comparison: u_crm = -0.1, must be finite and not negative");
}

}  // namespace
