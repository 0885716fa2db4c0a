// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/consensus/dersimonian_laird.hpp>
#include <ringtrial/consensus/hedges_olkin.hpp>
#include <ringtrial/consensus/mandel_paule.hpp>
#include <ringtrial/consensus/power_moderated_mean.hpp>
#include <ringtrial/consensus/reml.hpp>
#include <ringtrial/consensus/schiller_eberhardt.hpp>
#include <ringtrial/consensus/sidik_jonkman.hpp>
#include <ringtrial/consensus/vangel_rukhin.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::consensus;

// PCB 28 in sediment: Koepke et al., Metrologia 54 (2017) S34.
const std::vector<double> x = {34.3, 32.9, 34.53, 32.42, 31.9, 35.8};
const std::vector<double> u = {1.03, 0.69, 0.83, 0.29, 0.4, 0.38};

// metRology 0.9-29-2: dsl(x, u) and reml.loc(x, u).
TEST(RandomEffects, AgreeWithMetRology) {
  EXPECT_NEAR(dersimonian_laird(x, u).value, 33.600432624, 5e-10);
  EXPECT_NEAR(dersimonian_laird(x, u).standard_uncertainty, 0.744997910, 5e-10);
  EXPECT_NEAR(reml(x, u).value, 33.5889775, 5e-8);
  EXPECT_NEAR(reml(x, u).standard_uncertainty, 0.6513670, 5e-8);
  const std::vector<double> dof = {60, 4, 18, 2, 13, 60};
  EXPECT_NEAR(vangel_rukhin(x, u, dof).value, 33.58030879, 5e-9);
  EXPECT_NEAR(vangel_rukhin(x, u, dof).between_variance, 1.77731401, 5e-8);
}

// Two laboratories with equal u: d²/2 − u², maximum likelihood d²/4 − u².
TEST(RandomEffects, OfTwoLaboratoriesHaveAClosedForm) {
  const std::vector<double> two = {1, 2}, equal(2, 0.25);
  EXPECT_NEAR(dersimonian_laird(two, equal).between_variance, 0.4375, 1e-15);
  EXPECT_NEAR(mandel_paule(two, equal).between_variance, 0.4375, 1e-15);
  EXPECT_NEAR(reml(two, equal).between_variance, 0.4375, 1e-14);
  EXPECT_NEAR(hedges_olkin(two, equal).between_variance, 0.4375, 1e-15);
  EXPECT_NEAR(vangel_rukhin(two, equal).between_variance, 0.1875, 1e-14);
  const std::vector<double> wide(2, 1.0);
  EXPECT_TRUE(reml(two, wide).at_boundary);
  EXPECT_FALSE(sidik_jonkman(two, wide).at_boundary);
}

// The likelihood has a local maximum at 0 and the global one beyond.
TEST(RandomEffects, FindTheHigherOfTwoMaxima) {
  const std::vector<double> values = {0.1, -2.7, -0.8, -2.6, 6.4},
                            stated = {2, 0.2, 4, 0.1, 2};
  EXPECT_NEAR(reml(values, stated).between_variance, 11.840029260190038, 1e-10);
}

TEST(RandomEffects, AcceptAnExactResultWhereLaboratoriesDiffer) {
  const std::vector<double> values = {1, 1.4, 0.9, 1.3}, stated = {0.1, 0, 0.1, 0.1};
  EXPECT_EQ(mandel_paule(values, stated).status, status_t::ok);
  EXPECT_TRUE(std::isnan(mandel_paule(values, stated).chi2));
  EXPECT_EQ(reml(values, stated).status, status_t::zero_scale);
  const std::vector<double> near = {1, 1.01, 0.99, 1};
  EXPECT_EQ(mandel_paule(near, stated).status, status_t::zero_scale);
}

TEST(PowerModeratedMean, LiesBetweenTwoMeans) {
  const auto paule = mandel_paule(x, u);
  EXPECT_NEAR(power_moderated_mean(x, u, {.alpha = 2}).value, paule.value, 1e-13);
  EXPECT_NEAR(power_moderated_mean(x, u, {.alpha = 0}).weights[0], 1.0 / 6, 1e-16);
  EXPECT_EQ(power_moderated_mean(x, u).alpha, 1.5);
}

TEST(SchillerEberhardt, AllowsForTheLargestBias) {
  const auto r = schiller_eberhardt(x, u);
  EXPECT_NEAR(r.bias_allowance, 35.8 - r.value, 1e-13);
  EXPECT_EQ(r.df, std::numeric_limits<double>::infinity());
  EXPECT_LT(schiller_eberhardt(x, u, 3).df, 30);
  EXPECT_GT(schiller_eberhardt(x, u, {.material_sd = 1}).expanded_uncertainty,
            r.expanded_uncertainty);
}

}  // namespace
