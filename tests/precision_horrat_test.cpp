// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/precision/horrat.hpp>
#include <ringtrial/precision/uncertainty_factors.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace ringtrial::precision;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// precision/horrat of tests/reference/precision.json.
TEST(Horrat, ComparesWithHorwitz) {
  EXPECT_NEAR(horrat(0.001, 0.01), 2.5001726748848925, 1e-13);
  EXPECT_NEAR(horrat(0.0004, 0.01, {.kind = horrat_kind::r}), 1.5152561665969047, 1e-13);
  EXPECT_NEAR(horrat(0.003, 0.5, {.model = horrat_model::thompson}), 0.4242640687119285,
              1e-14);
}

TEST(Horrat, GoesElementByElement) {
  const auto r = horrat(std::vector{0.001, 0.0, nan}, 0.01);
  EXPECT_EQ(r[0], horrat(0.001, 0.01));
  EXPECT_EQ(r[1], 0);
  EXPECT_TRUE(std::isnan(r[2]));
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

TEST(Horrat, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)horrat(0.1, 2.0); }),
            "horrat: c = 2, must be above 0 and at most 1 in unit '1', a mass fraction");
  EXPECT_EQ(complaint([] {
              (void)horrat(std::vector{0.1, -0.1}, 0.5);
            }),
            "horrat: s[1] = -0.1, must be finite and not negative");
  EXPECT_EQ(complaint([] { (void)horrat(0.1, 0.5, {.repeatability_factor = 0}); }),
            "horrat: repeatability_factor = 0, must be finite and positive");
}

// ISO 5725-1:1994, 6.3: 0.62 and 0.46 for p = 5, n = 2, γ = 1; the formula as printed for others.
TEST(UncertaintyFactors, AreThoseOfTheStandard) {
  const auto r = uncertainty_factors(5, 2, 1);
  EXPECT_NEAR(r.A_r, 0.62, 5e-3);
  EXPECT_NEAR(r.A_R, 0.46, 5e-3);
  const double p = 10, n = 3, g2 = 2.5 * 2.5;
  const double inner = 1 + n * (g2 - 1);
  EXPECT_NEAR(uncertainty_factors(10, 3, 2.5).A_R,
              1.96 * std::sqrt((p * inner * inner + (n - 1) * (p - 1)) /
                               (2 * g2 * g2 * n * n * (p - 1) * p)),
              1e-15);
  EXPECT_TRUE(std::isfinite(uncertainty_factors(10, 3, 1e200).A_R));
}

TEST(UncertaintyFactors, TellTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)uncertainty_factors(5, 1, 2); }),
            "uncertainty_factors: n = 1, must be at least 2");
  EXPECT_EQ(complaint([] { (void)uncertainty_factors(5, 2, 0.5); }),
            "uncertainty_factors: gamma = 0.5, must be finite and at least 1");
}

}  // namespace
