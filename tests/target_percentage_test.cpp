// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/target/percentage.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::inf;
using testing_tools::nan;
using testing_tools::ulps;

TEST(Percentage, IsTakenOfTheSize) {
  EXPECT_EQ(target::percentage(-20.0, 10.0), 2);
  EXPECT_TRUE(std::isnan(target::percentage(0.0, 10.0)));
  EXPECT_TRUE(std::isnan(target::percentage(inf, 10.0)));
  EXPECT_TRUE(std::isnan(target::percentage(1.0, nan)));
  EXPECT_TRUE(std::isnan(target::percentage(nan, 1e-300)));
  EXPECT_EQ(complaint([] { (void)target::percentage(1.0, 0.0); }),
            "percentage: percent = 0, must be finite and positive");
}

// Exact products: 1e10 · 1e-315/100 and 1.5e308 · 50/100, where a part alone leaves the range.
TEST(Percentage, LosesNothingAtTheEnds) {
  EXPECT_LE(ulps(target::percentage(1e10, 0x1p-1050), 1e8 * 0x1p-1050), 4);
  EXPECT_LE(ulps(target::percentage(1.5e308, 50.0), 0.75e308), 4);
}

TEST(Percentage, TakesRanges) {
  const std::vector<double> x = {10, 20};
  std::vector<double> out(2);
  target::percentage(x, std::vector{10.0, 5.0}, std::span<double>(out));
  EXPECT_EQ(out, (std::vector{1.0, 1.0}));
  EXPECT_EQ(target::percentage(x, 10.0)[1], 2);
}

}  // namespace
