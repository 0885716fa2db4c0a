// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/qualitative/proportion.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace {

using namespace ringtrial;
using namespace ringtrial::qualitative;
using method = proportion_method;

// qualitative/wilson_8_10, wilson_12_12, clopper_pearson_8_10 of shared reference cases
// (tests/reference/qualitative.json).
TEST(Proportion, GivesTheReferenceIntervals) {
  const auto wilson = proportion(8, 10);
  EXPECT_NEAR(wilson.lower, 0.4901624715366418, 1e-12);
  EXPECT_NEAR(wilson.upper, 0.9433178485456247, 1e-12);
  EXPECT_EQ(wilson.estimate, 0.8);
  EXPECT_NEAR(proportion(12, 12).lower, 0.7575059933447591, 1e-12);
  const auto exact = proportion(8, 10, {.method = method::clopper_pearson});
  EXPECT_NEAR(exact.lower, 0.4439045376923585, 1e-12);
  EXPECT_NEAR(exact.upper, 0.9747892736731666, 1e-12);
}

TEST(Proportion, ReachesItsEndsExactly) {
  for (const auto m : {method::wilson, method::clopper_pearson, method::jeffreys}) {
    EXPECT_EQ(proportion(0, 7, {.method = m}).lower, 0);
    EXPECT_EQ(proportion(7, 7, {.method = m}).upper, 1);
  }
}

TEST(Proportion, MirrorsUnderExchangeOfTheOutcomes) {
  for (const auto m : {method::wilson, method::clopper_pearson, method::jeffreys,
                       method::agresti_coull, method::wald})
    for (std::size_t c = 0; c <= 9; ++c) {
      const auto a = proportion(c, 9, {.method = m}),
                 b = proportion(9 - c, 9, {.method = m});
      EXPECT_NEAR(a.lower, 1 - b.upper, 1e-14);
      EXPECT_LE(a.lower, a.estimate);
      EXPECT_GE(a.upper, a.estimate);
    }
}

TEST(Proportion, SaysWhenThereIsNothing) {
  const auto r = proportion(0, 0);
  EXPECT_EQ(r.status, outcome::too_few);
  EXPECT_TRUE(std::isnan(r.estimate) && std::isnan(r.lower));
}

TEST(Proportion, TellsTheCallersMistakes) {
  EXPECT_THROW((void)proportion(5, 4), std::invalid_argument);
  EXPECT_THROW((void)proportion(1, 4, {.confidence = 1}), std::invalid_argument);
}

}  // namespace
