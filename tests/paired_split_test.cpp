// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/paired/split.hpp>
#include <ringtrial/precision/split_level.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using paired::split;
using testing_tools::complaint, testing_tools::inf, testing_tools::nan;

// National Institute of Biologicals (2013): 11 pairs; values: paired/split/nib of tests/reference.
const std::vector<double> nib_x = {8.25, 8.13, 8.22, 8.14, 7.98, 8.3,
                                   8.2,  8.01, 7.96, 8.24, 8.16};
const std::vector<double> nib_y = {8.22, 8.28, 8.24, 8.17, 8.08, 8.14,
                                   8.27, 8.06, 8.09, 8.09, 8.12};

TEST(Split, SeparatesSystematicFromRandom) {
  const auto r = split(nib_x, nib_y);
  EXPECT_NEAR(r.s_random, 0.07282606925844862, 1e-15);
  EXPECT_NEAR(r.s_systematic, 0.0676756972627546, 1e-15);
  EXPECT_NEAR(r.p_value, 0.06460289522226291, 1e-13);
  EXPECT_EQ(r.status, outcome::ok);
}

TEST(Split, IsTheSplitLevelEstimate) {
  const auto r = split(nib_x, nib_y);
  const auto p =
      precision::split_level(nib_x, nib_y, {.procedure = precision::procedure::none});
  EXPECT_NEAR(r.s_random, p.s_r, 1e-16);
  EXPECT_NEAR(r.s_systematic, p.s_L, 1e-16);
  EXPECT_NEAR(r.mean, p.mean, 2e-15);
  EXPECT_NEAR(r.mean_difference, p.mean_difference, 1e-16);
}

TEST(Split, TheOtherWayRoundOnlyTheDifferenceTurns) {
  const auto a = split(nib_x, nib_y), b = split(nib_y, nib_x);
  EXPECT_EQ(a.s_random, b.s_random);
  EXPECT_EQ(a.f, b.f);
  EXPECT_EQ(a.t, -b.t);
  EXPECT_EQ(a.p_value_difference, b.p_value_difference);
}

TEST(Split, IsScaleEquivariantAndIgnoresAnOffset) {
  auto x = nib_x, y = nib_y;
  for (double& v : x) v *= 0x1p500;
  for (double& v : y) v *= 0x1p500;
  EXPECT_EQ(split(x, y).s_total, split(nib_x, nib_y).s_total * 0x1p500);
  const std::vector<double> a = {0.25, 0.5, 1.0}, b = {0.5, 0.25, 1.5};
  auto far_a = a, far_b = b;
  for (double& v : far_a) v += 1e9;
  for (double& v : far_b) v += 1e9;
  EXPECT_EQ(split(far_a, far_b).f, split(a, b).f);
  EXPECT_EQ(split(far_a, far_b).t, split(a, b).t);
}

TEST(Split, TellsWhatTheDataDoNotGive) {
  const auto same = split(std::vector{1.0, 2.0, 4.0}, std::vector{1.5, 2.5, 4.5});
  EXPECT_EQ(same.status, outcome::zero_scale);
  EXPECT_EQ(same.s_random, 0);
  EXPECT_EQ(same.mean_difference, -0.5);
  EXPECT_NEAR(same.s_systematic, std::sqrt(7.0 / 3), 1e-15);
  EXPECT_TRUE(std::isnan(same.f) && std::isnan(same.t));
  const auto few = split(std::vector{1.0, nan}, std::vector{2.0, 1.0});
  EXPECT_EQ(few.status, outcome::too_few);
  EXPECT_EQ(few.n, 1u);
  EXPECT_EQ(split(std::vector{1.0, inf, 2.0}, std::vector{2.0, 1.0, 3.0}).status,
            outcome::not_finite);
  EXPECT_EQ(complaint([] { (void)split(nib_x, std::vector{1.0}); }),
            "split: y has length 1, must have that of x, 11");
}

}  // namespace
