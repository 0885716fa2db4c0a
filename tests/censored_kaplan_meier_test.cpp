// SPDX-License-Identifier: BSL-1.0
#include "censored_samples.hpp"
#include "testing.hpp"
#include <ringtrial/censored/kaplan_meier.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using namespace censored_samples;
using censored::kaplan_meier;
using testing_tools::complaint;

// R 4.2, survival 3.4: survfit(Surv(-x, event) ~ 1) gives these steps and errors.
TEST(CensoredKaplanMeier, StepsOfTheArsenicOfOahu) {
  const auto r = kaplan_meier(oahu, oahu_marks);
  EXPECT_EQ(r.value, (std::vector<double>{0.5, 0.6, 0.7, 0.9, 1.5, 1.7, 2.8, 3.2}));
  EXPECT_NEAR(r.cdf[0], 0.34375, 1e-14);
  EXPECT_NEAR(r.cdf[2], 0.6875, 1e-14);
  EXPECT_EQ(r.cdf.back(), 1);
  EXPECT_EQ(r.standard_error[0], 0);
  EXPECT_NEAR(r.standard_error[1], 0.15381283801069653, 1e-14);
  EXPECT_EQ(r.median, 0.7);
  EXPECT_NEAR(r.mean, 0.9489583333333331, 1e-14);
}

// Maintenance group of Miller 1981 (R survival, aml): printed median 31 weeks.
TEST(CensoredKaplanMeier, MedianOfTheLeukemiaPatients) {
  const std::vector<double> weeks = {9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161};
  const std::vector<censoring> marks = {exact, exact, above, exact, exact, above,
                                        exact, exact, above, exact, above};
  const auto r = kaplan_meier(weeks, marks);
  EXPECT_EQ(r.median, 31);
  EXPECT_NEAR(r.cdf[4], 0.509090909090909, 1e-14);
  EXPECT_NEAR(r.standard_error[4], 0.16419326722113584, 1e-14);
}

TEST(CensoredKaplanMeier, IsTheSampleWithoutLimits) {
  const auto r = kaplan_meier(std::vector<double>{4, 1, 2, 8});
  EXPECT_EQ(r.cdf, (std::vector<double>{0.25, 0.5, 0.75, 1}));
  EXPECT_EQ(r.median, 3);
  EXPECT_EQ(r.mean, 3.75);
  EXPECT_EQ(r.status, outcome::ok);
}

TEST(CensoredKaplanMeier, SaysWhatTheLimitsHide) {
  const std::vector<double> x = {1, 1, 4};
  const std::vector<censoring> hidden = {below, below, exact}, all(3, below),
                               mixed = {below, exact, above};
  const auto r = kaplan_meier(x, hidden);
  EXPECT_TRUE(std::isnan(r.median));
  EXPECT_EQ(r.q75, 4);
  EXPECT_NEAR(r.mean, 2, 1e-14);  // a third at 4, the rest at the limit
  EXPECT_EQ(r.status, outcome::not_identified);
  EXPECT_EQ(kaplan_meier(x, all).status, outcome::too_few);
  EXPECT_EQ(complaint([&] { (void)kaplan_meier(x, mixed); }),
            "kaplan_meier: qualifier[2] = '>', must be '<' only or '>' only beside found "
            "values; turnbull takes any mixture");
}

}  // namespace
