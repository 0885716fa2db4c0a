// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/simulate/design.hpp>
#include <ringtrial/simulate/signals.hpp>
#include <ringtrial/simulate/uncertainty.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace rt = ringtrial;
namespace assigned = ringtrial::assigned;
namespace simulate = ringtrial::simulate;
using simulate::design;
using testing_tools::complaint;

// Of the mean of laboratories alike u = sd/√p exactly: the fewest p with 1/√p ≤ 0.343 is 9
// (1/3 = 0.333, 1/√8 = 0.354), stated or real.
TEST(Design, FindsTheKnownNumber) {
  const auto r = design({.assigned = {.estimator = assigned::estimator::mean},
                         .ratio = 0.343,
                         .laboratories = {20, 5},
                         .rounds = 40'000});
  EXPECT_EQ(r.needed, 9U);
  EXPECT_EQ(r.needed_really, 9U);
  EXPECT_EQ(r.by_formula, 9U);
  EXPECT_EQ(r.status, rt::outcome::ok);
  EXPECT_DOUBLE_EQ(r.goal, 0.343);
  EXPECT_EQ(r.laboratories, (std::vector<std::size_t>{5, 9, 20}));
  EXPECT_NEAR(r.u[2], 1 / std::sqrt(20.0), 0.003);
  EXPECT_NEAR(r.smallest_sigma_pt[2], 1 / std::sqrt(20.0) / 0.343, 0.01);
}

TEST(Design, TakesItsColumnsFromTheOtherStudies) {
  const simulate::population p{.sd = 0.4, .gross_share = 0.1};
  const auto r = design({.population = p,
                         .sigma_pt = 0.5,
                         .laboratories = {12},
                         .bias = {3},
                         .rounds = 2000});
  for (std::size_t i = 0; i < r.laboratories.size(); ++i) {
    const std::array n = {r.laboratories[i]};
    const auto u = simulate::uncertainty(n, {.population = p, .rounds = 2000});
    const auto s = simulate::signals(n, std::array{0.0, 1.5},
                                     {.population = p, .sigma_pt = 0.5, .rounds = 2000});
    EXPECT_EQ(r.u[i], u.rmse[0]);
    EXPECT_EQ(r.stated[i], u.stated[0]);
    EXPECT_EQ(r.false_unsatisfactory[i], s.unsatisfactory[0]);
    EXPECT_EQ(r.false_questionable[i], s.questionable[0]);
    EXPECT_EQ(r.caught[i], s.unsatisfactory[1]);
  }
}

// A second group of 30 % pulls every consensus; no number of laboratories brings it back.
TEST(Design, SaysWhereLaboratoriesDoNotHelp) {
  const auto r = design({.population = {.shape = simulate::shape::bimodal},
                         .laboratories = {},
                         .most = 200,
                         .rounds = 500});
  EXPECT_EQ(r.needed_really, 0U);
  EXPECT_EQ(r.status, rt::outcome::not_identified);
}

TEST(Design, RefusesWhatCannotBe) {
  EXPECT_EQ(complaint([] { (void)design({.sigma_pt = 0}); }),
            "design: sigma_pt = 0, must be finite and positive");
  EXPECT_EQ(complaint([] { (void)design({.u = -0.1}); }),
            "design: u = -0.1, must be finite and positive");
  EXPECT_EQ(complaint([] { (void)design({.laboratories = {1}}); }),
            "design: laboratories = 1, must be from 2 to 1000000");
  EXPECT_EQ(complaint([] { (void)design({.most = 1}); }),
            "design: most = 1, must be from 2 to 1000000");
}
