// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/censored/rounded_ml.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::censored;
using testing_tools::complaint;
using testing_tools::nan;

TEST(CensoredRoundedMl, IsNormalMlOfTheCells) {
  const std::vector<double> x = {0.5, 1, 1.5, 1.5, nan},
                            lower = {0.25, 0.75, 1.25, 1.25, nan},
                            upper = {0.75, 1.25, 1.75, 1.75, 0};
  const std::vector<censoring> marks(5, censoring::between);
  const auto a = rounded_ml(x, 0.5), b = normal_ml(lower, marks, upper);
  EXPECT_EQ(a.status, outcome::ok);
  EXPECT_EQ(a.location, b.location);
  EXPECT_EQ(a.scale, b.scale);
  EXPECT_EQ(a.n_interval, 4U);
}

TEST(CensoredRoundedMl, CannotSeeInsideOneOrTwoCells) {
  const std::vector<double> one = {0.12, 0.12}, two = {0.12, 0.13, 0.13},
                            three = {0.12, 0.13, 0.14};
  EXPECT_EQ(rounded_ml(one, 0.01).status, outcome::not_identified);
  EXPECT_EQ(rounded_ml(two, 0.01).status, outcome::not_identified);
  EXPECT_EQ(rounded_ml(three, 0.01).status, outcome::ok);
}

TEST(CensoredRoundedMl, TellsTheCallersMistakes) {
  const std::vector<double> x = {1, 2}, steps = {0.1, -0.1};
  EXPECT_EQ(complaint([&] { (void)rounded_ml(x, steps); }),
            "rounded_ml: step[1] = -0.1, must be finite and not negative");
  EXPECT_EQ(complaint([&] {
              (void)rounded_ml(x, 2, {.distribution = distribution::lognormal});
            }),
            "rounded_ml: x[0] = 1, must be above step/2 for distribution 'lognormal'");
}

// √(0.02² − 0.01²/12) to 17 figures.
TEST(CensoredSheppard, TakesTheRoundingOut) {
  EXPECT_NEAR(sheppard(0.02, 0.01), 0.019790570145063194, 1e-17);
  EXPECT_TRUE(std::isnan(sheppard(0.1, 1)));
  EXPECT_EQ(sheppard(std::vector<double>{2, nan}, 0)[0], 2);
  EXPECT_EQ(complaint([] { (void)sheppard(-1, 1); }),
            "sheppard: scale = -1, must be finite and not negative");
  EXPECT_EQ(complaint([] { (void)sheppard(1, nan); }),
            "sheppard: step = nan, must be finite and not negative");
}

}  // namespace
