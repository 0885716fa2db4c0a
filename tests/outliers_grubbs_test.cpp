// SPDX-License-Identifier: BSL-1.0
#include "../src/outliers/largest_deviation.hpp"
#include <ringtrial/outliers/grubbs.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::outliers;
using indices = std::array<std::ptrdiff_t, 2>;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// ASTM E691 glucose in serum, material C: cell means.
const std::vector<double> glucose = {133.1967, 135.4067, 134.59,   140.83,
                                     133.2667, 136.6167, 132.4933, 134.7433};

// Values and critical values: outliers/grubbs/glucose-c-* of tests/reference/outliers.json.
TEST(Grubbs, FindsTheHighestGlucoseMean) {
  const auto r = grubbs(glucose);
  EXPECT_NEAR(r.statistic, 2.1412611238180315, 1e-12);
  EXPECT_NEAR(r.critical_5, 2.1266450871954654, 1e-9);
  EXPECT_NEAR(r.critical_1, 2.2743651270798924, 1e-9);
  EXPECT_NEAR(r.p_value, 0.044169709525822776, 1e-10);
  EXPECT_TRUE(r.p_exact);
  EXPECT_EQ(r.indices, (indices{3, -1}));
  EXPECT_EQ(r.status, outcome::ok);
  const auto both = grubbs(glucose, {.kind = grubbs_kind::both});
  EXPECT_EQ(both.statistic, r.statistic);
  const auto ends = grubbs(glucose, {.kind = grubbs_kind::opposite});
  EXPECT_NEAR(ends.statistic, 3.1388809908316255, 1e-12);
  EXPECT_NEAR(ends.p_value, 0.2584456711479202, 1e-9);
  EXPECT_EQ(ends.indices, (indices{6, 3}));
}

// ISO 5725-2 table, n = 10; one-sided: the table of other programs; opposite: David, Hartley and
// Pearson 1954. All printed to three decimals.
TEST(Grubbs, GivesThePrintedCriticalValues) {
  EXPECT_NEAR(grubbs_critical(10, 0.05), 2.290, 5.1e-4);
  EXPECT_NEAR(grubbs_critical(10, 0.01), 2.482, 5.1e-4);
  EXPECT_NEAR(grubbs_critical(10, 0.05, {.sided = sides::one}), 2.176, 5.1e-4);
  EXPECT_NEAR(grubbs_critical(10, 0.01, {.sided = sides::one}), 2.410, 5.1e-4);
  EXPECT_NEAR(grubbs_critical(10, 0.05, {.kind = grubbs_kind::opposite}), 3.685, 5.1e-4);
  EXPECT_NEAR(grubbs_critical(10, 0.01, {.kind = grubbs_kind::opposite}), 3.875, 5.1e-4);
}

// Glucose: outliers/grubbs/glucose-c-two_max-s of tests/reference/outliers.json; the table: Grubbs
// and Beck 1972, four decimals, 5 % and 1 %.
TEST(Grubbs, FindsPairs) {
  const auto r = grubbs(glucose, {.kind = grubbs_kind::two_max});
  EXPECT_NEAR(r.statistic, 0.127935238526097, 1e-13);
  EXPECT_NEAR(r.p_value, 0.07128229730775192, 1e-12);
  EXPECT_EQ(r.indices, (indices{3, 5}));
  const double at_5[] = {0.0090, 0.0349, 0.0708, 0.1101, 0.1492, 0.1864, 0.2213};
  const double at_1[] = {0.0018, 0.0116, 0.0308, 0.0563, 0.0851, 0.1150, 0.1448};
  for (std::size_t i = 0; i < 7; ++i) {
    EXPECT_NEAR(grubbs_critical(5 + i, 0.05, {.kind = grubbs_kind::two_max}), at_5[i],
                1.1e-4);
    EXPECT_NEAR(grubbs_critical(5 + i, 0.01, {.kind = grubbs_kind::two_min}), at_1[i],
                1.1e-4);
  }
}

// outliers/grubbs/normal-25-max-s and normal-25-two_max-s: below the bound where two values can
// deviate so far together.
TEST(Grubbs, PValuesAreExactWhereTheSumOfSingleOnesIsNot) {
  const double single =
      2 *
      (outliers::detail::expected_beyond(
           {2.6279726263494854, 24 * 24 - 25 * 2.6279726263494854 * 2.6279726263494854},
           25) -
       outliers::detail::counted_twice(25, 2.6279726263494854));
  EXPECT_NEAR(single, 0.11529265728659599, 1e-12);
  EXPECT_NEAR(2 * outliers::detail::pair_cdf(25, 0.5803294607538048), 0.16936998730387146,
              1e-12);
}

// With all of the probability above one value's reach, F_n must end at 1, and where only one value
// can deviate so far it is 1 less the sum of single probabilities: the recursion against closed form.
TEST(Grubbs, TheDistributionMeetsItsClosedForm) {
  using outliers::detail::largest_deviation;
  for (const std::size_t count : {4u, 5u, 6u, 9u, 13u, 20u, 34u, 60u, 99u}) {
    const auto n = static_cast<double>(count);
    const auto& f = largest_deviation::of(count);
    EXPECT_NEAR(f.at(1, 1), 1, 2e-13) << count;
    const double g = f.high(2) * std::sqrt(n - 1);
    const double tail =
        outliers::detail::expected_beyond({g, (n - 1) * (n - 1) - n * g * g}, n);
    EXPECT_NEAR(f.at(2, 1), 1 - tail, 2e-13) << count;
  }
}

TEST(Grubbs, QuantilesOfPairsInvertTheirDistribution) {
  for (const std::size_t n : {4u, 5u, 17u, 100u, 150u})
    for (const double p : {1e-6, 0.005, 0.5, 0.999})
      EXPECT_NEAR(outliers::detail::pair_cdf(n, outliers::detail::pair_quantile(n, p)), p,
                  1e-10 * p);
}

TEST(Grubbs, ThePValueOfACriticalValueIsItsLevel) {  // by definition
  for (const double alpha : {0.05, 0.01, 1e-6})
    for (const double n : {8.0, 40.0}) {
      const double g = grubbs_critical(static_cast<std::size_t>(n), alpha);
      const outliers::detail::extreme e{g, (n - 1) * (n - 1) - n * g * g};
      EXPECT_NEAR(2 * outliers::detail::expected_beyond(e, n), alpha, 1e-9 * alpha);
    }
}

// For n = 3 the angle of the shape is uniform: with x = (0, d, 1) the largest deviates by more than
// G with probability 2·3·(angle from the pole)/(2π), angle = atan(√3 d/(2 − d)).
TEST(Grubbs, TinyPValuesKeepTheirFigures) {
  for (const double d : {1e-3, 1e-6, 1e-9}) {
    const double angle = std::atan(std::sqrt(3.0) * d / (2 - d));
    const double p = 2 * 3 * angle / (4 * std::atan(1.0));
    EXPECT_NEAR(grubbs(std::vector{0.0, d, 1.0}).p_value, p, 1e-11 * p);
    EXPECT_NEAR(grubbs(std::vector{0.0, 1 - d, 1.0}, {.kind = grubbs_kind::min}).p_value,
                p,
                1e-6 * p);  // 1 − d itself is rounded
  }
}

TEST(Grubbs, KeepsItsFiguresAtLargeOffsetsAndExtremeUnits) {
  const std::vector<double> noise = {0.25, 0.5, 0.125, 0.75, 0.375, 3.5, 0.625, 0.0};
  const auto r = grubbs(noise);
  for (const double scale : {1e-300, 1e-150, 1e150, 1e300}) {
    auto x = noise;
    for (double& v : x) v *= scale;
    EXPECT_NEAR(grubbs(x).statistic, r.statistic, 1e-14);
  }
  auto x = noise;
  for (double& v : x) v += 1e9;  // exact: 1e9 + k/8
  EXPECT_EQ(grubbs(x).statistic, r.statistic);
  const auto huge = std::numeric_limits<double>::max();
  EXPECT_NEAR(grubbs(std::vector{-huge, 0.0, huge}).statistic, 1.0, 1e-14);
}

TEST(Grubbs, DoesNotDependOnTheOrder) {
  std::mt19937 engine(4);
  auto x = glucose;
  const auto r = grubbs(x);
  for (int i = 0; i < 50; ++i) {
    std::ranges::shuffle(x, engine);
    EXPECT_EQ(grubbs(x).statistic, r.statistic);
    EXPECT_EQ(grubbs(x).p_value, r.p_value);
  }
}

TEST(Grubbs, SkipsNaNAndNamesTheFirstOfEquals) {
  const std::vector<double> x = {nan, 1, 5, 2, 5, 1, nan, 3};
  EXPECT_EQ(grubbs(x, {.kind = grubbs_kind::opposite}).indices, (indices{1, 2}));
  EXPECT_EQ(grubbs(x).n, 6u);
  EXPECT_EQ(grubbs(x, {.kind = grubbs_kind::two_max}).indices, (indices{2, 4}));
  EXPECT_EQ(grubbs(x, {.kind = grubbs_kind::two_min}).indices, (indices{1, 5}));
  const std::vector<double> even = {0.1, 0.2, 0.3};
  EXPECT_EQ(grubbs(even, {.kind = grubbs_kind::both}).indices, (indices{2, -1}));
}

TEST(Grubbs, ReportsWhatItCannotTest) {
  EXPECT_EQ(grubbs(std::vector<double>{}).status, outcome::too_few);
  EXPECT_EQ(grubbs(std::vector{1.0, 2.0, nan}).status, outcome::too_few);
  EXPECT_EQ(grubbs(std::vector{1.0, 2.0, 4.0}, {.kind = grubbs_kind::two_max}).status,
            outcome::too_few);
  const auto tied = grubbs(std::vector{2.0, 2.0, 2.0});
  EXPECT_EQ(tied.status, outcome::zero_scale);
  EXPECT_TRUE(std::isnan(tied.statistic) && std::isnan(tied.critical_5));
  EXPECT_EQ(tied.indices, (indices{-1, -1}));
  const auto infinite = grubbs(std::vector{1.0, 2.0, 3.0, HUGE_VAL});
  EXPECT_EQ(infinite.status, outcome::not_finite);
  EXPECT_EQ(infinite.n, 4u);
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

TEST(Grubbs, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)grubbs_critical(2, 0.05); }),
            "grubbs_critical: n = 2, must be at least 3");
  EXPECT_EQ(
      complaint([] { (void)grubbs_critical(3, 0.05, {.kind = grubbs_kind::two_min}); }),
      "grubbs_critical: n = 3, must be at least 4");
  EXPECT_EQ(complaint([] { (void)grubbs_critical(5, 1); }),
            "grubbs_critical: alpha = 1, must be between 0 and 1");
  EXPECT_EQ(complaint([] {
              (void)grubbs(glucose, {grubbs_kind::both, sides::one});
            }),
            "grubbs: sided = 'one', must be 'two' for kind 'both' or 'opposite'");
}

}  // namespace
