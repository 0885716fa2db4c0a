// SPDX-License-Identifier: BSL-1.0
#include "robust_samples.hpp"
#include <ringtrial/robust/qn.hpp>

namespace {

using namespace robust_test;
using ringtrial::robust::qn;
using ringtrial::robust::small_sample;

// qn/* of tests/reference/robust.json: the definition with 40 digits.
TEST(Qn, OfPublishedData) {
  EXPECT_NEAR(qn(atrazine), 0.041986594512810234, 1e-15);
  EXPECT_NEAR(qn(atrazine, {.finite_sample = small_sample::none}), 0.04660203378568659,
              1e-15);
  EXPECT_NEAR(qn(atrazine, {.finite_sample = small_sample::published_1993}),
              0.04191717324638476, 1e-15);
  EXPECT_NEAR(qn(creosote), 1.1726651731338529, 1e-14);
}

/// The definition: all n(n − 1)/2 differences, sorted.
double naive(const vector& x) {
  vector d;
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) d.push_back(std::abs(x[i] - x[j]));
  const std::size_t h = x.size() / 2 + 1;
  return order(d, h * (h - 1) / 2 - 1);
}

TEST(Qn, IsAnOrderStatisticOfAllDifferences) {
  each_sample(2, [](const vector& x) {
    EXPECT_DOUBLE_EQ(qn(x, {.finite_sample = small_sample::none}),
                     2.219144465985076 * naive(x))
        << x.size();
  });
}

TEST(Qn, EveryOrderStatisticIsFound) {
  std::mt19937_64 engine(5);
  for (const shape kind : shapes) {
    const auto v = sorted(draw(kind, 37, engine));
    vector d;
    for (std::size_t i = 0; i < v.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) d.push_back(v[i] - v[j]);
    std::ranges::sort(d);
    for (std::size_t k = 1; k <= d.size(); ++k)
      ASSERT_EQ(ringtrial::detail::kth_pair_difference(v, k), d[k - 1]) << k;
  }
}

// 1993: the paper's table and formula. Refined: Qn(x)/Qn(x, finite.corr = FALSE) for n values,
// robustbase 0.95-0 in R 4.2.2.
TEST(Qn, FactorsAreThoseOfTheirSources) {
  const auto factor = ringtrial::detail::qn_factor;
  EXPECT_EQ(factor(2, small_sample::published_1993), 0.399);
  EXPECT_EQ(factor(9, small_sample::published_1993), 0.872);
  EXPECT_DOUBLE_EQ(factor(11, small_sample::published_1993), 11 / 12.4);
  EXPECT_DOUBLE_EQ(factor(10, small_sample::published_1993), 10 / 13.8);
  EXPECT_EQ(factor(2, small_sample::refined), 0.399356);
  EXPECT_EQ(factor(12, small_sample::refined), 0.75743);
  EXPECT_NEAR(factor(13, small_sample::refined), 0.902304483185866, 1e-14);
  EXPECT_NEAR(factor(20, small_sample::refined), 0.840981976810132, 1e-14);
  EXPECT_NEAR(factor(51, small_sample::refined), 0.970353637683759, 1e-14);
  EXPECT_NEAR(factor(1000, small_sample::refined), 0.996335892746019, 1e-14);
}

TEST(Qn, KeepsThePropertiesOfAScale) {
  expect_symmetric([](const vector& x) { return qn(x); });
  expect_equivariant([](const vector& x) { return qn(x); }, false);
}

TEST(Qn, IsZeroWhereSoManyAgree) {
  EXPECT_EQ(qn(vector{3, 3, 3, 3, 9, 12}), 0);
  EXPECT_EQ(qn(vector(50, 2.0)), 0);
  EXPECT_GT(qn(vector{3, 3, 3, 7, 9, 12}), 0);
}

TEST(Qn, NeverOverflows) {
  EXPECT_DOUBLE_EQ(
      qn(vector{-1e307, 1e307}, {.finite_sample = small_sample::none}) / 1e307,
      2 * 2.219144465985076);
}

TEST(Qn, IsNaNForFewValuesOrAnInfinity) {
  expect_no_number([](const vector& x) { return qn(x); }, 2);
}

}  // namespace
