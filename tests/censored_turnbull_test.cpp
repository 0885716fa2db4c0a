// SPDX-License-Identifier: BSL-1.0
#include "censored_samples.hpp"
#include "testing.hpp"
#include <ringtrial/censored/kaplan_meier.hpp>
#include <ringtrial/censored/turnbull.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using namespace censored_samples;
using censored::turnbull;
using testing_tools::complaint;
using testing_tools::inf;

TEST(CensoredTurnbull, IsTheProductLimitWithOneKindOfLimit) {
  const auto r = turnbull(oahu, oahu_marks);
  const auto steps = censored::kaplan_meier(oahu, oahu_marks);
  ASSERT_EQ(r.lower, steps.value);
  for (std::size_t j = 0; j < r.mass.size(); ++j)
    EXPECT_NEAR(r.mass[j], steps.cdf[j] - steps.cdf_below[j], 1e-8);
  EXPECT_EQ(r.median_lower, 0.7);
  EXPECT_EQ(r.status, outcome::ok);
}

TEST(CensoredTurnbull, EndsAtOneNumberKeepTheirSide) {
  const std::vector<double> x = {2, 2, 2};
  const std::vector<censoring> marks = {below, exact, above};
  const auto r = turnbull(x, marks);
  EXPECT_EQ(r.lower, (std::vector<double>{-inf, 2, 2}));
  EXPECT_EQ(r.upper, (std::vector<double>{2, 2, inf}));
  EXPECT_NEAR(r.mass[1], 1.0 / 3, 1e-12);
  EXPECT_NEAR(r.log_likelihood, 3 * std::log(1.0 / 3), 1e-12);
}

// By hand: m₁ m₃ (m₂ + m₃)(m₁ + m₂) is largest at m₂ = 0, where D₂ = 1 and EM creeps.
TEST(CensoredTurnbull, PutsACreepingMassToZero) {
  const std::vector<double> x = {1, 2, 3, 4};
  const std::vector<censoring> marks = {below, above, below, above};
  const auto r = turnbull(x, marks);
  EXPECT_EQ(r.lower, (std::vector<double>{-inf, 4}));
  EXPECT_NEAR(r.mass[0], 0.5, 1e-12);
  EXPECT_EQ(r.median_lower, 1);
  EXPECT_EQ(r.median_upper, 4);
  EXPECT_LT(r.iterations, 500U);
}

TEST(CensoredTurnbull, MedianBetweenTwoCells) {
  const std::vector<double> x = {1, 5}, upper = {2, 7};
  const std::vector<censoring> marks(2, between);
  const auto r = turnbull(x, marks, upper);
  EXPECT_EQ(r.median_lower, 2);
  EXPECT_EQ(r.median_upper, 5);
}

TEST(CensoredTurnbull, SaysWhatTheDataDo) {
  const std::vector<double> x = {1, inf};
  EXPECT_EQ(turnbull(censored::data{x}).status, outcome::not_finite);
  EXPECT_EQ(turnbull(censored::data{}).status, outcome::too_few);
  EXPECT_EQ(turnbull(oahu, oahu_marks, {}, {.max_iterations = 1}).status,
            outcome::max_iterations);
  EXPECT_EQ(complaint([&] { (void)turnbull(censored::data{x}, {.tolerance = 0}); }),
            "turnbull: tolerance = 0, must be finite and positive");
}

}  // namespace
