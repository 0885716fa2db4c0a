// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/outliers/cochran.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::outliers;
using counts = std::vector<std::size_t>;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// ASTM E691 glucose in serum, material C: cell variances of three replicates. Values:
// outliers/cochran/glucose-c of tests/reference/outliers.json.
const std::vector<double> glucose = {0.34923333, 4.70013333, 2.9887,     43.8247,
                                     1.43693333, 1.65643333, 4.51263333, 0.95523333};

TEST(Cochran, FindsTheLargestGlucoseVariance) {
  const auto r = cochran(glucose, 3);
  EXPECT_NEAR(r.statistic, 0.7252863103155324, 1e-12);
  EXPECT_NEAR(r.critical_5, 0.5156874570365013, 1e-10);
  EXPECT_NEAR(r.critical_1, 0.6151665102966496, 1e-10);
  EXPECT_NEAR(r.p_value, 0.0009446090470231831, 1e-11);
  EXPECT_EQ(r.index, 3);
  EXPECT_EQ(r.p, 8u);
}

// ISO 5725-2, Table 4, three decimals.
TEST(Cochran, GivesThePrintedCriticalValues) {
  EXPECT_NEAR(cochran_critical(8, 3, 0.05), 0.516, 5.1e-4);
  EXPECT_NEAR(cochran_critical(8, 3, 0.01), 0.615, 5.1e-4);
  EXPECT_NEAR(cochran_critical(20, 2, 0.05), 0.389, 5.1e-4);
}

// outliers/cochran/unequal and /mode of tests/reference/outliers.json.
TEST(Cochran, TestsEachLaboratoryWithItsOwnDegreesOfFreedom) {
  const auto r =
      cochran(std::vector{0.02, 0.31, 0.05, nan, 0.04, 0.09}, counts{3, 2, 4, 3, 3, 5});
  EXPECT_NEAR(r.statistic, 0.32978723404255317, 1e-12);
  EXPECT_NEAR(r.p_value, 0.20057150886533703, 1e-9);
  EXPECT_EQ(r.index, 1);
  EXPECT_EQ(r.p, 5u);
  const auto mode = cochran(std::vector{0.02, 0.31, 0.05, 0.04, 0.09},
                            counts{3, 2, 3, 3, 4}, {.unequal = unequal_n::mode});
  EXPECT_NEAR(mode.statistic, 0.6078431372549019, 1e-12);
  EXPECT_NEAR(mode.p_value, 0.11825221453139383, 1e-9);
}

TEST(Cochran, EqualNumbersGivenOneByOneAreOneNumber) {
  const auto one = cochran(glucose, 3), each = cochran(glucose, counts(8, 3));
  EXPECT_EQ(one.statistic, each.statistic);
  EXPECT_EQ(one.p_value, each.p_value);
}

TEST(Cochran, DoesNotDependOnOrderOrUnit) {
  std::mt19937 engine(4);
  auto x = glucose;
  const auto r = cochran(x, 3);
  for (int i = 0; i < 50; ++i) {
    std::ranges::shuffle(x, engine);
    EXPECT_EQ(cochran(x, 3).statistic, r.statistic);
  }
  for (double& v : x) v *= 1e300;
  EXPECT_NEAR(cochran(x, 3).statistic, r.statistic, 1e-15);
}

TEST(Cochran, OneVarianceAloneIsCertain) {
  const auto r = cochran(std::vector{0.0, 0.2, 0.0}, 2);
  EXPECT_EQ(r.statistic, 1);
  EXPECT_EQ(r.p_value, 0);
}

// Two laboratories of two results: F(1, 1) has P(F > f) = 2/π · atan(1/√f), and f = 1e24 here.
TEST(Cochran, TinyPValuesKeepTheirFigures) {
  const double p = 2 * 2 / std::acos(-1.0) * std::atan(1e-12);
  EXPECT_NEAR(cochran(std::vector{1.0, 1e-24}, 2).p_value, p, 1e-12 * p);
}

TEST(Cochran, ReportsWhatItCannotTest) {
  EXPECT_EQ(cochran(std::vector{0.3}, 3).status, outcome::too_few);
  EXPECT_EQ(cochran(std::vector{0.3, 0.4}, 1).status, outcome::too_few);
  EXPECT_EQ(cochran(std::vector{0.0, 0.0}, 2).status, outcome::zero_scale);
  EXPECT_EQ(cochran(std::vector{0.3, HUGE_VAL}, 2).status, outcome::not_finite);
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

TEST(Cochran, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] {
              (void)cochran(std::vector{0.1, -0.2}, 2);
            }),
            "cochran: variances[1] = -0.2, must be not negative");
  EXPECT_EQ(complaint([] { (void)cochran(glucose, 0); }),
            "cochran: n = 0, must be at least 1");
  EXPECT_EQ(complaint([] {
              (void)cochran(std::vector{0.1, 0.2}, counts{2, 0});
            }),
            "cochran: n[1] = 0, must be at least 1");
  EXPECT_EQ(complaint([] {
              (void)cochran(glucose, counts{2, 2});
            }),
            "cochran: n has length 2, must be one number or have that of variances, 8");
  EXPECT_EQ(complaint([] { (void)cochran_critical(1, 3, 0.05); }),
            "cochran_critical: p = 1, must be at least 2");
}

}  // namespace
