// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/consensus/cox_b.hpp>
#include <ringtrial/consensus/hierarchical.hpp>
#include <ringtrial/consensus/linear_pool.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::consensus;

// PCB 28 in sediment: Koepke et al., Metrologia 54 (2017) S34.
const std::vector<double> x = {34.3, 32.9, 34.53, 32.42, 31.9, 35.8};
const std::vector<double> u = {1.03, 0.69, 0.83, 0.29, 0.4, 0.38};

// tests/reference/consensus.json: composite Gauss-Legendre quadrature, converged to 1e-9 of u.
TEST(Hierarchical, OfPcb28) {
  const auto r = hierarchical(x, u);
  EXPECT_NEAR(r.value, 33.58966767981533, 1e-9);
  EXPECT_NEAR(r.standard_uncertainty, 0.7860975994648992, 1e-9);
  EXPECT_NEAR(r.between_sd, 1.5446214869749137, 1e-8);
  const auto laplace = hierarchical(x, u, {.effects = hierarchical_effects::laplace});
  EXPECT_NEAR(laplace.value, 33.39358912495106, 1e-8);
  EXPECT_TRUE(std::isnan(laplace.weights[0]));
}

TEST(Hierarchical, NeedsAsManyAsItsPriorAsksFor) {
  const std::vector<double> two = {1, 2}, stated = {0.1, 0.1};
  EXPECT_EQ(hierarchical(two, stated).status, status_t::too_few);
  EXPECT_EQ(hierarchical(two, stated, {.prior = hierarchical_prior::half_normal}).status,
            status_t::ok);
}

TEST(LinearPool, OfOneLaboratoryIsItsOwnDistribution) {
  const std::vector<double> one = {3}, stated = {0.5};
  const auto r = linear_pool(one, stated);
  EXPECT_NEAR(r.upper, 3 + 0.5 * 1.959963984540054, 1e-14);
  EXPECT_EQ(r.median, 3);
}

TEST(LinearPool, KeepsBothOfTwoFarModes) {
  const std::vector<double> far = {0, 1e6}, stated = {0.001, 1};
  const auto r = linear_pool(far, stated);
  EXPECT_NEAR(r.lower, -0.0016448536269514722, 1e-9);  // normal quantile of 0.05
  EXPECT_NEAR(r.upper, 1e6 + 1.6448536269514722, 1e-9);
  EXPECT_TRUE(r.median > 1 && r.median < 1e6 - 10);  // anywhere in the gap has half below
}

// The median of three equal normals has the density 6 Φ(1 − Φ) φ: variance 1 − √3/π.
TEST(CoxB, OfThreeEqualLaboratories) {
  const std::vector<double> three(3, 1.0), unit(3, 1.0);
  const auto r = cox_b(three, unit, {.draws = 200'000});
  EXPECT_NEAR(r.value, 1, 5 * r.monte_carlo_error);
  EXPECT_NEAR(r.standard_uncertainty,
              std::sqrt(1 - std::numbers::sqrt3 / std::numbers::pi), 0.005);
}

}  // namespace
