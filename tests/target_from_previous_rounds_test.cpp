// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/target/from_previous_rounds.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::inf;
using testing_tools::nan;

// By hand: the line through (1, 0.1), (2, 0.45), (3, 0.7), (4, 1.05) by least squares.
const std::vector<double> level = {1, 2, 3, 4}, sd = {0.1, 0.45, 0.7, 1.05};

TEST(FromPreviousRounds, FitsALine) {
  const auto r = target::from_previous_rounds(level, sd);
  EXPECT_NEAR(r.a, -0.2, 1e-15);
  EXPECT_NEAR(r.b, 0.31, 1e-15);
  EXPECT_NEAR(r.residual_sd, std::sqrt(0.001), 1e-15);
  EXPECT_NEAR(r.r_squared, 1 - 0.002 / 0.4825, 1e-14);
  EXPECT_NEAR(r.sigma_pt(2), 0.42, 1e-15);
  EXPECT_TRUE(std::isnan(r.sigma_pt(0.5)));
  EXPECT_TRUE(r.extrapolated(0.5) && !r.extrapolated(4) && !r.extrapolated(nan));
  EXPECT_EQ(r.status, outcome::ok);
}

// Exact relations come back.
TEST(FromPreviousRounds, FitsAProportionAndAPower) {
  const std::vector<double> tenth = {0.1, 0.2, 0.3, 0.4},
                            root = {1, std::sqrt(2), std::sqrt(3), 2};
  const auto p =
      target::from_previous_rounds(level, tenth, target::relation::proportional);
  EXPECT_EQ(p.a, 0);
  EXPECT_NEAR(p.b, 0.1, 1e-16);
  const auto s = target::from_previous_rounds(level, root, target::relation::power);
  EXPECT_NEAR(s.a, 1, 1e-14);
  EXPECT_NEAR(s.b, 0.5, 1e-14);
  EXPECT_NEAR(s.sigma_pt(9), 3, 1e-13);
  EXPECT_TRUE(std::isnan(s.sigma_pt(-1)));
  EXPECT_EQ(name(s.relation), "power");
}

TEST(FromPreviousRounds, NeitherOrderNorUnitMatters) {
  const auto r = target::from_previous_rounds(level, sd);
  std::vector<double> x(level.rbegin(), level.rend()), y(sd.rbegin(), sd.rend());
  EXPECT_EQ(target::from_previous_rounds(x, y).b, r.b);
  for (double& v : x) v = std::ldexp(v, 900);
  for (double& v : y) v = std::ldexp(v, 900);
  const auto scaled = target::from_previous_rounds(x, y);
  EXPECT_EQ(scaled.a, std::ldexp(r.a, 900));
  EXPECT_EQ(scaled.b, r.b);
  EXPECT_EQ(scaled.r_squared, r.r_squared);
}

TEST(FromPreviousRounds, ReportsWhatItCannotFit) {
  EXPECT_EQ(
      target::from_previous_rounds(std::vector{1.0, 2.0, nan}, std::vector{1.0, 2.0, 3.0})
          .n,
      2u);
  EXPECT_EQ(
      target::from_previous_rounds(std::vector{2.0, 2.0, 2.0}, std::vector{1.0, 2.0, 3.0})
          .status,
      outcome::too_few);
  EXPECT_EQ(
      target::from_previous_rounds(std::vector{1.0, 2.0, inf}, std::vector{1.0, 2.0, 3.0})
          .status,
      outcome::not_finite);
  const auto equal = target::from_previous_rounds(level, std::vector{0.1, 0.1, 0.1, 0.1});
  EXPECT_TRUE(std::isnan(equal.r_squared));
  EXPECT_EQ(equal.b, 0);
}

TEST(FromPreviousRounds, TellsTheCallersMistakes) {
  EXPECT_EQ(
      complaint([] { (void)target::from_previous_rounds(level, std::vector{1.0}); }),
      "from_previous_rounds: sd has 1 values, must have one for each of 4 levels");
  EXPECT_EQ(complaint([] {
              (void)target::from_previous_rounds(level, std::vector{1.0, -1.0, 1.0, 1.0});
            }),
            "from_previous_rounds: sd[1] = -1, must be not negative");
  EXPECT_EQ(complaint([] {
              (void)target::from_previous_rounds(std::vector{0.0}, std::vector{1.0},
                                                 target::relation::power);
            }),
            "from_previous_rounds: level[0] = 0, must be positive with relation 'power'");
}

}  // namespace
