// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/qualitative/diagnostic.hpp>
#include <ringtrial/qualitative/dpod.hpp>
#include <ringtrial/qualitative/pod.hpp>
#include <ringtrial/qualitative/pod_collaborative.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::qualitative;
using testing_tools::complaint;
using counts = std::vector<std::size_t>;

// By hand; kappa is (0.85 − 0.5)/(1 − 0.5).
TEST(Diagnostic, OfATwoByTwoTable) {
  const auto r = diagnostic(45, 10, 5, 40);
  EXPECT_DOUBLE_EQ(r.sensitivity.estimate, 0.9);
  EXPECT_DOUBLE_EQ(r.specificity.estimate, 0.8);
  EXPECT_NEAR(r.youden_index, 0.7, 1e-15);
  EXPECT_NEAR(r.likelihood_ratio_positive, 4.5, 1e-14);
  EXPECT_NEAR(r.likelihood_ratio_negative, 0.125, 1e-15);
  EXPECT_DOUBLE_EQ(r.odds_ratio, 36);
  EXPECT_NEAR(r.kappa, 0.7, 1e-15);
  EXPECT_NEAR(r.mcc, 1750 / std::sqrt(55.0 * 50 * 50 * 45), 1e-15);
  EXPECT_EQ(r.status, outcome::ok);
}

TEST(Diagnostic, EmptyDenominators) {
  const auto sick_only = diagnostic(9, 0, 1, 0);
  EXPECT_EQ(sick_only.specificity.status, outcome::too_few);
  EXPECT_TRUE(std::isnan(sick_only.specificity.estimate));
  EXPECT_EQ(sick_only.sensitivity.status, outcome::ok);
  EXPECT_TRUE(std::isnan(sick_only.mcc));
  EXPECT_EQ(sick_only.status, outcome::too_few);
  const auto perfect = diagnostic(10, 0, 0, 10);
  EXPECT_TRUE(std::isinf(perfect.likelihood_ratio_positive));
  EXPECT_TRUE(std::isinf(perfect.odds_ratio));
  EXPECT_EQ(perfect.kappa, 1);
  EXPECT_EQ(perfect.mcc, 1);
  EXPECT_EQ(diagnostic(0, 0, 0, 0).status, outcome::too_few);
}

TEST(Pod, OneEntryALevel) {
  const auto r = pod(counts{0, 3, 0}, counts{12, 12, 0}, {.level = {0, 1, 5}});
  EXPECT_EQ(r.pod[1], 0.25);
  EXPECT_EQ(r.lower[0], 0);
  EXPECT_TRUE(std::isnan(r.pod[2]) && std::isnan(r.upper[2]));
  EXPECT_EQ(r.status, outcome::ok);
  EXPECT_TRUE(std::isnan(pod(counts{1}, counts{2}).level[0]));
  EXPECT_EQ(pod(counts{0}, counts{0}).status, outcome::too_few);
  EXPECT_EQ(complaint([] {
              (void)pod(counts{1, 3}, counts{2, 2});
            }),
            "pod: positive[1] = 3, must be an integer from 0 to n[1] = 2");
  EXPECT_EQ(complaint([] {
              (void)pod(counts{1}, counts{2, 2});
            }),
            "pod: positive has 1 values, must have as many as n, 2");
}

// Newcombe, Stat. Med. 17 (1998) 873, table II, method 10.
TEST(Dpod, NewcombesTable) {
  const auto a = dpod(56, 70, 48, 80);
  EXPECT_NEAR(a.difference, 0.2, 1e-15);
  EXPECT_NEAR(a.lower, 0.0524, 5e-5);
  EXPECT_NEAR(a.upper, 0.3339, 5e-5);
  const auto b = dpod(9, 10, 3, 10);
  EXPECT_NEAR(b.lower, 0.1705, 5e-5);
  EXPECT_NEAR(b.upper, 0.8090, 5e-5);
  const auto h = dpod(10, 10, 0, 10);
  EXPECT_NEAR(h.lower, 0.6075, 5e-5);
  EXPECT_EQ(h.upper, 1);
}

TEST(Dpod, WithoutTests) {
  const auto r = dpod(1, 2, 0, 0);
  EXPECT_EQ(r.status, outcome::too_few);
  EXPECT_EQ(r.pod_a, 0.5);
  EXPECT_TRUE(std::isnan(r.difference) && std::isnan(r.pod_b));
  EXPECT_EQ(complaint([] { (void)dpod(1, 2, 3, 2); }),
            "dpod: positive_b = 3, must be an integer from 0 to n_b = 2");
}

// By hand: p = 1, 0.5; s_r² = 1/6, MS_L = 1/2, n̄ = 4.
TEST(PodCollaborative, ByHand) {
  const auto r = pod_collaborative(counts{4, 2, 0}, counts{4, 4, 0});
  EXPECT_EQ(r.p, 2u);
  EXPECT_DOUBLE_EQ(r.lpod, 0.75);
  EXPECT_NEAR(r.s_r * r.s_r, 1 / 6.0, 1e-15);
  EXPECT_NEAR(r.s_L * r.s_L, (0.5 - 1 / 6.0) / 4, 1e-15);
  EXPECT_NEAR(r.s_R * r.s_R, 1 / 6.0 + (0.5 - 1 / 6.0) / 4, 1e-15);
  EXPECT_EQ(r.lower, 0);  // clipped
  EXPECT_EQ(r.upper, 1);
}

TEST(PodCollaborative, AllAlike) {
  const auto r = pod_collaborative(counts{4, 4}, counts{4, 4});
  EXPECT_EQ(r.lpod, 1);
  EXPECT_EQ(r.s_r, 0);
  EXPECT_EQ(r.s_R, 0);
  EXPECT_TRUE(std::isnan(r.p_homogeneity));
  EXPECT_EQ(r.lower, proportion(8, 8).lower);
  EXPECT_EQ(r.status, outcome::ok);
}

TEST(PodCollaborative, TooFew) {
  EXPECT_EQ(pod_collaborative(counts{4}, counts{4}).status, outcome::too_few);
  const auto singles = pod_collaborative(counts{1, 0}, counts{1, 1});
  EXPECT_EQ(singles.status, outcome::too_few);
  EXPECT_EQ(singles.lpod, 0.5);
  EXPECT_TRUE(std::isnan(singles.s_R));
}

}  // namespace
