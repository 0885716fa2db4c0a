// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/target/from_data.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::inf;
using testing_tools::nan;

const std::vector<double> x = {9.1, 10.2, 9.7, 10.9, 9.9, 10.4, 14.0, nan, 9.6};

TEST(FromData, IsTheScaleOfTheRound) {
  using target::scale_estimator;
  const auto scale = [](scale_estimator e) {
    return target::from_data(x, {.estimator = e}).sigma_pt;
  };
  EXPECT_EQ(scale(scale_estimator::algorithm_a), robust::algorithm_a(x).scale);
  EXPECT_EQ(scale(scale_estimator::q_method), robust::q_method(x).scale);
  EXPECT_EQ(scale(scale_estimator::qn), robust::qn(x));
  EXPECT_EQ(scale(scale_estimator::mad), robust::mad(x));
  EXPECT_EQ(scale(scale_estimator::niqr), robust::niqr(x));
  EXPECT_EQ(scale(scale_estimator::biweight), robust::biweight_scale(x));
  EXPECT_EQ(scale(scale_estimator::sd), scale(scale_estimator::mean));
}

TEST(FromData, StaysWithinItsLimits) {
  const auto r = target::from_data(x, {.limits = {.upper = 0.1}});
  EXPECT_EQ(r.sigma_pt, 0.1);
  EXPECT_EQ(r.limited, target::limited::upper);
  EXPECT_EQ(r.n, 8u);
  EXPECT_EQ(target::from_data(x, {.limits = {.lower = 5}}).limited,
            target::limited::lower);
}

TEST(FromData, ReportsWhatItCannotEstimate) {
  const std::vector<double> equal = {2, 2, 2, 2};
  const auto none = target::from_data(equal);
  EXPECT_EQ(none.status, outcome::zero_scale);
  EXPECT_EQ(none.scale, 0);
  EXPECT_TRUE(std::isnan(none.sigma_pt));
  const auto lower = target::from_data(equal, {.limits = {.lower = 0.05}});
  EXPECT_EQ(lower.sigma_pt, 0.05);
  EXPECT_EQ(lower.status, outcome::zero_scale);
  EXPECT_EQ(target::from_data(std::vector{1.0}).status, outcome::too_few);
  EXPECT_EQ(target::from_data(std::vector{1.0, inf}).status, outcome::not_finite);
}

TEST(FromData, TakesReplicates) {
  const std::vector<int> lab = {1, 1, 2, 2, 3, 3, 4, 4, 5};
  const auto r = target::from_data(x, std::span<const int>(lab),
                                   {.estimator = target::scale_estimator::q_method});
  EXPECT_EQ(r.scale, robust::q_method(x, std::span<const int>(lab)).scale);
  EXPECT_EQ(r.n, 5u);
  EXPECT_NE(complaint([&] {
              (void)target::from_data(x, std::span<const int>(lab));
            }).find("from_data: lab goes with estimator 'q_hampel' or 'q_method'"),
            std::string::npos);
}

TEST(FromData, TellsTheCallersMistakes) {
  EXPECT_EQ(
      complaint([] { (void)target::from_data(x, {.limits = {.lower = 2, .upper = 1}}); }),
      "from_data: lower = 2, must be at most upper = 1");
  EXPECT_EQ(complaint([] { (void)target::from_data(x, {.limits = {.lower = -1}}); }),
            "from_data: lower = -1, must be finite and not negative");
  EXPECT_EQ(name(target::scale_estimator::sd), "sd");
  EXPECT_EQ(name(target::scale_estimator::biweight), "biweight");
}

}  // namespace
