// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/density/critical_bandwidth.hpp>
#include <ringtrial/density/modes.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using density::critical_bandwidth;

std::size_t modes_at(const std::vector<double>& x, double h) {
  return density::modes(
             x, {.bandwidth = {.rule = density::bandwidth_rule::fixed, .value = h}})
      .count;
}

// Two equal normals make one mode as long as their distance is at most 2h.
TEST(DensityCriticalBandwidth, OfTwoValuesIsHalfTheirDistance) {
  EXPECT_NEAR(critical_bandwidth(std::vector<double>{1, 4}), 1.5, 1.5e-9);
  EXPECT_NEAR(critical_bandwidth(std::vector<float>{1, 4}), 1.5, 1.5e-9);
}

// Half the distance of two values at any size; on subnormal ones the search did not end.
TEST(DensityCriticalBandwidth, GoesWithTheUnit) {
  for (const double unit : {0x1p-1070, 0x1p-1000, 0x1p-300, 0x1p300, 0x1p1000})
    EXPECT_NEAR(critical_bandwidth(std::vector<double>{4 * unit, 8 * unit}) / unit, 2,
                1e-8)
        << unit;
}

TEST(DensityCriticalBandwidth, IsWhereTheNumberOfModesChanges) {
  const std::vector<double> x = {0, 0.3, 1, 1.1, 1.7, 4, 4.2, 9};
  for (const std::size_t k : {1, 2, 3, 5}) {
    const double h = critical_bandwidth(x, {.modes = k});
    EXPECT_LE(modes_at(x, h), k);
    EXPECT_GT(modes_at(x, h * (1 - 1e-7)), k);
  }
}

// A symmetric mode splits where f″ is 0 in the middle, so at the root in h of Σ (u² − 1) exp(−u²/2),
// u = (x − middle)/h: by SciPy's brentq to 1e-15. Below it three roots lie close together, and a point
// looked at may come between the first two of them.
TEST(DensityCriticalBandwidth, OfSymmetricValuesIsWhereTheirMiddleFlattens) {
  EXPECT_NEAR(critical_bandwidth(std::vector<double>{1, 2, 2, 4, 4, 5}),
              1.205686793483776, 1e-9);
  EXPECT_NEAR(critical_bandwidth(std::vector<double>{-2, -2, -1, 0, 1, 1}),
              1.0812286129960988, 1e-9);
}

TEST(DensityCriticalBandwidth, IsNaNWhereAnyBandwidthDoes) {
  EXPECT_TRUE(std::isnan(critical_bandwidth(std::vector<double>{1})));
  EXPECT_TRUE(std::isnan(critical_bandwidth(std::vector<double>{1, 1, 2}, {.modes = 2})));
  EXPECT_EQ(testing_tools::complaint(
                [] { (void)critical_bandwidth(std::vector<double>{1}, {.modes = 0}); }),
            "critical_bandwidth: modes = 0, must be at least 1");
}

}  // namespace
