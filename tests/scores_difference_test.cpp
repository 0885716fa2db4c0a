// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/scores/difference.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::inf;
using testing_tools::nan;

// By hand, from D = x − x_pt.
TEST(Difference, IsFormedAsItIs) {
  EXPECT_EQ(scores::difference(10.5, 10.0), 0.5);
  EXPECT_EQ(scores::difference(1e6, 1e3, {.transform = scores::transform::log10}), 3);
  EXPECT_TRUE(
      std::isnan(scores::difference(0.0, 1.0, {.transform = scores::transform::ln})));
  EXPECT_TRUE(std::isnan(scores::difference(inf, 1.0)));
  EXPECT_TRUE(
      std::isnan(scores::difference(1.7e308, -1.7e308)));  // beyond the largest double
}

TEST(Difference, TakesRangesAndNumbers) {
  const std::vector<double> x = {1, nan, 3};
  std::vector<double> out(3);
  scores::difference(x, 1.0, std::span<double>(out));
  EXPECT_EQ(out[2], 2);
  EXPECT_TRUE(std::isnan(out[1]));
  EXPECT_EQ(scores::difference(x, std::vector{1.0, 1.0, 2.0})[2], 1);
  EXPECT_EQ(complaint([&] { (void)scores::difference(x, std::vector{1.0}); }),
            "difference: x_pt has 1 values, must have 3 or be one number");
}

}  // namespace
