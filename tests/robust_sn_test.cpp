// SPDX-License-Identifier: BSL-1.0
#include "robust_samples.hpp"
#include <ringtrial/robust/sn.hpp>

namespace {

using namespace robust_test;
using ringtrial::robust::sn;

// sn/* of tests/reference/robust.json: the definition with 40 digits.
TEST(Sn, OfPublishedData) {
  EXPECT_NEAR(sn(atrazine), 0.0471077, 1e-15);
  EXPECT_NEAR(sn(creosote), 1.058832021, 1e-14);
  EXPECT_NEAR(sn(creosote, {.finite_sample = false}), 0.936191, 1e-14);
}

/// The definition: low median of the high medians of all distances.
double naive(const vector& x) {
  const std::size_t n = x.size();
  vector inner;
  for (const double a : x) {
    vector d;
    for (const double b : x) d.push_back(std::abs(a - b));
    inner.push_back(order(d, n / 2));
  }
  return order(inner, (n + 1) / 2 - 1);
}

TEST(Sn, IsTheMedianOfTheMediansOfTheDistances) {
  each_sample(
      2,
      [](const vector& x) {
        EXPECT_DOUBLE_EQ(sn(x, {.finite_sample = false}), 1.1926 * naive(x)) << x.size();
      },
      2);
}

// The paper's table and formula; 51: robustbase 0.95-0 in R 4.2.2.
TEST(Sn, FactorsAreThoseOfThePaper) {
  EXPECT_EQ(ringtrial::detail::sn_factor(2), 0.743);
  EXPECT_EQ(ringtrial::detail::sn_factor(9), 1.131);
  EXPECT_EQ(ringtrial::detail::sn_factor(10), 1);
  EXPECT_DOUBLE_EQ(ringtrial::detail::sn_factor(11), 11 / 10.1);
  EXPECT_NEAR(ringtrial::detail::sn_factor(51), 1.01796407185629, 1e-14);
}

TEST(Sn, KeepsThePropertiesOfAScale) {
  expect_symmetric([](const vector& x) { return sn(x); });
  expect_equivariant([](const vector& x) { return sn(x); }, false);
}

TEST(Sn, IsZeroWhereMoreThanHalfAgree) {
  EXPECT_EQ(sn(vector{3, 3, 3, 9}), 0);
  EXPECT_EQ(sn(vector(50, 2.0)), 0);
}

TEST(Sn, IsNaNForFewValuesOrAnInfinity) {
  expect_no_number([](const vector& x) { return sn(x); }, 2);
}

}  // namespace
