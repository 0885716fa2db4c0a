// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/density/modality_test.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using density::modality_method;
using density::modality_test;

const std::vector<double> clusters = {0, 0.1,  0.25, 0.3, 0.5,  0.6,
                                      8, 8.15, 8.2,  8.4, 8.45, 8.6};

TEST(DensityModalityTest, SeesTwoFarClusters) {
  const auto r = modality_test(clusters, {.replicates = 199});
  EXPECT_LE(r.p_value, 0.02);
  EXPECT_NEAR(r.statistic, density::critical_bandwidth(clusters), 1e-8);
  EXPECT_GT(modality_test(clusters, {.modes = 2, .replicates = 99}).p_value, 0.05);
  const auto d =
      modality_test(clusters, {.method = modality_method::dip, .replicates = 199});
  EXPECT_LE(d.p_value, 0.02);
  EXPECT_EQ(d.statistic, density::dip(clusters).dip);
}

TEST(DensityModalityTest, RepeatsItselfByItsSeed) {
  const density::modality_test_options a{.replicates = 49, .seed = 7};
  const std::vector<double> x = {1, 2, 2.5, 3, 4.5, 5, 5.5, 6, 9};
  EXPECT_EQ(modality_test(x, a).p_value, modality_test(x, a).p_value);
}

TEST(DensityModalityTest, SaysWhatTheDataDo) {
  const std::vector<double> tied(6, 3.0), few = {1, 2, 3};
  EXPECT_EQ(modality_test(tied).status, outcome::zero_scale);
  EXPECT_TRUE(std::isnan(modality_test(tied).p_value));
  EXPECT_EQ(modality_test(tied, {.method = modality_method::dip}).p_value, 1);
  EXPECT_EQ(modality_test(few).status, outcome::too_few);
  EXPECT_EQ(testing_tools::complaint([] {
              (void)modality_test(clusters, {.method = modality_method::dip, .modes = 2});
            }),
            "modality_test: modes = 2, must be 1 for method 'dip'");
}

}  // namespace
