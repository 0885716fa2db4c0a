// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/target/fixed.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::nan;

TEST(Fixed, IsTheNumberChecked) {
  EXPECT_EQ(target::fixed(0.3), 0.3);
  EXPECT_TRUE(std::isnan(target::fixed(nan)));
  EXPECT_EQ(complaint([] { (void)target::fixed(0.0); }),
            "fixed: sigma_pt = 0, must be finite and positive");
  const std::vector<double> s = {1, 2};
  std::vector<double> out(2);
  target::fixed(s, std::span<double>(out));
  EXPECT_EQ(out, s);
  EXPECT_EQ(target::fixed(s), s);
}

}  // namespace
