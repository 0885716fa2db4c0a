// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/assigned/combine_uncertainty.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::nan;
using testing_tools::ulps;

// 0.3² + 0.4² + 1.2² + 8.4² = 8.5².
TEST(CombineUncertainty, IsTheRootOfTheSumOfSquares) {
  EXPECT_LE(ulps(assigned::combine_uncertainty(0.3, 0.4, 1.2, 8.4), 8.5), 4);
  EXPECT_EQ(assigned::combine_uncertainty(0.3), 0.3);
  EXPECT_TRUE(std::isnan(assigned::combine_uncertainty(0.3, nan)));
  for (const double unit : {1e290, 1e-300})
    EXPECT_LE(ulps(assigned::combine_uncertainty(3 * unit, 4 * unit), 5 * unit), 4);
}

TEST(CombineUncertainty, TakesRangesAndRefusesMistakes) {
  const std::vector<double> u = {3, 6};
  std::vector<double> out(2);
  assigned::combine_uncertainty(u, std::vector{4.0, 8.0}, 0.0, 0.0,
                                std::span<double>(out));
  EXPECT_EQ(out, (std::vector{5.0, 10.0}));
  EXPECT_EQ(assigned::combine_uncertainty(u, 4.0)[0], 5);
  EXPECT_EQ(assigned::combine_uncertainty(u), u);
  EXPECT_EQ(complaint([&] {
              (void)assigned::combine_uncertainty(u, std::vector{1.0, -0.2});
            }),
            "combine_uncertainty: u_hom[1] = -0.2, must be finite and not negative");
}

}  // namespace
