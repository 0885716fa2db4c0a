// SPDX-License-Identifier: BSL-1.0
#include "robust_samples.hpp"
#include <ringtrial/robust/mad.hpp>

namespace {

using namespace robust_test;
using ringtrial::robust::mad;

// mad/* of tests/reference/robust.json: the definition with 40 digits.
TEST(Mad, OfPublishedData) {
  EXPECT_NEAR(mad(creosote), 0.948864, 1e-14);
  EXPECT_NEAR(mad(atrazine), 0.0385476, 1e-15);
}

TEST(Mad, IsTheMedianOfTheDistances) {
  each_sample(2, [](const vector& x) {
    EXPECT_DOUBLE_EQ(mad(x, {.factor = 1}), naive_raw_mad(x)) << x.size();
    EXPECT_EQ(mad(x), 1.4826 * mad(x, {.factor = 1}));
  });
}

TEST(Mad, KeepsThePropertiesOfAScale) {
  expect_symmetric([](const vector& x) { return mad(x); });
  expect_equivariant([](const vector& x) { return mad(x); }, false);
}

TEST(Mad, IsZeroWhereMoreThanHalfAgree) {
  EXPECT_EQ(mad(vector{3, 3, 3, 9}), 0);
  EXPECT_EQ(mad(vector(300, 3.0)), 0);
}

TEST(Mad, NeverOverflows) {
  EXPECT_DOUBLE_EQ(mad(vector{-1e308, 0, 1e308}, {.factor = 1}), 1e308);
  vector wide(200, 0.0);
  for (std::size_t i = 0; i < 200; ++i) wide[i] = i % 2 == 0 ? -1e308 : 1e308;
  EXPECT_DOUBLE_EQ(mad(wide, {.factor = 1}), 1e308);
}

TEST(Mad, IsNaNForFewValuesOrAnInfinity) {
  expect_no_number([](const vector& x) { return mad(x); }, 2);
}

TEST(Mad, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)mad(creosote, {.factor = 0}); }),
            "mad: factor = 0, must be finite and positive");
  EXPECT_EQ(complaint([] { (void)mad(creosote, {.factor = infinity}); }),
            "mad: factor = inf, must be finite and positive");
}

}  // namespace
