// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/homogeneity/stability.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using homogeneity::stability;
using testing_tools::complaint, testing_tools::inf, testing_tools::nan;
using codes = std::vector<std::size_t>;

row_view<const double> table(const std::vector<double>& y, std::size_t replicates) {
  return {y.data(), y.size() / replicates, replicates, replicates};
}

// homogeneity/stability/drift of tests/reference/homogeneity.json.
const std::vector<double> before = {
    20.072, 19.692, 20.095, 20.409, 20.22,  19.968, 19.893, 20.234, 20.578, 20.067,
    20.313, 19.865, 20.098, 20.333, 19.774, 20.156, 19.99,  20.137, 20.106, 20.031};
const std::vector<double> after = {20.423, 20.258, 20.175, 20.565, 20.188,
                                   20.438, 20.364, 20.866, 21.113, 20.497};

TEST(Stability, FindsADrift) {
  const auto r = stability(table(before, 2), table(after, 2), {.sigma_pt = 1});
  EXPECT_NEAR(r.difference, 0.38715, 1e-14);
  EXPECT_NEAR(r.t, 4.3809540935147755, 1e-12);
  EXPECT_NEAR(r.p_value, 0.0007432963138093947, 1e-14);
  EXPECT_EQ(r.df, 13u);
  EXPECT_EQ(r.passes, false);
  EXPECT_EQ(r.passes_expanded, true);
  EXPECT_EQ(r.significant, true);
  EXPECT_NEAR(r.u_stability, r.difference / std::sqrt(3), 1e-15);
}

TEST(Stability, BackInTimeTheDifferenceTurns) {
  const auto there = stability(table(before, 2), table(after, 2)),
             back = stability(table(after, 2), table(before, 2));
  EXPECT_EQ(there.difference, -back.difference);
  EXPECT_EQ(there.t, -back.t);
  EXPECT_EQ(there.p_value, back.p_value);
  EXPECT_FALSE(there.passes.has_value());
}

TEST(Stability, TakesItemsOfDifferentLength) {
  const std::vector<double> first = {1, 3, 5, 7, 7, 8}, second = {4, 5};
  const auto r = stability(first, codes{0, 0, 1, 1, 1, 2}, second, codes{0, 1});
  EXPECT_NEAR(r.mean_before, (2 + 19 / 3.0 + 8) / 3, 1e-15);
  EXPECT_EQ(r.mean_after, 4.5);
  EXPECT_EQ(r.g_before, 3u);
}

TEST(Stability, IsScaleEquivariantAndIgnoresAnOffset) {
  const auto a = stability(table(before, 2), table(after, 2), {.sigma_pt = 1});
  auto x = before, y = after;
  for (auto* side : {&x, &y})
    for (double& v : *side) v *= 0x1p-600;
  const auto b = stability(table(x, 2), table(y, 2), {.sigma_pt = 0x1p-600});
  EXPECT_EQ(b.t, a.t);
  EXPECT_EQ(b.expanded_criterion, a.expanded_criterion * 0x1p-600);
  const std::vector<double> near = {1e9 + 0.25, 1e9 + 0.5}, far = {1e9 + 1, 1e9 + 1.25};
  EXPECT_EQ(stability(table(near, 1), table(far, 1)).difference, 0.75);
  EXPECT_NEAR(stability(table(near, 1), table(far, 1)).t, 0.75 / (0.25 / std::sqrt(2)),
              1e-14);
}

TEST(Stability, TellsWhatTwoSidesDoNotGive) {
  const std::vector<double> three = {1, 2, 3}, one = {2.5}, none = {nan};
  const auto r = stability(table(three, 1), table(one, 1), {.sigma_pt = 1});
  EXPECT_EQ(r.status, outcome::too_few);
  EXPECT_EQ(r.difference, 0.5);
  EXPECT_EQ(r.passes, false);
  EXPECT_FALSE(r.passes_expanded || r.significant);
  EXPECT_TRUE(std::isnan(r.u_after) && std::isnan(r.t) &&
              std::isnan(r.expanded_criterion));
  EXPECT_GT(r.u_before, 0);
  const auto empty = stability(table(three, 1), table(none, 1), {.sigma_pt = 1});
  EXPECT_TRUE(std::isnan(empty.difference) && !empty.passes);
  const std::vector<double> same = {2, 2};
  const auto zero = stability(table(same, 1), table(same, 1), {.sigma_pt = 1});
  EXPECT_EQ(zero.status, outcome::zero_scale);
  EXPECT_EQ(zero.passes_expanded, true);
  EXPECT_TRUE(std::isnan(zero.p_value));
  const std::vector<double> infinite = {inf, 1};
  const auto bad = stability(table(infinite, 1), table(same, 1), {.sigma_pt = 1});
  EXPECT_EQ(bad.status, outcome::not_finite);
  EXPECT_TRUE(std::isnan(bad.mean_after) && std::isnan(bad.criterion));
  EXPECT_EQ(bad.df, 2u);
}

TEST(Stability, NamesWhatTheCallerGotWrong) {
  const auto text = [](homogeneity::stability_options o) {
    return complaint([&] { (void)stability(table(before, 2), table(after, 2), o); });
  };
  EXPECT_EQ(text({.sigma_pt = inf}),
            "stability: sigma_pt = inf, must be finite and positive");
  EXPECT_EQ(text({.alpha = 0}), "stability: alpha = 0, must be between 0 and 1");
}

}  // namespace
