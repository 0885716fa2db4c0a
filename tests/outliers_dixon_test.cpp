// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/outliers/dixon.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::outliers;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Values: outliers/dixon/r10, r11 and r22 of tests/reference/outliers.json.
TEST(Dixon, TakesTheRatioByTheNumberOfValues) {
  const auto r10 = dixon(std::vector{0.189, 0.167, 0.187, 0.183, 0.186, 0.182, 0.181});
  EXPECT_NEAR(r10.statistic, 0.6363636363636359, 1e-12);
  EXPECT_NEAR(r10.critical_5, 0.5689516472212706, 1e-10);
  EXPECT_NEAR(r10.critical_1, 0.6810752005992025, 1e-10);
  EXPECT_NEAR(r10.p_value, 0.02025411258737011, 1e-11);
  EXPECT_EQ(r10.index, 1);
  EXPECT_EQ(name(r10.ratio), "r10");
  const auto r11 = dixon(std::vector{133.1967, 135.4067, 134.59, 140.83, 133.2667,
                                     136.6167, 132.4933, 134.7433});
  EXPECT_EQ(r11.ratio, dixon_ratio::r11);
  EXPECT_NEAR(r11.p_value, 0.10210428695292927, 1e-11);
}

// For n = 3 the angle of the shape is uniform: P(R > r) = 3 atan(√3(1 − r)/(1 + r))/π.
TEST(Dixon, MeetsTheClosedFormOfThreeValues) {
  for (const double room : {1e-12, 1e-6, 1e-3, 0.1, 0.5, 0.9, 0.999}) {
    const double p = 3 * std::atan(std::sqrt(3.0) * room / (2 - room)) / std::acos(-1.0);
    EXPECT_NEAR(outliers::detail::dixon_upper({3, 1, 1}, room), p, 1e-11 * p);
  }
}

// Tables of critical values to three decimals: Dixon 1951 at one-sided 5 % and 1 % (n = 3, 5, 7, 8),
// as reprinted by McBane 2006.
TEST(Dixon, GivesThePrintedCriticalValues) {
  const dixon_options one{.sided = sides::one};
  EXPECT_NEAR(dixon_critical(3, 0.05, one), 0.941, 5.1e-4);
  EXPECT_NEAR(dixon_critical(3, 0.01, one), 0.988, 5.1e-4);
  EXPECT_NEAR(dixon_critical(5, 0.05, one), 0.642, 5.1e-4);
  EXPECT_NEAR(dixon_critical(7, 0.05, one), 0.507, 5.1e-4);
  EXPECT_NEAR(dixon_critical(3, 0.05), 0.970, 5.1e-4);
}

TEST(Dixon, TheProbabilityOfAQuantileIsItsLevel) {
  for (const outliers::detail::dixon_shape s :
       {outliers::detail::dixon_shape{5, 1, 1}, {9, 2, 1}, {12, 2, 2}, {40, 3, 2}})
    for (const double p : {1e-9, 0.005, 0.5}) {
      const double room = 1 - outliers::detail::dixon_quantile(s, p);
      EXPECT_NEAR(outliers::detail::dixon_upper(s, room), p, 1e-6 * p);
    }
}

TEST(Dixon, MirrorsAndIsFreeOfUnitAndOrigin) {
  const std::vector<double> x = {3.0, 9.25, 9.5, 9.125, 10};
  std::vector<double> y;
  for (const double v : x) y.push_back((1e9 - v) * 0x1p-900);
  const auto low = dixon(x, {.kind = grubbs_kind::min, .sided = sides::one});
  const auto high = dixon(y, {.kind = grubbs_kind::max, .sided = sides::one});
  EXPECT_EQ(low.index, 0);
  EXPECT_EQ(high.index, 0);
  EXPECT_EQ(high.statistic, low.statistic);
  EXPECT_EQ(high.p_value, low.p_value);
}

TEST(Dixon, ReportsWhatItCannotTest) {
  EXPECT_EQ(dixon(std::vector{1.0, nan, 2.0}).status, outcome::too_few);
  EXPECT_EQ(dixon(std::vector{1.0, 2.0, 4.0}, {.ratio = dixon_ratio::r11}).status,
            outcome::too_few);
  EXPECT_EQ(dixon(std::vector{1.0, HUGE_VAL, 2.0}).status, outcome::not_finite);
  const auto tied = dixon(std::vector{1.0, 1.0, 1.0});
  EXPECT_EQ(tied.status, outcome::zero_scale);
  EXPECT_TRUE(std::isnan(tied.critical_5));
  const std::vector<double> one_side = {0, 5, 5, 5, 5, 5, 5, 5};
  EXPECT_EQ(dixon(one_side, {.kind = grubbs_kind::max}).status, outcome::zero_scale);
  EXPECT_EQ(dixon(one_side).index, 0);
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

TEST(Dixon, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)dixon(std::vector<double>(101, 1.0)); }),
            "dixon: n of x = 101, must be at most 100; use grubbs");
  EXPECT_EQ(complaint([] {
              (void)dixon(std::vector{1.0, 2.0, 4.0}, {.sided = sides::one});
            }),
            "dixon: sided = 'one', must be 'two' for kind 'both'");
  EXPECT_EQ(complaint([] {
              (void)dixon(std::vector{1.0, 2.0, 4.0}, {.kind = grubbs_kind::opposite});
            }),
            "dixon: kind must be 'max', 'min' or 'both'");
  EXPECT_EQ(complaint([] { (void)dixon_critical(5, 0.05, {.ratio = dixon_ratio::r22}); }),
            "dixon_critical: n = 5, must be from 6 to 100 (use grubbs above)");
}

}  // namespace
