// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/qualitative/chance_test.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::qualitative;

// The naive twin: all probabilities by multiplication.
std::vector<double> probabilities(std::size_t n, double p) {
  std::vector<double> all(n + 1, 0.0);
  all[0] = 1;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t c = i + 1; c-- > 0;) {
      all[c + 1] += all[c] * p;
      all[c] *= 1 - p;
    }
  return all;
}

TEST(ChanceTest, EqualsTheSumOfProbabilities) {
  for (const std::size_t n : {1u, 5u, 20u})
    for (const double p : {0.0, 0.05, 0.5, 0.7, 1.0}) {
      const auto all = probabilities(n, p);
      for (std::size_t c = 0; c <= n; ++c) {
        double greater = 0, less = 0, both = 0;
        for (std::size_t i = 0; i <= n; ++i) {
          if (i >= c) greater += all[i];
          if (i <= c) less += all[i];
          if (all[i] <= all[c] * (1 + 1e-7)) both += all[i];
        }
        EXPECT_NEAR(chance_test(c, n, p).p_value, greater, 1e-13);
        EXPECT_NEAR(chance_test(c, n, p, {alternative::less}).p_value, less, 1e-13);
        EXPECT_NEAR(chance_test(c, n, p, {alternative::two_sided}).p_value, both, 1e-13)
            << c << " of " << n << " at " << p;
      }
    }
}

TEST(ChanceTest,
     IsExactForFairCoins) {  // 60460 of 2^20 outcomes have 14 heads or more of 20
  EXPECT_NEAR(chance_test(14, 20, 0.5).p_value, 60460.0 / 1048576.0, 1e-15);
}

TEST(ChanceTest, TellsTheCallersMistakes) {
  EXPECT_THROW((void)chance_test(5, 4, 0.5), std::invalid_argument);
  EXPECT_THROW((void)chance_test(1, 4, -0.1), std::invalid_argument);
  EXPECT_EQ(chance_test(0, 0, 0.5).status, outcome::too_few);
}

}  // namespace
