// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/precision/functional_relation.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::precision;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
const std::vector<double> m = {3.94, 8.28, 14.18, 15.59, 20.41},
                          s = {0.092, 0.179, 0.127, 0.337, 0.393};

// The worked example's shape, ISO 5725-2, 7.5; numbers of methods: precision/functional_relation/iso
// of tests/reference/precision.json, the first fit 0.0572 + 0.00902 m.
TEST(FunctionalRelation, RefitsTheLineTwice) {
  const auto at_first = functional_relation(m, s, {.iterations = 0});
  EXPECT_NEAR(at_first.a_II, 0.0572, 5e-5);
  EXPECT_NEAR(at_first.b_II, 0.00902, 5e-6);
  const auto r = functional_relation(m, s);
  EXPECT_NEAR(r.b_I, 0.01895931510984961, 1e-15);
  EXPECT_NEAR(r.a_II, 0.03220686703125313, 1e-14);
  EXPECT_NEAR(r.b_II, 0.015361825883863815, 1e-15);
  EXPECT_NEAR(r.c_III, -1.5075395380297312, 1e-13);
  EXPECT_NEAR(r.d_III, 0.770171820634669, 1e-13);
  EXPECT_EQ(name(r.preferred), "I");
}

TEST(FunctionalRelation, RecoversTheRelationItWasMadeFrom) {
  std::vector<double> line, power;
  for (const double v : m) {
    line.push_back(0.05 + 0.02 * v);
    power.push_back(0.03 * std::pow(v, 0.7));
  }
  const auto second = functional_relation(m, line, {.converge = true});
  EXPECT_NEAR(second.a_II, 0.05, 1e-14);
  EXPECT_NEAR(second.b_II, 0.02, 1e-15);
  EXPECT_EQ(second.preferred, relation::II);
  const auto third = functional_relation(m, power);
  EXPECT_NEAR(third.C_III, 0.03, 1e-14);
  EXPECT_NEAR(third.d_III, 0.7, 1e-14);
  EXPECT_EQ(third.preferred, relation::III);
}

TEST(FunctionalRelation, IsEquivariantInExtremeUnits) {
  auto far_m = m, far_s = s;
  for (double& v : far_m) v *= 0x1p400;
  for (double& v : far_s) v *= 0x1p-400;
  const auto r = functional_relation(m, s), far = functional_relation(far_m, far_s);
  EXPECT_EQ(far.a_II, r.a_II * 0x1p-400);
  EXPECT_EQ(far.b_I, r.b_I * 0x1p-800);
  EXPECT_NEAR(far.d_III, r.d_III, 1e-14);
  EXPECT_NEAR(far.relative_sd_III, r.relative_sd_III, 1e-13);
}

TEST(FunctionalRelation, TellsWhatTheLevelsDoNotGive) {
  const auto one = functional_relation(std::vector{2.0, nan}, std::vector{0.1, 0.2});
  EXPECT_EQ(one.status, outcome::too_few);
  EXPECT_EQ(one.b_I, 0.05);
  EXPECT_TRUE(std::isnan(one.a_II) && std::isnan(one.fitted_I[0]));
  EXPECT_EQ(one.preferred, relation::none);
  const auto zero =
      functional_relation(std::vector{1.0, 2.0, 3.0}, std::vector{0.0, 0.2, 0.3});
  EXPECT_EQ(zero.status, outcome::ok);
  EXPECT_TRUE(std::isnan(zero.c_III) && std::isfinite(zero.b_I));
  const auto falling = functional_relation(std::vector{1.0, 2.0, 3.0, 4.0},
                                           std::vector{3.9, 1.96, 0.46, 2.4});
  EXPECT_TRUE(std::isnan(falling.a_II) && std::isnan(falling.fitted_II[0]));
  EXPECT_NE(falling.preferred, relation::II);
  EXPECT_EQ(functional_relation(std::vector{1.0, HUGE_VAL}, std::vector{0.1, 0.2}).status,
            outcome::not_finite);
}

template <class F>
std::string complaint(F f) {
  try {
    f();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(FunctionalRelation, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] {
              (void)functional_relation(std::vector{1.0, -2.0}, std::vector{0.1, 0.2});
            }),
            "functional_relation: m[1] = -2, must be positive");
  EXPECT_EQ(complaint([] {
              (void)functional_relation(std::vector{1.0, 2.0}, std::vector{0.1, -0.2});
            }),
            "functional_relation: s[1] = -0.2, must be not negative");
  EXPECT_EQ(complaint([] { (void)functional_relation(m, std::vector{0.1}); }),
            "functional_relation: s has length 1, must have that of m, 5");
}

}  // namespace
