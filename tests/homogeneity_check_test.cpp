// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/homogeneity/check.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace {

using namespace ringtrial;
using homogeneity::check;
using testing_tools::complaint, testing_tools::inf, testing_tools::nan;
using codes = std::vector<std::size_t>;

row_view<const double> table(const std::vector<double>& y, std::size_t replicates) {
  return {y.data(), y.size() / replicates, replicates, replicates};
}

// IUPAC harmonised protocol, Pure Appl. Chem. 78 (2006) 145, appendix 1: copper in soya flour, ppm,
// duplicates of 12 units. Printed: SS 2.54458 and 0.735000, F 3.78, Cochran 0.24 and 0.54 (5 %),
// s²_sam 0.0850, c 0.2476 with sigma_p 1.1.
const std::vector<double> copper = {10.5, 10.4, 9.6,  9.5,  10.4, 9.9,  9.5,  9.9,
                                    10.0, 9.7,  9.6,  10.1, 9.8,  10.4, 9.8,  10.2,
                                    10.8, 10.7, 10.2, 10.0, 9.8,  9.5,  10.2, 10.0};

TEST(HomogeneityCheck, GivesTheWorkedExampleOfTheHarmonisedProtocol) {
  const auto r = check(table(copper, 2), {.sigma_pt = 1.1});
  EXPECT_NEAR(r.ms_between * 11, 2.54458, 5.1e-6);
  EXPECT_NEAR(r.ms_within * 12, 0.735, 5e-7);
  EXPECT_NEAR(r.f, 3.78, 5e-3);
  EXPECT_NEAR(r.cochran.statistic, 0.24, 5.1e-3);
  EXPECT_NEAR(r.cochran.critical_5, 0.54, 5e-3);
  EXPECT_NEAR(r.s_s * r.s_s, 0.0850, 5e-5);
  EXPECT_NEAR(r.expanded_criterion * r.expanded_criterion, 0.2476,
              5e-4);  // F₁, F₂ as printed
  EXPECT_EQ(r.passes_expanded, true);
  EXPECT_EQ(r.cochran.index, 6);
  EXPECT_EQ(r.status, outcome::ok);
}

TEST(HomogeneityCheck, IsWhatItsFormulasSay) {
  const auto r = check(table(copper, 2), {.sigma_pt = 1.1, .factor = 0.2});
  EXPECT_NEAR(r.s_s, std::sqrt(r.s_x * r.s_x - r.s_w * r.s_w / 2), 1e-14);
  double squares = 0;
  for (std::size_t i = 0; i < 24; i += 2)
    squares += (copper[i] - copper[i + 1]) * (copper[i] - copper[i + 1]);
  EXPECT_NEAR(r.s_w, std::sqrt(squares / 24), 1e-14);
  EXPECT_NEAR(r.u_bb_min, r.s_w / std::sqrt(2) * std::pow(2 / 12.0, 0.25), 1e-15);
  EXPECT_EQ(r.u_bb, r.s_s);
  EXPECT_NEAR(r.criterion, 0.22, 1e-15);
  EXPECT_EQ(r.passes, false);
  EXPECT_EQ(r.repeatability_adequate, true);
}

TEST(HomogeneityCheck, LongFormAndTableAgree) {
  codes item;
  for (std::size_t i = 0; i < copper.size(); ++i) item.push_back(i / 2);
  const auto a = check(table(copper, 2)), b = check(copper, item);
  EXPECT_EQ(a.s_s, b.s_s);
  EXPECT_EQ(a.trend_p_value, b.trend_p_value);
  const std::vector<float> single(copper.begin(), copper.end());
  EXPECT_NEAR(check(single, item).s_s, a.s_s, 1e-6);
}

// Replicates in any order give the same bits; items in another order change the trend only.
TEST(HomogeneityCheck, DoesNotDependOnTheOrder) {
  auto reversed = copper;
  std::ranges::reverse(reversed);
  const auto a = check(table(copper, 2)), b = check(table(reversed, 2));
  EXPECT_EQ(a.mean, b.mean);
  EXPECT_EQ(a.f, b.f);
  EXPECT_EQ(a.s_x, b.s_x);
  EXPECT_NEAR(a.trend_slope, -b.trend_slope, 1e-16);
  EXPECT_EQ(b.cochran.index, 11 - a.cochran.index);
}

TEST(HomogeneityCheck, IsScaleEquivariantAtAnySize) {
  for (const double scale : {0x1p-500, 0x1p400}) {
    auto y = copper;
    for (double& v : y) v *= scale;
    const auto a = check(table(copper, 2), {.sigma_pt = 1.1}),
               b = check(table(y, 2), {.sigma_pt = 1.1 * scale});
    EXPECT_EQ(b.s_s, a.s_s * scale);
    EXPECT_EQ(b.expanded_criterion, a.expanded_criterion * scale);
    EXPECT_EQ(b.f, a.f);
    EXPECT_EQ(b.cochran.p_value, a.cochran.p_value);
  }
}

TEST(HomogeneityCheck, AnOffsetCostsNoFigures) {
  std::vector<double> small, large;
  std::mt19937 random(7);
  for (int i = 0; i < 60; ++i) {
    const double v = std::ldexp(static_cast<double>(random() % 1024), -10);
    small.push_back(v);
    large.push_back(v + 1e9);
  }
  const auto a = check(table(small, 3)), b = check(table(large, 3));
  EXPECT_EQ(a.s_x, b.s_x);
  EXPECT_EQ(a.f, b.f);
  EXPECT_NEAR(a.trend_slope, b.trend_slope, 1e-16);
}

TEST(HomogeneityCheck, LeavesOutItemsWithoutValuesAndKeepsTheirNumbers) {
  const std::vector<double> y = {1, 2, nan, nan, 3, 9, 5, nan};
  const auto r = check(table(y, 2));
  EXPECT_EQ(r.g, 3u);
  EXPECT_EQ(r.n, 5u);
  EXPECT_EQ(r.df_within, 2u);
  EXPECT_NEAR(r.m, (5 - 9.0 / 5) / 2, 1e-15);
  EXPECT_EQ(r.cochran.p, 2u);
  EXPECT_EQ(r.cochran.index, 2);
  // means 1.5, 6, 5 at 0, 2, 3: slope Σ(t − 5/3)(y − 25/6)/Σ(t − 5/3)²
  EXPECT_NEAR(r.trend_slope, 37.0 / 28, 1e-14);
}

TEST(HomogeneityCheck, APrintedLimitPasses) {
  const std::vector<double> y = {1.0, 1.0, 1.3, 1.3, 1.6, 1.6};
  const auto r = check(table(y, 2), {.sigma_pt = 1});
  EXPECT_GT(r.s_s, r.criterion);
  EXPECT_EQ(r.passes, true);
}

TEST(HomogeneityCheck, TellsWhatADesignDoesNotGive) {
  const std::vector<double> singles = {1, 2, 3};
  const auto one = check(table(singles, 1), {.sigma_pt = 1});
  EXPECT_EQ(one.status, outcome::too_few);
  EXPECT_EQ(one.mean, 2);
  EXPECT_EQ(one.s_x, 1);
  EXPECT_TRUE(std::isnan(one.s_w) && std::isnan(one.criterion));
  EXPECT_FALSE(one.passes.has_value());
  EXPECT_EQ(check(table({}, 2)).status, outcome::too_few);
  const std::vector<double> equal = {1, 1, 2, 2, 4, 4};
  const auto agree = check(table(equal, 2), {.sigma_pt = 9});
  EXPECT_EQ(agree.status, outcome::zero_scale);
  EXPECT_EQ(agree.cochran.status, outcome::zero_scale);
  EXPECT_EQ(agree.s_w, 0);
  EXPECT_TRUE(std::isnan(agree.f) && !agree.significant);
  EXPECT_EQ(agree.passes, true);
  const std::vector<double> infinite = {1, inf, 2, 2};
  const auto bad = check(table(infinite, 2), {.sigma_pt = 1});
  EXPECT_EQ(bad.status, outcome::not_finite);
  EXPECT_EQ(bad.cochran.status, outcome::not_finite);
  EXPECT_TRUE(std::isnan(bad.mean));
  EXPECT_EQ(bad.n, 4u);
}

TEST(HomogeneityCheck, NamesWhatTheCallerGotWrong) {
  const auto text = [](homogeneity::check_options o) {
    return complaint([&] { (void)check(table(copper, 2), o); });
  };
  EXPECT_EQ(text({.sigma_pt = -1}), "check: sigma_pt = -1, must be finite and positive");
  EXPECT_EQ(text({.factor = 0}), "check: factor = 0, must be finite and positive");
  EXPECT_EQ(text({.alpha = 1}), "check: alpha = 1, must be between 0 and 1");
  EXPECT_EQ(complaint([] {
              (void)check(copper, codes{1, 2});
            }),
            "check: item has length 2, must have that of y, 24");
}

}  // namespace
