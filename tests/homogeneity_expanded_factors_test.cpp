// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/homogeneity/expanded_factors.hpp>

#include <gtest/gtest.h>

namespace {

using ringtrial::homogeneity::expanded_factors;
using testing_tools::complaint;

// ISO 13528:2022, Table B.1; the same in the IUPAC harmonised protocol 2006, appendix 1: duplicates.
TEST(ExpandedFactors, GivesThePrintedTable) {
  const double f1[] = {2.10, 2.01, 1.94, 1.88, 1.83, 1.79, 1.75,
                       1.72, 1.69, 1.67, 1.64, 1.62, 1.60, 1.59};
  const double f2[] = {1.43, 1.25, 1.11, 1.01, 0.93, 0.86, 0.80,
                       0.75, 0.71, 0.68, 0.64, 0.62, 0.59, 0.57};
  for (std::size_t i = 0; i < 14; ++i) {
    const auto [first, second] = expanded_factors(7 + static_cast<double>(i), 2);
    EXPECT_NEAR(first, f1[i], 5.1e-3) << 7 + i;
    EXPECT_NEAR(second, f2[i], 5.1e-3) << 7 + i;
  }
}

TEST(ExpandedFactors, TakesAMeanNumberOfReplicates) {
  const auto below = expanded_factors(8, 2), above = expanded_factors(8, 3),
             between = expanded_factors(8, 2.6);
  EXPECT_EQ(between.f1, below.f1);
  EXPECT_LT(between.f2, below.f2);
  EXPECT_GT(between.f2, above.f2);
}

TEST(ExpandedFactors, NamesWhatTheCallerGotWrong) {
  EXPECT_EQ(complaint([] { (void)expanded_factors(1, 2); }),
            "expanded_factors: g = 1, must be a whole number from 2 on");
  EXPECT_EQ(complaint([] { (void)expanded_factors(7.5, 2); }),
            "expanded_factors: g = 7.5, must be a whole number from 2 on");
  EXPECT_EQ(complaint([] { (void)expanded_factors(7, 1); }),
            "expanded_factors: m = 1, must be finite and above 1");
}

}  // namespace
