// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/scores/z.hpp>
#include <ringtrial/scores/z_prime.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::nan;
using testing_tools::ulps;

// By hand, with the right triangle 3, 4, 5.
TEST(ZPrime, CountsTheUncertaintyOfTheAssignedValue) {
  EXPECT_EQ(scores::z_prime(20.0, 10.0, 3.0, 4.0), 2);
  EXPECT_EQ(scores::z_prime(12.0, 10.0, 0.5, 0.0), scores::z(12.0, 10.0, 0.5));
  EXPECT_EQ(scores::z_prime(1e5, 1.0, 3.0, 4.0, {.transform = scores::transform::log10}),
            1);
}

TEST(ZPrime, WithoutATargetThereIsNoScore) {
  EXPECT_TRUE(std::isnan(scores::z_prime(1.0, 0.0, 0.0, 1.0)));
  EXPECT_TRUE(std::isnan(scores::z_prime(1.0, 0.0, 1.0, nan)));
}

TEST(ZPrime, DoesNotDependOnTheUnit) {
  for (const double unit : {1e290, 1e-290, 0x1p1020, 0x1p-1071})
    EXPECT_LE(ulps(scores::z_prime(10 * unit, 0.0, 3 * unit, 4 * unit), 2), 4) << unit;
}

TEST(ZPrime, TakesRangesAndRefusesMistakes) {
  const std::vector<double> x = {10, 20};
  std::vector<double> out(2);
  scores::z_prime(x, 0.0, std::vector{3.0, 6.0}, std::vector{4.0, 8.0},
                  std::span<double>(out));
  EXPECT_EQ(out, (std::vector{2.0, 2.0}));
  EXPECT_EQ(scores::z_prime(x, 0.0, 3.0, 4.0)[1], 4);
  EXPECT_EQ(complaint([&] { (void)scores::z_prime(x, 0.0, 1.0, -0.25); }),
            "z_prime: u_pt = -0.25, must be finite and not negative");
}

}  // namespace
