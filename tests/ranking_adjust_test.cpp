// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/ranking/adjust.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace {

using ringtrial::ranking::adjust, ringtrial::ranking::adjustment;
using testing_tools::complaint, testing_tools::nan;

/// The definitions, each p by itself.
double naive(const std::vector<double>& p, std::size_t i, adjustment method) {
  const auto m = static_cast<double>(p.size());
  double largest = 0, least = 1;
  for (std::size_t j = 0; j < p.size(); ++j) {
    const auto rank = static_cast<double>(
        std::ranges::count_if(p, [&](double v) { return v <= p[j]; }));
    if (p[j] <= p[i]) largest = std::max(largest, std::min(1.0, (m - rank + 1) * p[j]));
    if (p[j] >= p[i]) least = std::min(least, m * p[j] / rank);
  }
  return method == adjustment::holm ? largest : least;
}

TEST(Adjust, IsWhatItsDefinitionsSay) {
  std::mt19937 random(3);
  std::vector<double> p(20);
  for (double& v : p) v = std::ldexp(static_cast<double>(random()), -34);
  const auto holm = adjust(p), bh = adjust(p, adjustment::bh);
  for (std::size_t i = 0; i < p.size(); ++i) {
    EXPECT_NEAR(holm[i], naive(p, i, adjustment::holm), 1e-15);
    EXPECT_NEAR(bh[i], naive(p, i, adjustment::bh), 1e-15);
    EXPECT_GE(holm[i], p[i]);
    EXPECT_LE(bh[i], holm[i] + 1e-15);
  }
}

TEST(Adjust, NaNDoesNotCount) {
  const auto r = adjust(std::vector{0.2, nan, 0.4}, adjustment::bonferroni);
  EXPECT_EQ(r[0], 0.4);
  EXPECT_TRUE(std::isnan(r[1]));
  EXPECT_EQ(r[2], 0.8);
  EXPECT_EQ(adjust(std::vector{0.25, 1.0}, adjustment::none), (std::vector{0.25, 1.0}));
  EXPECT_TRUE(adjust(std::vector<double>{}).empty());
}

TEST(Adjust, NamesWhatIsNoProbability) {
  EXPECT_EQ(complaint([] {
              (void)adjust(std::vector{0.1, 1.5});
            }),
            "adjust: p[1] = 1.5, must be from 0 to 1");
}

}  // namespace
