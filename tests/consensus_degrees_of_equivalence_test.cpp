// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/consensus/decision_guide.hpp>
#include <ringtrial/consensus/degrees_of_equivalence.hpp>
#include <ringtrial/consensus/hierarchical.hpp>
#include <ringtrial/consensus/mandel_paule.hpp>
#include <ringtrial/consensus/sensitivity_table.hpp>
#include <ringtrial/consensus/weighted_mean.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::consensus;

// PCB 28 in sediment: Koepke et al., Metrologia 54 (2017) S34.
const std::vector<double> x = {34.3, 32.9, 34.53, 32.42, 31.9, 35.8};
const std::vector<double> u = {1.03, 0.69, 0.83, 0.29, 0.4, 0.38};

TEST(DegreesOfEquivalence, OfTheWeightedMeanLoseItsVariance) {
  const auto fit = weighted_mean(x, u);
  const auto r = degrees_of_equivalence(x, u, fit);
  for (std::size_t i = 0; i < x.size(); ++i) {
    EXPECT_EQ(r.difference[i], x[i] - fit.value);
    EXPECT_NEAR(r.standard_uncertainty[i],
                std::sqrt(u[i] * u[i] - std::pow(fit.standard_uncertainty, 2)), 1e-14);
  }
  EXPECT_NEAR(r.pair_uncertainty[1], std::hypot(u[0], u[1]), 1e-15);
  EXPECT_EQ(r.pair_uncertainty[0], 0);
}

TEST(DegreesOfEquivalence, LeaveEachOut) {
  const auto refit = [](std::span<const double> a, std::span<const double> b) {
    return fit(mandel_paule(a, b));
  };
  const auto r = degrees_of_equivalence(x, u, refit);
  const std::vector<double> others(x.begin() + 1, x.end()),
      of_others(u.begin() + 1, u.end());
  const auto rest = mandel_paule(others, of_others);
  EXPECT_EQ(r.reference[0], rest.value);
  EXPECT_NEAR(r.standard_uncertainty[0], std::hypot(u[0], rest.standard_uncertainty),
              1e-15);
  EXPECT_EQ(r.value, mandel_paule(x, u).value);
}

TEST(DegreesOfEquivalence, NeedWeights) {
  const auto fit = hierarchical(x, u, {.effects = hierarchical_effects::laplace});
  EXPECT_THROW((void)degrees_of_equivalence(x, u, fit), std::invalid_argument);
}

TEST(SensitivityTable, HasARowForEachMethod) {
  const auto r = sensitivity_table(x, u);
  ASSERT_EQ(r.rows.size(), 13u);
  EXPECT_EQ(r.rows[7].method, "mandel_paule");
  EXPECT_EQ(r.rows[7].value, mandel_paule(x, u).value);
  EXPECT_NEAR(r.spread, 1.909585274757944, 1e-9);  // tests/reference/consensus.json
}

// Shapiro-Wilk as R 4.2 shapiro.test; tests/reference/consensus.json.
TEST(DecisionGuide, OfPcb28) {
  const auto r = decision_guide(x, u);
  EXPECT_NEAR(r.shapiro_w, 0.9233922085075176, 1e-6);
  EXPECT_FALSE(r.homogeneous);
  EXPECT_TRUE(r.normal && r.symmetric);
  EXPECT_EQ(r.recommended, "hierarchical");
}

}  // namespace
