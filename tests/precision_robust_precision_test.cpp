// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/precision/robust_precision.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

namespace {

using namespace ringtrial;
using precision::robust_precision;
using codes = std::vector<std::size_t>;
const codes lab = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4};
const std::vector<double> y = {10.1, 10.3, 10.0, 10.2, 9.8, 10.1, 10.4, 10.3, 9.9, 10.0};

// ISO 5725-5, clause 6, from its parts: Algorithm S of the standard deviations with ν = 1 and
// Algorithm A of the means, each held by its own reference cases.
TEST(RobustPrecision, IsAlgorithmAAndS) {
  std::vector<double> means, sds;
  for (std::size_t i = 0; i < y.size(); i += 2) {
    means.push_back((y[i] + y[i + 1]) / 2);
    sds.push_back(std::abs(y[i] - y[i + 1]) / std::sqrt(2.0));
  }
  const auto a = robust::algorithm_a(means);
  const auto s = robust::algorithm_s(sds, 1);
  const auto r = robust_precision(y, lab).levels.front();
  EXPECT_NEAR(r.mean, a.location, 1e-14);
  EXPECT_NEAR(r.s_d, a.scale, 1e-14);
  EXPECT_NEAR(r.s_r, s.scale, 1e-14);
  EXPECT_NEAR(r.s_R * r.s_R, r.s_r * r.s_r + r.s_L * r.s_L, 1e-15);
  EXPECT_NEAR(r.s_L * r.s_L, r.s_d * r.s_d - r.s_r * r.s_r / 2, 1e-15);
  EXPECT_EQ(r.n_bar, 2);
}

TEST(RobustPrecision, OneGrossLaboratoryMovesLittle) {
  const auto r = robust_precision(y, lab).levels.front();
  auto x = y;
  x[8] = x[9] = 1e6;
  const auto gross = robust_precision(x, lab).levels.front();
  EXPECT_LT(std::abs(gross.mean - r.mean), 2 * r.s_d);
  EXPECT_LT(gross.s_R, 3 * r.s_R);
}

TEST(RobustPrecision, ReportsWhatItCannotEstimate) {
  const auto zero = robust_precision(std::vector{1.0, 1.0, 1.0, 1.0}, codes{0, 0, 1, 1});
  EXPECT_EQ(zero.levels[0].status, outcome::zero_scale);
  EXPECT_EQ(zero.levels[0].s_R, 0);
  const auto single = robust_precision(std::vector{1.0, 2.0, 3.0}, codes{0, 1, 2});
  EXPECT_EQ(single.levels[0].status, outcome::too_few);
  EXPECT_EQ(single.levels[0].mean, 2);
  EXPECT_TRUE(std::isnan(single.levels[0].s_d));
  const auto infinite = robust_precision(std::vector{1.0, HUGE_VAL}, codes{0, 1});
  EXPECT_EQ(infinite.levels[0].status, outcome::not_finite);
  EXPECT_THROW((void)robust_precision(y, codes{0}), std::invalid_argument);
  EXPECT_THROW((void)robust_precision(y, lab, {}, {.limit_factor = 0}),
               std::invalid_argument);
}

}  // namespace
