// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/outliers/mandel_h.hpp>
#include <ringtrial/outliers/mandel_k.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace ringtrial::outliers;
using counts = std::vector<std::size_t>;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// outliers/mandel_h/nan and mandel_k/unequal of tests/reference/outliers.json.
TEST(Mandel, LeavesOutWhatWasNotReported) {
  const auto h = mandel_h(std::vector{1.0, nan, 1.5, 1.2, 0.4});
  EXPECT_NEAR(h[0], -0.053812200250063134, 1e-14);
  EXPECT_NEAR(h[4], -1.3453050062515786, 1e-14);
  EXPECT_TRUE(std::isnan(h[1]));
  const auto k = mandel_k(std::vector{0.3, 0.2, nan, 0.5, 0.1}, counts{2, 4, 3, 3, 1});
  EXPECT_NEAR(k[0], 0.8721028496007166, 1e-14);
  EXPECT_NEAR(k[3], 1.4535047493345277, 1e-14);
  EXPECT_TRUE(std::isnan(k[2]) && std::isnan(k[4]));
}

TEST(Mandel, HasSumsKnownBeforehand) {  // Σh = 0, Σh² = p − 1, Σk² = p
  double h1 = 0, h2 = 0, k2 = 0;
  for (const double h : mandel_h(std::vector{1e9 + 0.25, 1e9 + 0.5, 1e9, 1e9 + 4.0})) {
    h1 += h;
    h2 += h * h;
  }
  for (const double k : mandel_k(std::vector{1e-200, 3e-200, 2e-200})) k2 += k * k;
  EXPECT_NEAR(h1, 0, 1e-15);
  EXPECT_NEAR(h2, 3, 1e-14);
  EXPECT_NEAR(k2, 3, 1e-14);
}

// ASTM E691, Table 5, 0.5 %, p = 8: h 2.15, k 2.06 for n = 3. ISO 5725-2 has 1 % and 5 %.
TEST(Mandel, GivesThePrintedLimits) {
  EXPECT_NEAR(mandel_h_critical(8, 0.005), 2.15, 5e-3);
  EXPECT_NEAR(mandel_k_critical(8, 3, 0.005), 2.06, 5e-3);
  EXPECT_NEAR(mandel_h_critical(10, 0.01), 2.176068394194221, 1e-12);
  EXPECT_NEAR(mandel_k_critical(10, 2, 0.01), 2.3235984197286883, 1e-12);
}

TEST(Mandel, IsNotDefinedWithoutSpread) {
  for (const double h : mandel_h(std::vector{2.0, 2.0, 2.0})) EXPECT_TRUE(std::isnan(h));
  for (const double h : mandel_h(std::vector{2.0, 3.0})) EXPECT_TRUE(std::isnan(h));
  for (const double h : mandel_h(std::vector{2.0, 3.0, HUGE_VAL}))
    EXPECT_TRUE(std::isnan(h));
  for (const double k : mandel_k(std::vector{0.0, 0.0})) EXPECT_TRUE(std::isnan(k));
  for (const double k : mandel_k(std::vector{0.1, 0.2}, counts{1, 4}))
    EXPECT_TRUE(std::isnan(k));
  for (const double k : mandel_k(std::vector{0.1, HUGE_VAL})) EXPECT_TRUE(std::isnan(k));
  EXPECT_EQ(mandel_k(std::vector{0.0, 0.3})[0], 0);
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

TEST(Mandel, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] {
              (void)mandel_k(std::vector{0.1, -1.5});
            }),
            "mandel_k: sds[1] = -1.5, must be not negative");
  EXPECT_EQ(complaint([] { (void)mandel_h_critical(2, 0.05); }),
            "mandel_h_critical: p = 2, must be at least 3");
  EXPECT_EQ(complaint([] { (void)mandel_k_critical(4, 1, 0.05); }),
            "mandel_k_critical: n = 1, must be at least 2");
}

}  // namespace
