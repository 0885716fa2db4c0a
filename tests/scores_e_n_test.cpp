// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/scores/e_n.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::inf;
using testing_tools::nan;
using testing_tools::ulps;

// By hand, with the right triangle 3, 4, 5.
TEST(EN, DividesByBothUncertainties) {
  EXPECT_EQ(scores::e_n(20.0, 10.0, 3.0, 4.0), 2);
  EXPECT_TRUE(std::isnan(scores::e_n(1.0, 1.0, 0.0, 0.0)));
  EXPECT_EQ(scores::e_n(1.0, 0.0, 0.0, 0.5), 2);
}

TEST(EN, AMissingUncertaintyMayCountAsZero) {
  constexpr scores::zeta_options zero{.missing_u = scores::missing_uncertainty::zero};
  EXPECT_TRUE(std::isnan(scores::e_n(1.0, 0.0, nan, 0.5)));
  EXPECT_EQ(scores::e_n(1.0, 0.0, nan, 0.5, zero), 2);
  EXPECT_TRUE(std::isnan(scores::e_n(1.0, 0.0, 0.5, nan, zero)));
  EXPECT_EQ(name(scores::missing_uncertainty::zero), "zero");
  EXPECT_EQ(name(scores::missing_uncertainty::none_given), "nan");
}

TEST(EN, NeitherOverflowsNorUnderflowsNeedlessly) {
  for (const double unit : {1e290, 1e-290, 0x1p1020, 0x1p-1071})
    EXPECT_LE(ulps(scores::e_n(10 * unit, 0.0, 3 * unit, 4 * unit), 2), 4) << unit;
  EXPECT_LE(ulps(scores::e_n(1.5e308, -1.5e308, 0.9e308, 1.2e308), 2), 4);
  EXPECT_LE(ulps(scores::e_n(1e308, 0.0, 1.2e308, 1.6e308), 0.5), 4);
}

TEST(EN, TakesRangesAndRefusesMistakes) {
  const std::vector<double> x = {10, 20}, own = {3, 6};
  std::vector<double> out(2);
  scores::e_n(x, 0.0, own, std::vector{4.0, 8.0}, std::span<double>(out));
  EXPECT_EQ(out, (std::vector{2.0, 2.0}));
  EXPECT_EQ(scores::e_n(x, 0.0, 3.0, 4.0)[1], 4);
  EXPECT_EQ(complaint([&] {
              (void)scores::e_n(x, 0.0, std::vector{1.0, -1.0}, 0.1);
            }),
            "e_n: U[1] = -1, must be finite and not negative");
  EXPECT_EQ(complaint([&] { (void)scores::e_n(x, 0.0, own, inf); }),
            "e_n: U_pt = inf, must be finite and not negative");
}

}  // namespace
