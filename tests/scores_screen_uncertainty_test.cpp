// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/scores/screen_uncertainty.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::nan;

using enum scores::screening;

// ISO 13528:2022, 9.8.3 to 9.8.5.
TEST(ScreenUncertainty, SaysWhereAnUncertaintyLies) {
  EXPECT_EQ(scores::screen_uncertainty(0.2, 0.1, 0.3), a);
  EXPECT_EQ(scores::screen_uncertainty(0.05, 0.1, 0.3), b);
  EXPECT_EQ(scores::screen_uncertainty(0.4, 0.1, 0.3), c);
  EXPECT_EQ(scores::screen_uncertainty(nan, 0.1, 0.3), not_stated);
  EXPECT_EQ(scores::screen_uncertainty(0.2, nan, 0.3), not_scored);
  EXPECT_EQ(scores::screen_uncertainty(0.1 + 0.2, 0.1, 0.3), a);  // 0.30000000000000004
}

TEST(ScreenUncertainty, TakesRangesAndRefusesMistakes) {
  const std::vector<double> u = {0.1, 1};
  std::vector<scores::screening> out(2);
  scores::screen_uncertainty(u, 0.2, 0.5, std::span<scores::screening>(out));
  EXPECT_EQ(out, (std::vector{b, c}));
  EXPECT_EQ(scores::screen_uncertainty(u, std::vector{0.1, 0.1}, 0.5)[0], a);
  EXPECT_EQ(complaint([&] {
              (void)scores::screen_uncertainty(u, std::vector{0.1, 0.6}, 0.5);
            }),
            "screen_uncertainty: u_min[1] = 0.6, must be at most u_max = 0.5");
  EXPECT_EQ(complaint([] { (void)scores::screen_uncertainty(-1, 0, 1); }),
            "screen_uncertainty: u = -1, must be finite and not negative");
  EXPECT_EQ(name(not_stated), "not_stated");
  EXPECT_EQ(name(b), "b");
}

}  // namespace
