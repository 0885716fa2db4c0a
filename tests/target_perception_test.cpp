// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/target/perception.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;

// ISO 13528:2022, 8.2 and the mercury example of E.4: δ_E = 3 σ_pt.
TEST(Perception, IsAThirdOfThePermissibleError) {
  EXPECT_EQ(target::perception(0.0198), 0.0198 / 3);
  EXPECT_EQ(complaint([] { (void)target::perception(-1.0); }),
            "perception: delta_e = -1, must be finite and positive");
  const std::vector<double> d = {3, 6};
  std::vector<double> out(2);
  target::perception(d, std::span<double>(out));
  EXPECT_EQ(out, (std::vector{1.0, 2.0}));
  EXPECT_EQ(target::perception(d), out);
}

}  // namespace
