// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/target/limit.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::nan;

TEST(Limit, KeepsATargetWithin) {
  EXPECT_EQ(target::limit(0.01, {.lower = 0.02}), 0.02);
  EXPECT_EQ(target::limit(0.2, {.lower = 0.02, .upper = 0.1}), 0.1);
  EXPECT_EQ(target::limit(0.05, {}), 0.05);
  EXPECT_TRUE(std::isnan(target::limit(nan, {.lower = 0.02})));
  EXPECT_EQ(name(target::limited::lower), "lower");
}

TEST(Limit, TakesRangesAndRefusesMistakes) {
  const std::vector<double> s = {0.01, 0.2};
  std::vector<double> out(2);
  target::limit(s, {.lower = 0.02, .upper = 0.1}, std::span<double>(out));
  EXPECT_EQ(out, (std::vector{0.02, 0.1}));
  EXPECT_EQ(target::limit(s, {.lower = 0.02, .upper = 0.1}), out);
  EXPECT_EQ(complaint([] { (void)target::limit(0.5, {.lower = 1.0, .upper = 0.2}); }),
            "limit: lower = 1, must be at most upper = 0.2");
  EXPECT_EQ(complaint([] { (void)target::limit(-0.5, {}); }),
            "limit: sigma_pt = -0.5, must be finite and not negative");
}

}  // namespace
