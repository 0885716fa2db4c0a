// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/target/horwitz.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::nan;
using testing_tools::ulps;

// ISO 13528:2022, E.9 (printed, mg/kg).
TEST(Horwitz, GivesThePrintedTargets) {
  EXPECT_NEAR(target::horwitz(1.195, {.unit = "mg/kg"}), 0.186, 5.1e-4);
  EXPECT_NEAR(target::horwitz(2.565, {.unit = "ppm"}), 0.356, 5.1e-4);
}

// horwitz/decades of tests/reference/target.json.
TEST(Horwitz, HasThreeBranches) {
  EXPECT_LE(ulps(target::horwitz(1e-9), 2.2e-10), 4);
  EXPECT_NEAR(target::horwitz(1e-6), 1.5996685100140569e-07, 1e-20);
  EXPECT_LE(ulps(target::horwitz(0.5), 0.007071067811865475), 4);
  EXPECT_NEAR(target::horwitz(1.0, {.modified = false}), 0.02, 1e-17);
}

// 0.12 mg/kg and 13.8 % are break points whatever binary makes of them, and in the middle branch.
TEST(Horwitz, BreakPointsAreInTheMiddle) {
  EXPECT_NEAR(target::horwitz(0.12, {.unit = "mg/kg"}), 0.02641158497019861, 1e-15);
  EXPECT_NEAR(target::horwitz(13.8, {.unit = "%"}), 0.371841004476662, 1e-14);
}

TEST(Horwitz, WritesMicroInThreeWays) {
  for (const auto* unit : {"ug/kg", "\u00B5g/kg", "\u03BCg/kg"})
    EXPECT_NEAR(target::horwitz(10.0, {.unit = unit}), 2.2, 1e-15);
}

TEST(Horwitz, NoLevelNoTarget) {
  EXPECT_TRUE(std::isnan(target::horwitz(0.0)));
  EXPECT_TRUE(std::isnan(target::horwitz(nan)));
}

TEST(Horwitz, TakesRangesAndRefusesMistakes) {
  const std::vector<double> c = {1e-9, 0.5};
  std::vector<double> out(2);
  target::horwitz(c, std::span<double>(out));
  EXPECT_EQ(target::horwitz(c), out);
  EXPECT_EQ(out[1], target::horwitz(0.5));
  EXPECT_EQ(complaint([] {
              (void)target::horwitz(std::vector{50.0, 101.0}, {.unit = "%"});
            }),
            "horwitz: c[1] = 101, must be from 0 to 100 in unit '%', a mass fraction");
  for (const auto* unit : {"mg/L", "kg/kg", "PPM", ""})
    EXPECT_NE(complaint([&] {
                (void)target::horwitz(1e-6, {.unit = unit});
              }).find("must be a mass fraction"),
              std::string::npos);
}

}  // namespace
