// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/density/normal_mixture.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using density::normal_mixture;
using testing_tools::nan;

// ISO 13528:2022, Table E.11, averages of example E.13; the figures are those of
// tests/reference/density.json, made by an independent program in double precision.
TEST(DensityNormalMixture, DescribesTwoMethods) {
  const std::vector<double> x = {2.15, 1.85, 1.8,  1.8,  1.9,  1.9,  1.9, 2.05, 2.35,
                                 2.03, 2.08, 1.25, 1.13, 1.0,  1.08, 1.2, 1.35, 1.23,
                                 1.23, 0.9,  1.48, 1.2,  1.73, 1.43, 1.28};
  const auto r = normal_mixture(x, {.k = 2});
  ASSERT_EQ(r.status, outcome::ok);
  EXPECT_NEAR(r.weight[0], 0.516095695349827, 1e-7);
  EXPECT_NEAR(r.mean[1], 1.9573439147608889, 1e-7);
  EXPECT_NEAR(r.sd[0], 0.15460585806200453, 1e-7);
  EXPECT_NEAR(r.log_likelihood, -7.089417813938419, 1e-9);
  EXPECT_EQ(r.responsibility.size(), 50U);
}

TEST(DensityNormalMixture, OfOneIsMeanAndDivisorN) {
  const auto r = normal_mixture(std::vector<double>{1, 2, nan, 4, 5}, {.k = 1});
  EXPECT_NEAR(r.mean[0], 3, 1e-14);
  EXPECT_NEAR(r.sd[0], std::sqrt(2.5), 1e-14);
  EXPECT_TRUE(std::isnan(r.responsibility[2]));
  EXPECT_EQ(r.responsibility[3], 1);
}

TEST(DensityNormalMixture, CutsItsStarts) {
  using namespace density::detail;
  EXPECT_EQ(equal_runs(8, 3), (cuts{3, 6}));
  const std::vector<double> v = {0, 5, 5.1, 5.2, 9, 9.1, 9.3, 20};
  EXPECT_EQ(largest_gaps(v, 2), (cuts{4}));  // 5 and 20 alone would be left
  EXPECT_EQ(largest_gaps(v, 3), (cuts{4, 6}));
  EXPECT_EQ(at_antimodes(std::vector<double>{0, 0.1, 3, 3.1}, 2), (cuts{2}));
}

TEST(DensityNormalMixture, SaysWhatTheDataDo) {
  EXPECT_EQ(normal_mixture(std::vector<double>{1, 2, 3, 4}, {.k = 2}).status,
            outcome::too_few);
  EXPECT_EQ(normal_mixture(std::vector<double>(6, 2.0)).status, outcome::zero_scale);
  EXPECT_EQ(
      normal_mixture(std::vector<double>{1, 1, 1, 1, 5, 5.2, 5.1, 5.4}, {.k = 2}).status,
      outcome::degenerate);
  EXPECT_EQ(testing_tools::complaint(
                [] { (void)normal_mixture(std::vector<double>{1}, {.k_max = 0}); }),
            "normal_mixture: k_max = 0, must be at least 1");
}

}  // namespace
