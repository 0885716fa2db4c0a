// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/scores/combined.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace ringtrial;
using testing_tools::inf;
using testing_tools::nan;

// Typical set of Thompson, Ellison, Wood, Pure Appl. Chem. 78 (2006) 145; values:
// rsz/typical and ssz/typical of tests/reference/scores.json.
const std::vector<double> z = {0.6, -0.8, 0.3, 1.7, 0.7, nan, -0.1};

TEST(CombinedScores, OfTheTypicalSet) {
  const auto r = scores::rsz(z), s = scores::ssz(z);
  EXPECT_NEAR(r.value, 0.9797958971132712, 1e-15);
  EXPECT_NEAR(r.p_value, 0.3271868777903057, 1e-14);
  EXPECT_NEAR(s.value, 4.48, 1e-14);
  EXPECT_NEAR(s.p_value, 0.6120086499754487, 1e-13);
  EXPECT_EQ(r.n, 6u);
  EXPECT_EQ(s.status, outcome::ok);
}

TEST(CombinedScores, SayWhatTheyCannotCombine) {
  EXPECT_EQ(scores::rsz(std::vector{nan}).status, outcome::too_few);
  EXPECT_EQ(scores::ssz(std::vector<double>{}).n, 0u);
  EXPECT_EQ(scores::rsz(std::vector{1.0, inf}).status, outcome::not_finite);
  const auto large = scores::ssz(std::vector{1e200, 1.0});
  EXPECT_EQ(large.status, outcome::not_finite);
  EXPECT_TRUE(std::isnan(large.value) && std::isnan(large.p_value));
}

TEST(CombinedScores, OverflowNowhereOnTheWay) {
  EXPECT_NEAR(scores::rsz(std::vector{1e308, 1e308, 1e308, -1.2e308}).value, 0.9e308,
              1e294);
  EXPECT_NEAR(scores::ssz(std::vector{3e-150, 4e-150}).value, 25e-300, 1e-313);
}

TEST(CombinedScores, OrderDoesNotMatter) {
  const std::vector<double> turned(z.rbegin(), z.rend());
  EXPECT_EQ(scores::rsz(turned).value, scores::rsz(z).value);
  EXPECT_EQ(scores::ssz(turned).value, scores::ssz(z).value);
}

}  // namespace
