// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/assigned/negligible.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::nan;

TEST(Negligible, ATieIsNegligible) {
  EXPECT_TRUE(assigned::negligible(0.03, 0.1));  // 0.3 · 0.1 in decimals
  EXPECT_FALSE(assigned::negligible(0.0300001, 0.1));
  EXPECT_TRUE(assigned::negligible(0.1, 1.0, 0.1));
  EXPECT_FALSE(assigned::negligible(5e-324, 1e-323));
}

TEST(Negligible, NothingIsNegligibleWithoutATarget) {
  EXPECT_FALSE(assigned::negligible(0, 0));
  EXPECT_FALSE(assigned::negligible(nan, 1));
  EXPECT_FALSE(assigned::negligible(0, nan));
}

TEST(Negligible, TakesRangesAndRefusesMistakes) {
  const std::vector<double> u = {0.1, 0.5};
  bool out[2] = {};
  assigned::negligible(u, 1.0, std::span<bool>(out));
  EXPECT_TRUE(out[0] && !out[1]);
  EXPECT_EQ(complaint([] { (void)assigned::negligible(-1, 1); }),
            "negligible: u_pt = -1, must be finite and not negative");
  EXPECT_EQ(complaint([] { (void)assigned::negligible(1, 1, 0); }),
            "negligible: ratio = 0, must be finite and positive");
}

}  // namespace
