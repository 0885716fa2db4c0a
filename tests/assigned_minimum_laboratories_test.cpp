// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/assigned/minimum_laboratories.hpp>
#include <ringtrial/assigned/negligible.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;

// (1.25/0.3)² = 17.36.
TEST(MinimumLaboratories, AreEighteenForEqualSpreads) {
  EXPECT_EQ(assigned::minimum_laboratories(1, 1), 18);
  EXPECT_EQ(assigned::minimum_laboratories(1e300, 1e300), 18);
  EXPECT_EQ(assigned::minimum_laboratories(0.3, 0.1, 1), 100);  // exactly, in decimals
  EXPECT_EQ(assigned::minimum_laboratories(0, 1), 2);
}

TEST(MinimumLaboratories, AreTheFewestThatSuffice) {
  for (double scale = 0.3; scale < 4; scale += 0.1) {
    const auto p = static_cast<double>(assigned::minimum_laboratories(scale, 1));
    EXPECT_TRUE(assigned::negligible(1.25 * scale / std::sqrt(p), 1));
    EXPECT_TRUE(p == 2 || !assigned::negligible(1.25 * scale / std::sqrt(p - 1), 1));
  }
}

TEST(MinimumLaboratories, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)assigned::minimum_laboratories(1, 0); }),
            "minimum_laboratories: sigma_pt = 0, must be finite and positive");
  EXPECT_NE(complaint([] {
              (void)assigned::minimum_laboratories(1e300, 1e-300);
            }).find("for at most 2**53 laboratories"),
            std::string::npos);
}

}  // namespace
