// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/precision/collaborative_study.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::precision;
using codes = std::vector<std::size_t>;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// ASTM E691, glucose in serum, material C: three results of eight laboratories.
const std::vector<double> glucose = {132.66, 133.83, 133.1,  132.92, 136.9,  136.4,
                                     132.61, 135.8,  135.36, 138.5,  148.3,  135.69,
                                     131.9,  134.14, 133.76, 137.21, 135.14, 137.5,
                                     130.97, 131.59, 134.92, 135.46, 135.14, 133.63};
const codes eight = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3,
                     4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7};

level_precision first(const std::vector<double>& y, const codes& lab,
                      const collaborative_study_options& options = {}) {
  return collaborative_study(y, lab, {}, options).levels.front();
}

// Values: level 3 of precision/collaborative_study/glucose-remove, tests/reference/precision.json.
TEST(CollaborativeStudy, RemovesTheOutlierOfGlucose) {
  const auto r = first(glucose, eight, {.procedure = procedure::remove});
  EXPECT_EQ(r.p, 7u);
  EXPECT_NEAR(r.mean, 134.3304761904762, 1e-10);
  EXPECT_NEAR(r.s_r, 1.5399118713188023, 1e-12);
  EXPECT_NEAR(r.s_L, 1.1308041339763446, 1e-12);
  EXPECT_NEAR(r.s_R, 1.9105095029458938, 1e-12);
  EXPECT_NEAR(r.s_R_interval.lower, 1.4950289638954095, 1e-9);
  EXPECT_NEAR(r.s_R_interval.upper, 3.4574898746132177, 1e-9);
  EXPECT_NEAR(r.s_L_interval.upper, 3.033987224531827, 1e-9);
  EXPECT_EQ(r.removed, codes{3});
  ASSERT_EQ(r.decisions.size(), 6u);
  EXPECT_EQ(r.decisions[0].test, test_kind::cochran);
  EXPECT_EQ(r.decisions[0].verdict, outliers::verdict::outlier);
  EXPECT_TRUE(r.decisions[0].excluded);
  EXPECT_EQ(r.decisions[1].verdict, outliers::verdict::none);
  EXPECT_EQ(r.decisions[4].test, test_kind::grubbs_two_max);
}

TEST(CollaborativeStudy, FlagsWithoutTouchingTheEstimates) {
  const auto flagged = first(glucose, eight),
             plain = first(glucose, eight, {.procedure = procedure::none});
  EXPECT_EQ(flagged.removed, codes{3});
  EXPECT_EQ(flagged.s_R, plain.s_R);
  EXPECT_TRUE(plain.decisions.empty());
  EXPECT_EQ(std::ranges::count(flagged.kept, true), 8);
}

TEST(CollaborativeStudy, DoesNotDependOnTheOrderOfRows) {
  std::vector<std::size_t> order(glucose.size());
  std::iota(order.begin(), order.end(), 0u);
  std::mt19937 engine(6);
  const auto r = first(glucose, eight);
  for (int i = 0; i < 20; ++i) {
    std::ranges::shuffle(order, engine);
    std::vector<double> y;
    codes lab;
    for (const auto j : order) {
      y.push_back(glucose[j]);
      lab.push_back(eight[j]);
    }
    const auto s = first(y, lab);
    EXPECT_EQ(s.mean, r.mean);
    EXPECT_EQ(s.s_L, r.s_L);
    EXPECT_EQ(s.s_R_interval.upper, r.s_R_interval.upper);
    EXPECT_EQ(s.decisions[1].p_value, r.decisions[1].p_value);
  }
}

TEST(CollaborativeStudy, KeepsItsFiguresAtLargeOffsetsAndExtremeUnits) {
  const codes lab = {0, 0, 1, 1, 2, 2};
  const std::vector<double> y = {0.25, 0.5, 1.125, 1.75, 0.375, 3.5};
  const auto r = first(y, lab);
  for (const double unit : {0x1p-500, 0x1p500}) {
    auto x = y;
    for (double& v : x) v *= unit;
    EXPECT_EQ(first(x, lab).s_R, r.s_R * unit);
    EXPECT_EQ(first(x, lab).s_L_interval.upper, r.s_L_interval.upper * unit);
  }
  auto x = y;
  for (double& v : x) v += 1e9;
  EXPECT_EQ(first(x, lab).s_R, r.s_R);
  EXPECT_EQ(first(x, lab).h, r.h);
}

// MSB − MSW of 2.0 2.2 | 2.1 2.3 | 2.4 2.2 is 0 in decimals; the stored doubles leave 1.48e-17.
// 2.7205673729636557e-09: integer-labels of tests/reference/precision.json (40 digits).
TEST(CollaborativeStudy, MeanSquaresThatNearlyAgreeKeepTheirDifference) {
  const auto r = first({2.0, 2.2, 2.1, 2.3, 2.4, 2.2}, {0, 0, 1, 1, 2, 2});
  EXPECT_NEAR(r.s_L, 2.7205673729636557e-09, 1e-15);
}

TEST(CollaborativeStudy, TellsWhatADesignDoesNotGive) {
  const auto single = first({1, 2, 1.5}, {4, 7, 2});
  EXPECT_EQ(single.status, outcome::too_few);
  EXPECT_EQ(single.mean, 1.5);
  EXPECT_TRUE(std::isnan(single.s_r) && std::isnan(single.s_R));
  EXPECT_EQ(single.labs, (codes{4, 7, 2}));
  const auto one = first({1, 2, 3}, {0, 0, 0});
  EXPECT_EQ(one.status, outcome::too_few);
  EXPECT_EQ(one.s_r, 1);
  const auto zero = first({1, 1, 2, 2, 3, 3}, {0, 0, 1, 1, 2, 2});
  EXPECT_EQ(zero.status, outcome::zero_scale);
  EXPECT_EQ(zero.s_r, 0);
  EXPECT_EQ(zero.s_L, 1);
  EXPECT_TRUE(std::isnan(zero.gamma) && std::isnan(zero.k[0]));
  EXPECT_EQ(first({}, {}).status, outcome::too_few);
}

TEST(CollaborativeStudy, ABadLevelStopsNoOther) {
  const codes lab = {0, 0, 1, 1, 0, 0, 1, 1, 0}, level = {5, 5, 5, 5, 2, 2, 2, 2, 9};
  const std::vector<double> y = {1, HUGE_VAL, 1.2, 1.1, 1, 2, 2, 3, nan};
  const auto levels = collaborative_study(y, lab, level).levels;
  ASSERT_EQ(levels.size(), 3u);
  EXPECT_EQ(levels[0].status, outcome::not_finite);
  EXPECT_TRUE(std::isnan(levels[0].mean) && std::isnan(levels[0].means[1]));
  EXPECT_EQ(levels[1].status, outcome::ok);
  EXPECT_EQ(levels[1].level, 2u);
  EXPECT_EQ(levels[2].status, outcome::too_few);
  EXPECT_EQ(levels[2].p, 0u);
}

template <class F>
std::string complaint(F f) {
  try {
    f();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(CollaborativeStudy, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] {
              (void)first({1, 2}, {0});
            }),
            "collaborative_study: lab has length 1, must have that of y, 2");
  EXPECT_EQ(complaint([] {
              (void)first({1}, {0}, {.alpha_straggler = 0.01, .alpha_outlier = 0.05});
            }),
            "collaborative_study: alpha[1] = 0.05, must be above 0 and at most alpha[0]");
  EXPECT_EQ(complaint([] { (void)first({1}, {0}, {.confidence = 1}); }),
            "collaborative_study: confidence = 1, must be between 0 and 1");
}

}  // namespace
