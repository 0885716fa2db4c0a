// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/precision/split_level.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::precision;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// precision/split_level/nan of tests/reference/precision.json.
TEST(SplitLevel, LeavesOutIncompletePairs) {
  const auto r = split_level(std::vector{5.1, 5.3, nan, 5.0, 5.6, 5.2},
                             std::vector{4.9, 5.0, 5.1, 4.7, nan, 5.15});
  EXPECT_EQ(r.p, 4u);
  EXPECT_NEAR(r.mean, 5.04375, 1e-14);
  EXPECT_NEAR(r.s_D, 0.11814539065631523, 1e-14);
  EXPECT_NEAR(r.s_L, 0.1384437310486346, 1e-14);
  EXPECT_NEAR(r.s_R, 0.16169673259943548, 1e-14);
  EXPECT_NEAR(r.h_D[0], -0.1058018423787931, 1e-12);
  EXPECT_TRUE(std::isnan(r.h_D[2]) && std::isnan(r.h_y[4]));
}

TEST(SplitLevel, RemovesByDifferenceFirst) {
  const std::vector<double> a = {10, 10.5, 9.75, 10.25, 9.5, 10.75, 10, 30};
  std::vector<double> b = {9, 9.5, 8.5, 9.5, 8.5, 9.75, 9.25, 10};
  const auto r = split_level(a, b, {.procedure = procedure::remove});
  ASSERT_FALSE(r.decisions.empty());
  EXPECT_EQ(r.decisions.front().quantity, split_quantity::difference);
  EXPECT_EQ(r.decisions.back().quantity, split_quantity::average);
  EXPECT_EQ(r.removed, std::vector<std::size_t>{7});
  EXPECT_EQ(r.p, 7u);
  const auto without = split_level(std::span(a).first(7), std::span(b).first(7),
                                   {.procedure = procedure::none});
  EXPECT_EQ(r.s_R, without.s_R);
  EXPECT_EQ(r.mean, without.mean);
}

TEST(SplitLevel, KeepsItsFiguresAtLargeOffsets) {
  const std::vector<double> a = {0.25, 0.5, 1.125, 1.75}, b = {0.5, 0.25, 1.5, 1.25};
  auto far_a = a, far_b = b;
  for (double& v : far_a) v += 1e9;
  for (double& v : far_b) v -= 1e6;
  const auto r = split_level(a, b), far = split_level(far_a, far_b);
  EXPECT_EQ(far.s_D, r.s_D);
  EXPECT_EQ(far.s_L, r.s_L);
  EXPECT_EQ(far.mean_difference, r.mean_difference + 1.001e9);
}

TEST(SplitLevel, ReportsWhatItCannotEstimate) {
  EXPECT_EQ(split_level(std::vector{1.0}, std::vector{2.0}).status, outcome::too_few);
  const auto r = split_level(std::vector{1.0, HUGE_VAL, 2.0}, std::vector{1.0, 2.0, 3.0});
  EXPECT_EQ(r.status, outcome::not_finite);
  EXPECT_EQ(r.p, 3u);
  EXPECT_TRUE(std::isnan(r.mean) && std::isnan(r.h_D[0]));
  EXPECT_THROW((void)split_level(std::vector{1.0}, std::vector{1.0, 2.0}),
               std::invalid_argument);
}

}  // namespace
