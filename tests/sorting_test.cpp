// SPDX-License-Identifier: BSL-1.0
#include "robust_samples.hpp"
#include <ringtrial/detail/select.hpp>
#include <ringtrial/detail/sorting.hpp>

namespace {

using namespace robust_test;
using namespace ringtrial::detail;

// A network sorts everything if it sorts all sequences of zeros and ones (Knuth).
TEST(Sorting, NetworksSortAllZerosAndOnes) {
  for (std::size_t n = 0; n <= largest_network; ++n)
    for (unsigned bits = 0; bits < 1u << n; ++bits) {
      double x[largest_network];
      for (std::size_t i = 0; i < n; ++i) x[i] = bits >> i & 1;
      sort_by_network(x, n);
      ASSERT_TRUE(std::is_sorted(x, x + n)) << n << ' ' << bits;
      ASSERT_EQ(std::accumulate(x, x + n, 0.0), std::popcount(bits));
    }
}

TEST(Sorting, MergeAndRadixAgreeWithTheStandardLibrary) {
  each_sample(0, [](const vector& x) {
    auto merged = x, spread = x, other = x;
    merge_sort(merged.data(), merged.size(), other.data(), false);
    EXPECT_EQ(merged, sorted(x));
    if (!x.empty()) radix_sort(spread);
    EXPECT_EQ(spread, sorted(x));
  });
  vector extremes = {infinity, -infinity, 0, 5e-324, -5e-324, 1e308, -1e308, -1, 1};
  radix_sort(extremes);
  EXPECT_TRUE(std::ranges::is_sorted(extremes));
}

template <class F>
void expect_selected(const vector& x, std::size_t n, F f) {
  vector y;
  for (const double v : x)
    if (!std::isnan(v)) y.push_back(f(v));
  std::ranges::sort(y);
  const selection order(std::span<const double>(x), n, f);
  for (const std::size_t k :
       {std::size_t{0}, std::size_t{1}, n / 4, (n - 1) / 2, n - 2, n - 1}) {
    EXPECT_EQ(order(k).at, y[k]) << k << " of " << n;
    EXPECT_EQ(order(k).next, y[std::min(k + 1, n - 1)]) << k << " of " << n;
  }
}

TEST(Selection, GivesOrderStatisticsOfAnyOrderOfTheValues) {
  std::mt19937_64 engine(3);
  for (const shape kind : shapes)
    for (const std::size_t n : {129u, 500u, 3000u, 20000u}) {
      auto x = draw(kind, n, engine);
      expect_selected(x, n, as_double{});
      expect_selected(x, n, [](double v) { return std::abs(v - 5); });
      std::ranges::sort(x);
      expect_selected(x, n, as_double{});
      std::ranges::reverse(x);
      expect_selected(x, n, as_double{});
    }
}

// Every value the sample sees is small and all others are large: the bracket misses.
TEST(Selection, SurvivesAnOrderMadeToDefeatIt) {
  for (const std::size_t n : {1000u, 30000u}) {
    const auto stride = static_cast<std::size_t>(0.7 * std::cbrt(static_cast<double>(n)));
    vector x(n);
    for (std::size_t i = 0; i < n; ++i)
      x[i] = static_cast<double>(i) + (i % stride == stride / 2 ? -1e6 : 1e6);
    expect_selected(x, n, as_double{});
  }
}

TEST(Selection, SurvivesASampleOfNothingButMissingValues) {
  vector x(1000, 0.0);
  std::iota(x.begin(), x.end(), 0.0);
  for (std::size_t i = 3; i < 1000; i += 7) x[i] = NaN;  // the stride is 7 there
  expect_selected(x, 1000 - 143, as_double{});
}

TEST(Selection, CountsWhatIsReported) {
  vector x(300, 1.0);
  EXPECT_EQ(selectable(std::span<const double>(x), 128), 300u);
  x[7] = NaN;
  EXPECT_EQ(selectable(std::span<const double>(x), 128), 299u);
  expect_selected(x, 299, as_double{});
  x[8] = 1e305;  // differences might overflow
  EXPECT_EQ(selectable(std::span<const double>(x), 128), std::nullopt);
  x[8] = infinity;
  EXPECT_EQ(selectable(std::span<const double>(x), 128), std::nullopt);
  EXPECT_EQ(selectable(std::span<const double>(x).first(100), 128), std::nullopt);
  std::vector<float> y(300, 3e38f);
  EXPECT_EQ(selectable(std::span<const float>(y), 128), 300u);
  y[0] = std::numeric_limits<float>::infinity();
  EXPECT_EQ(selectable(std::span<const float>(y), 128), std::nullopt);
}

}  // namespace
