// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/scores/standard_uncertainty.hpp>

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::complaint;
using testing_tools::nan;
using testing_tools::ulps;

TEST(StandardUncertainty, DividesByTheCoverageFactor) {
  EXPECT_EQ(scores::standard_uncertainty(0.6, 2.0), 0.3);
  EXPECT_TRUE(std::isnan(scores::standard_uncertainty(nan, 2.0)));
}

// GUM 4.3.7: a half-width over √3.
TEST(StandardUncertainty, AMissingCoverageFactorMayBeReplaced) {
  EXPECT_TRUE(std::isnan(scores::standard_uncertainty(0.6, nan)));
  EXPECT_EQ(scores::standard_uncertainty(0.6, nan, 3), 0.6 / 3);
  EXPECT_LE(ulps(scores::standard_uncertainty(0.6, nan, std::numbers::sqrt3),
                 0.34641016151377546),
            1);
  EXPECT_EQ(scores::standard_uncertainty(0.6, 2.0, 3), 0.3);
}

TEST(StandardUncertainty, TakesRangesAndRefusesMistakes) {
  const std::vector<double> U = {1, 2};
  std::vector<double> out(2);
  scores::standard_uncertainty(U, std::vector{2.0, nan}, std::span<double>(out), 4);
  EXPECT_EQ(out, (std::vector{0.5, 0.5}));
  EXPECT_EQ(scores::standard_uncertainty(U, 2.0), (std::vector{0.5, 1.0}));
  EXPECT_EQ(complaint([&] {
              (void)scores::standard_uncertainty(U, std::vector{2.0, 0.0});
            }),
            "standard_uncertainty: k[1] = 0, must be finite and positive");
  EXPECT_EQ(complaint([&] { (void)scores::standard_uncertainty(1.0, 2.0, -1); }),
            "standard_uncertainty: missing_k = -1, must be finite and positive");
}

}  // namespace
