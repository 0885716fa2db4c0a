// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/qualitative/lod.hpp>
#include <ringtrial/qualitative/lod_spearman_karber.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::qualitative;
using testing_tools::complaint;
using testing_tools::nan;
using counts = std::vector<std::size_t>;
using levels = std::vector<double>;

// With b = 1, F₀ is the most probable number per gram: FDA, Bacteriological Analytical Manual,
// Appendix 2, table 1, three tubes each of 0.1, 0.01 and 0.001 g, printed to two figures.
TEST(Lod, IsTheMostProbableNumber) {
  const auto mpn = [](counts positive) {
    return std::exp(lod(levels{0.1, 0.01, 0.001}, positive, counts{3, 3, 3}).log_f0);
  };
  EXPECT_NEAR(mpn({1, 0, 0}), 3.6, 0.05);
  EXPECT_NEAR(mpn({2, 1, 0}), 15, 0.5);
  EXPECT_NEAR(mpn({3, 0, 0}), 23, 0.5);
  EXPECT_NEAR(mpn({3, 1, 0}), 43, 0.5);
  EXPECT_NEAR(mpn({3, 3, 0}), 240, 5);
  EXPECT_NEAR(mpn({3, 3, 2}), 1100, 50);
}

// One level: λ = −ln(1 − p̂), and Fisher's information n λ² (1 − p̂)/p̂.
TEST(Lod, OfOneLevelIsClosed) {
  const auto r = lod(levels{0, 2}, counts{1, 6}, counts{20, 20});
  const double lambda = -std::log(0.7);
  EXPECT_NEAR(r.log_f0, std::log(lambda / 2), 1e-14);
  EXPECT_NEAR(r.lod, std::log(2) / (lambda / 2), 1e-13);
  EXPECT_NEAR(r.standard_error, 1 / std::sqrt(20 * lambda * lambda * 0.7 / 0.3), 1e-14);
  EXPECT_NEAR(r.deviance, 0, 1e-12);
  EXPECT_EQ(r.df, 0);
}

// Two levels fit two parameters exactly.
TEST(Lod, TwoLevelsGiveALine) {
  const auto r = lod(levels{1, 10}, counts{5, 18}, counts{20, 20}, {.slope = nan});
  const double low = std::log(-std::log(0.75)), high = std::log(-std::log(0.1));
  EXPECT_NEAR(r.log_f0, low, 1e-12);
  EXPECT_NEAR(r.slope, (high - low) / std::log(10), 1e-12);
  EXPECT_EQ(r.df, 0);
  EXPECT_GT(r.standard_error_slope, 0);
  EXPECT_EQ(r.status, outcome::ok);
}

TEST(Lod, ScalesWithTheUnit) {
  const counts positive = {4, 11, 19, 20}, n = {20, 20, 20, 20};
  for (const double slope : {1.0, 0.7, nan})
    for (const double unit : {1e-150, 1e3, 1e150}) {
      const auto r = lod(levels{0.3, 1, 3, 10}, positive, n, {.slope = slope});
      const auto s = lod(levels{0.3 * unit, unit, 3 * unit, 10 * unit}, positive, n,
                         {.slope = slope});
      EXPECT_NEAR(s.lod / unit, r.lod, 1e-11 * r.lod);
      EXPECT_NEAR(s.upper / unit, r.upper, 1e-11 * r.upper);
      EXPECT_NEAR(s.deviance, r.deviance, 1e-10);
    }
}

TEST(Lod, FarApartLevels) {
  const auto r = lod(levels{1e-120, 1, 1e120}, counts{0, 1, 20}, counts{20, 2, 20});
  EXPECT_EQ(r.status, outcome::ok);
  EXPECT_NEAR(r.lod, 1, 1e-9);  // the level of one half decides
}

TEST(Lod, WhatTheDataDo) {
  const levels d = {1, 2, 3};
  const counts n = {10, 10, 10};
  EXPECT_EQ(lod(d, counts{10, 10, 10}, n).status, outcome::separated);
  EXPECT_EQ(lod(d, counts{0, 0, 0}, n).status, outcome::separated);
  EXPECT_EQ(lod(d, counts{0, 10, 10}, n).status, outcome::ok);
  EXPECT_EQ(lod(d, counts{0, 4, 10}, n, {.slope = nan}).status, outcome::separated);
  EXPECT_EQ(lod(levels{2, 2}, counts{1, 4}, counts{9, 9}, {.slope = nan}).status,
            outcome::not_identified);
  EXPECT_EQ(lod(levels{0}, counts{1}, counts{9}).status, outcome::too_few);
  const auto falling = lod(d, counts{9, 5, 1}, n, {.slope = nan});
  EXPECT_EQ(falling.status, outcome::not_identified);
  EXPECT_LT(falling.slope, 0);
  EXPECT_TRUE(std::isnan(falling.lod));
  EXPECT_EQ(lod(d, counts{1, 4, 9}, n, {.max_iterations = 1}).status,
            outcome::max_iterations);
}

TEST(Lod, TellsTheCallersMistakes) {
  const auto of = [](levels d, lod_options o = {}) {
    return complaint([&] { (void)lod(d, counts{1, 2}, counts{3, 3}, o); });
  };
  EXPECT_EQ(of({1, -2}), "lod: level[1] = -2, must be finite and not negative");
  EXPECT_EQ(of({1}), "lod: level has 1 values, must have as many as n, 2");
  EXPECT_EQ(of({1, 2}, {.probability = 1}),
            "lod: probability = 1, must be between 0 and 1");
  EXPECT_NE(of({1, 2}, {.slope = 0}), "");
  EXPECT_EQ(complaint([] { (void)lod(levels{1}, counts{4}, counts{3}); }),
            "lod: positive[0] = 4, must be an integer from 0 to n[0] = 3");
}

// By hand: shares 0, ½, 1 at 1, 10, 100; m = 1, var = 1 · ¼/9.
TEST(LodSpearmanKarber, ByHand) {
  const auto r =
      lod_spearman_karber(levels{1, 10, 100}, counts{0, 5, 10}, counts{10, 10, 10});
  EXPECT_NEAR(r.lod, 10, 1e-13);
  EXPECT_NEAR(r.standard_error, std::sqrt(0.25 / 9), 1e-15);
  EXPECT_NEAR(std::log10(r.upper), 1 + 1.959963984540054 / 6, 1e-13);
  EXPECT_TRUE(std::isnan(r.slope) && std::isnan(r.deviance));
}

// Shares 0, 0.6, 0.2, 1 pool to 0, 0.4, 0.4, 1 (equal numbers of tests).
TEST(LodSpearmanKarber, PoolsViolators) {
  const levels d = {1, 10, 100, 1000};
  const counts n = {10, 10, 10, 10};
  const auto r = lod_spearman_karber(d, counts{0, 6, 2, 10}, n);
  EXPECT_NEAR(std::log10(r.lod), 0.4 * 0.5 + 0.6 * 2.5, 1e-14);
  EXPECT_EQ(lod_spearman_karber(d, counts{0, 6, 2, 9}, n).status,
            outcome::not_identified);
  EXPECT_EQ(lod_spearman_karber(d, counts{1, 6, 2, 10}, n).status,
            outcome::not_identified);
  EXPECT_EQ(lod_spearman_karber(levels{}, counts{}, counts{}).status, outcome::too_few);
}

TEST(LodSpearmanKarber, OneTestTellsNoVariance) {
  const auto r =
      lod_spearman_karber(levels{1, 2, 4, 8}, counts{0, 1, 0, 3}, counts{3, 1, 1, 3});
  EXPECT_EQ(r.status, outcome::too_few);
  EXPECT_TRUE(std::isfinite(r.lod) && std::isnan(r.upper));
}

TEST(LodSpearmanKarber, TellsTheCallersMistakes) {
  const auto of = [](levels d) {
    return complaint([&] { (void)lod_spearman_karber(d, counts{0, 2}, counts{2, 2}); });
  };
  EXPECT_EQ(of({0, 1}), "lod_spearman_karber: level[0] = 0, must be finite and positive");
  EXPECT_EQ(of({2, 2}),
            "lod_spearman_karber: level[1] = 2, must be above the level before, 2");
}

}  // namespace
