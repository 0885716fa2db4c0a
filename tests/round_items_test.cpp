// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/round/evaluate.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace {

using namespace ringtrial::round;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

// By hand: item means 10.1, 12.1, 14.1, s_x = 2, s_w² = 3·0.04/6 = 0.02, s_s² = 4 − 0.01.
const std::vector<double> unequal = {10.0, 10.2, 12.0, 12.2, 14.0, 14.2};
const std::vector<std::size_t> pairs = {0, 0, 1, 1, 2, 2};
const double s_s = std::sqrt(3.99);

std::vector<finding_code> codes_of(const std::vector<finding>& findings) {
  std::vector<finding_code> codes;
  for (const auto& f : findings) codes.push_back(f.code);
  return codes;
}

struct checked {
  item_checks checks;
  double sigma_pt;
  std::vector<finding> findings = {};
};

checked run(const item_results& data, double sigma_pt, const item_options& items = {}) {
  checked c{{}, sigma_pt};
  measurand_options o;
  o.items = items;
  c.checks = check_items(data, c.sigma_pt, o, c.findings);
  return c;
}

TEST(RoundItems, NothingMeasuredIsNothingChecked) {
  const auto c = run({}, 1);
  EXPECT_FALSE(c.checks.homogeneity || c.checks.stability || c.checks.homogeneous);
  EXPECT_TRUE(c.findings.empty());
}

TEST(RoundItems, AFailedCheckAddsToTheUncertainty) {
  const auto c = run({{unequal, pairs}, {}, {}}, 1);
  EXPECT_EQ(c.checks.homogeneous, false);
  EXPECT_NEAR(c.checks.u_homogeneity, s_s, 1e-12);
  EXPECT_EQ(c.sigma_pt, 1);
  ASSERT_EQ(codes_of(c.findings), std::vector{finding_code::inhomogeneous});
  EXPECT_NEAR(c.findings[0].numbers[0], s_s, 1e-12);
  EXPECT_NEAR(c.findings[0].numbers[1], 0.3, 1e-15);
}

TEST(RoundItems, OrItEnlargesTheTarget) {
  const auto c =
      run({{unequal, pairs}, {}, {}}, 1, {.when_inhomogeneous = failed_check::target});
  EXPECT_EQ(c.checks.u_homogeneity, 0);
  EXPECT_NEAR(c.sigma_pt, std::sqrt(4.99), 1e-12);
  EXPECT_EQ(c.checks.sigma_pt, 1);
}

TEST(RoundItems, WithoutATargetItIsUndecided) {
  const auto c = run({{unequal, pairs}, {}, {}}, none);
  EXPECT_FALSE(c.checks.homogeneous);
  EXPECT_NEAR(c.checks.homogeneity->s_s, s_s, 1e-12);
  EXPECT_EQ(codes_of(c.findings), std::vector{finding_code::homogeneity_undecided});
  const auto by_test =
      run({{unequal, pairs}, {}, {}}, none, {.criterion = item_criterion::test});
  EXPECT_EQ(by_test.checks.homogeneous, false);  // F needs none
}

TEST(RoundItems, AChangeAddsToTheUncertainty) {
  const std::vector<double> before = {12.0, 12.2}, after = {13.0, 13.2};
  const std::vector<std::size_t> two = {0, 1};
  const auto c = run({{}, {before, two}, {after, two}}, 1);
  EXPECT_EQ(c.checks.stable, false);
  EXPECT_NEAR(c.checks.u_stability, 1 / std::sqrt(3.0), 1e-12);
  const auto told =
      run({{}, {before, two}, {after, two}}, 1, {.when_unstable = failed_check::warn});
  EXPECT_EQ(told.checks.u_stability, 0);
  EXPECT_EQ(codes_of(told.findings), std::vector{finding_code::unstable});
}

TEST(RoundItems, TheUncertaintyIsThatOfAllParts) {
  measurand_options o;
  o.assigned.method = assigned_method::certified;
  o.assigned.value = 12;
  o.assigned.certified = {.u = 0.5};
  o.target = {.method = target_method::fixed, .sigma_pt = 1};
  const std::vector<std::int32_t> laboratory = {0, 1, 2, 3, 4, 5};
  const std::vector<double> value = {12, 12.1, 11.9, 12.2, 11.8, 12};
  const std::vector<double> nothing(6, none);
  const std::vector<std::int8_t> found(6, 0);
  const reported data{laboratory, value, found, nothing, nothing, nothing, 6};
  const auto e = evaluate(data, o, {{unequal, pairs}, {}, {}});
  EXPECT_NEAR(e.assigned.u_pt, std::hypot(0.5, s_s), 1e-12);
  EXPECT_NEAR(e.assigned.share(0.5), 0.25 / (0.25 + 3.99), 1e-12);
  EXPECT_EQ(e.plan.verdict, score::z_prime);
  EXPECT_NEAR(evaluate(data, o).assigned.u_pt, 0.5, 1e-15);
}

TEST(RoundItems, MistakesThrow) {
  EXPECT_THROW((void)run({{unequal, pairs}, {}, {}}, 1, {.factor = 0}),
               std::invalid_argument);
  EXPECT_THROW((void)run({{unequal, pairs}, {}, {}}, 1, {.alpha = 1}),
               std::invalid_argument);
}

}  // namespace
