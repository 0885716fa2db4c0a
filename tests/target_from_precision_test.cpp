// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/target/from_precision.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::nan;
using testing_tools::ulps;

// ISO 13528:2022, E.10 (printed 20.9); value: from_precision/printed_exact of
// tests/reference/target.json.
TEST(FromPrecision, GivesThePrintedTarget) {
  EXPECT_NEAR(target::from_precision(23.2, 14.3, 2.0), 20.880493289192188, 1e-13);
}

TEST(FromPrecision, AtItsEnds) {
  EXPECT_EQ(target::from_precision(0.5, 0.2, 1.0), 0.5);
  EXPECT_EQ(target::from_precision(2.0, 2.0, 4.0), 1);
  EXPECT_EQ(target::from_precision(0.0, 0.0, 4.0), 0);
  EXPECT_GT(target::from_precision(2.0, 2.0, 1e300), 0);
  EXPECT_TRUE(std::isnan(target::from_precision(0.0, nan, 4.0)));
}

// s_R = 1 + 2⁻⁴⁰, s_r = 1, n = 2⁶⁰: s_R² − s_r² + s_r²/n = 2⁻³⁹ + 2⁻⁸⁰ + 2⁻⁶⁰.
TEST(FromPrecision, DoesNotCancel) {
  const double exact = std::sqrt(0x1p-39 + 0x1p-80 + 0x1p-60);
  EXPECT_LE(ulps(target::from_precision(1 + 0x1p-40, 1.0, 0x1p60), exact), 4);
  for (const double unit : {0x1p960, 0x1p-960})
    EXPECT_EQ(target::from_precision(unit * (1 + 0x1p-40), unit, 0x1p60),
              unit * target::from_precision(1 + 0x1p-40, 1.0, 0x1p60));
}

TEST(FromPrecision, TakesRangesAndRefusesMistakes) {
  const std::vector<double> R = {1, 2};
  std::vector<double> out(2);
  target::from_precision(R, 0.5, std::vector{1.0, 1.0}, std::span<double>(out));
  EXPECT_EQ(out, R);
  EXPECT_EQ(target::from_precision(R, 0.5, 1), R);
  EXPECT_EQ(complaint([&] {
              (void)target::from_precision(R, std::vector{0.5, 2.5}, 2);
            }),
            "from_precision: s_r[1] = 2.5, must be at most s_R[1] = 2");
  EXPECT_EQ(complaint([] { (void)target::from_precision(1.0, 0.5, 0.0); }),
            "from_precision: n = 0, must be finite and at least 1");
}

}  // namespace
