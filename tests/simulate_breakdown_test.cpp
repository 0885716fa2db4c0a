// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/quantiles.hpp>
#include <ringtrial/simulate/breakdown.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace rt = ringtrial;
namespace simulate = ringtrial::simulate;
using simulate::breakdown;
using simulate::estimator;
using testing_tools::complaint;

TEST(Breakdown, FollowsFromTheDefinition) {
  const auto mean = breakdown({.statistic = {.estimator = estimator::mean}});
  EXPECT_EQ(mean.breaks_at, 1U);
  EXPECT_NEAR(mean.max_bias[3], 3e6 / 20, 1);
  EXPECT_EQ(mean.worst_position[3], 1e6);
  const auto median = breakdown({.statistic = {.estimator = estimator::median},
                                 .laboratories = 9,
                                 .most_wrong = 6});
  EXPECT_EQ(median.breaks_at, 5U) << "half of the laboratories and one";
  ASSERT_EQ(median.wrong.size(), 7U);
  EXPECT_DOUBLE_EQ(median.share[3], 1.0 / 3);
  EXPECT_LT(median.max_bias[4], 3);
  for (std::size_t m = 1; m < 7; ++m)
    EXPECT_GE(median.max_bias[m], median.max_bias[m - 1]);
  EXPECT_EQ(breakdown({.statistic = {.estimator = estimator::q_hampel},
                       .positions = {1e6},
                       .rounds = 200})
                .breaks_at,
            10U)
      << "half of the laboratories";
}

// Huber and Ronchetti 2009, (1.30): the maximum bias of the median at share ε is Φ⁻¹(1/(2(1 − ε))).
TEST(Breakdown, OfTheMedianOfManyIsHubersCurve) {
  const auto r = breakdown({.statistic = {.estimator = estimator::median},
                            .laboratories = 1000,
                            .positions = {1, 5},
                            .most_wrong = 2,
                            .rounds = 50});
  EXPECT_NEAR(r.max_bias[2], rt::normal_quantile(0.5 / (1 - 0.002)), 0.002);
  const auto fifth = breakdown({.population = {.centre = 50, .sd = 4},
                                .statistic = {.estimator = estimator::median},
                                .laboratories = 500,
                                .positions = {1, 5},
                                .most_wrong = 100,
                                .rounds = 50});
  EXPECT_NEAR(fifth.max_bias[100], rt::normal_quantile(0.5 / 0.8), 0.03);
}

// A scale explodes relative to its own mean: of two of ten results moved far off, the standard
// deviation grows with the distance, MADe by a bounded factor.
TEST(Breakdown, OfAScaleIsExplosion) {
  const auto sd = breakdown({.statistic = {.estimator = estimator::sd}, .most_wrong = 2});
  EXPECT_EQ(sd.breaks_at, 1U);
  const auto mad = breakdown({.statistic = {.estimator = estimator::mad}});
  EXPECT_EQ(mad.breaks_at, 10U);
  EXPECT_GT(mad.max_bias[2], 0.05);
  EXPECT_LT(mad.max_bias[2], 0.4);
}

TEST(Breakdown, RefusesWhatCannotBe) {
  EXPECT_EQ(complaint([] { (void)breakdown({.laboratories = 5, .most_wrong = 5}); }),
            "breakdown: most_wrong = 5, must be less than laboratories");
  EXPECT_EQ(complaint([] { (void)breakdown({.positions = {}}); }),
            "breakdown: positions is empty, must hold one");
  EXPECT_EQ(complaint([] {
              (void)breakdown({.positions = {1, testing_tools::inf}});
            }),
            "breakdown: positions = inf, must be finite");
}
