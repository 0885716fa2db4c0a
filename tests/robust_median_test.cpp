// SPDX-License-Identifier: BSL-1.0
#include "robust_samples.hpp"
#include <ringtrial/robust/median.hpp>

namespace {

using namespace robust_test;
using ringtrial::robust::median;

// Definition; creosote and atrazine as printed in the standards.
TEST(Median, OfPublishedData) {
  EXPECT_EQ(median(creosote), 20.3);
  EXPECT_EQ(median(atrazine), 0.262);
  EXPECT_EQ(median(vector{3}), 3);
  EXPECT_EQ(median(std::vector<float>{1, 4, 2}), 2.0f);
}

TEST(Median, IsTheMiddleOfTheSortedValues) {
  each_sample(1, [](const vector& x) { EXPECT_EQ(median(x), naive_median(x)); });
}

TEST(Median, KeepsThePropertiesOfALocation) {
  expect_symmetric([](const vector& x) { return median(x); }, 1);
  expect_equivariant([](const vector& x) { return median(x); }, true, 1);
}

TEST(Median, NeverOverflowsAndKeepsSubnormals) {
  EXPECT_EQ(median(vector{1.6e308, 1.6e308}), 1.6e308);
  EXPECT_EQ(median(vector{-1.7e308, 1.7e308}), 0);
  EXPECT_EQ(median(vector{5e-324, 5e-324}), 5e-324);
  EXPECT_FALSE(std::signbit(median(vector{-0.0})));
  EXPECT_EQ(median(std::vector<float>{3e38f, 3.2e38f}), 3.1e38f);
}

TEST(Median, IsNaNWithoutValuesOrWithAnInfinity) {
  expect_no_number([](const vector& x) { return median(x); }, 1);
}

}  // namespace
