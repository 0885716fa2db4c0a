// SPDX-License-Identifier: BSL-1.0
#include "robust_samples.hpp"
#include <ringtrial/robust/q_hampel.hpp>

namespace {

using namespace robust_test;
using ringtrial::outcome;
using ringtrial::robust::hampel;
using ringtrial::robust::q_hampel;
using ringtrial::robust::q_method;
using labels = std::vector<int>;

// q_hampel/* of tests/reference/robust.json: the definition with 40 digits.
TEST(QHampel, OfPublishedData) {
  const auto r = q_hampel(atrazine);
  EXPECT_NEAR(r.location, 0.2599838615232996, 1e-15);
  EXPECT_NEAR(r.scale, 0.04256624947830852, 1e-15);
  EXPECT_NEAR(q_hampel(creosote).location, 20.412142857142857, 1e-13);
}

TEST(QHampel, IsHampelWithTheScaleOfTheQMethod) {
  each_sample(2, [](const vector& x) {
    const auto r = q_hampel(x);
    const auto q = q_method(x);
    EXPECT_TRUE(same_bits(r.scale, q.scale));
    EXPECT_EQ(r.status, q.status);
    if (r.status == outcome::ok) {
      EXPECT_TRUE(same_bits(r.location, hampel(x, q.scale).location)) << x.size();
    } else {
      EXPECT_EQ(r.location, naive_median(x));
    }
  });
}

TEST(QHampel, TakesTheMeansOfTheLaboratories) {
  const vector x = {1.0, 1.2, 2.0, 2.2, 2.6, 3.5, 9.0};
  const labels lab = {4, 4, 1, 1, 1, 2, 3};
  const auto r = q_hampel(x, std::span<const int>(lab));
  const auto q = q_method(x, std::span<const int>(lab));
  const vector means = {1.1, (2.0 + 2.2 + 2.6) / 3, 3.5, 9.0};
  EXPECT_EQ(r.p, 4u);
  EXPECT_EQ(r.scale, q.scale);
  EXPECT_EQ(r.repeatability, q.repeatability);
  EXPECT_NEAR(r.location, hampel(means, q.scale).location, 1e-14);
}

TEST(QHampel, KeepsTheProperties) {
  const auto location = [](const vector& x) { return q_hampel(x).location; };
  const auto scale = [](const vector& x) { return q_hampel(x).scale; };
  expect_symmetric(location);
  expect_equivariant(scale, false);
  expect_no_number(location, 2);
  expect_no_number(scale, 2);
}

TEST(QHampel, ReportsWhatItCannotEstimate) {
  const auto equal = q_hampel(vector{3, 3, 3, 3});
  EXPECT_EQ(equal.status, outcome::zero_scale);
  EXPECT_EQ(equal.location, 3);
  EXPECT_EQ(equal.scale, 0);
  EXPECT_EQ(q_hampel(vector{3}).status, outcome::too_few);
  EXPECT_EQ(q_hampel(vector{3, infinity}).status, outcome::not_finite);
}

TEST(QHampel, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)q_hampel(creosote, {.c = 1}); }),
            "q_hampel: c = 1, must be finite and above b");
  const labels lab = {1};
  EXPECT_EQ(complaint([&] { (void)q_hampel(creosote, std::span<const int>(lab)); }),
            "q_hampel: lab must have one label per value of x");
}

}  // namespace
