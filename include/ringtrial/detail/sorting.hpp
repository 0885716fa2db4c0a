// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/buffer.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace ringtrial::detail {

inline constexpr std::size_t largest_network = 16;

/// The exchanges of Batcher's odd-even merge sort for n values: f(i, j), i < j.
template <class F>
constexpr void each_exchange(std::size_t n, F f) {
  for (std::size_t p = 1; p < n; p *= 2)
    for (std::size_t k = p; k >= 1; k /= 2)
      for (std::size_t j = k % p; j + k < n; j += 2 * k)
        for (std::size_t i = 0; i < k && i + j + k < n; ++i)
          if ((i + j) / (2 * p) == (i + j + k) / (2 * p)) f(i + j, i + j + k);
}

template <std::size_t N>
struct sorting_network {
  static constexpr std::size_t size = [] {
    std::size_t count = 0;
    each_exchange(N, [&](std::size_t, std::size_t) { ++count; });
    return count;
  }();
  static constexpr auto exchanges = [] {
    std::array<std::pair<std::size_t, std::size_t>, size> all{};
    std::size_t at = 0;
    each_exchange(N, [&](std::size_t i, std::size_t j) { all[at++] = {i, j}; });
    return all;
  }();

  /// N values by minima and maxima: no branch to guess.
  static void sort(double* x) noexcept {
    std::array<double, N> v{};
    for (std::size_t i = 0; i < N; ++i) v[i] = x[i];
    [&]<std::size_t... K>(std::index_sequence<K...>) {
      (exchange(v[exchanges[K].first], v[exchanges[K].second]), ...);
    }
    (std::make_index_sequence<size>{});
    for (std::size_t i = 0; i < N; ++i) x[i] = v[i];
  }

 private:
  static void exchange(double& a, double& b) noexcept {
    const double low = std::min(a, b), high = std::max(a, b);
    a = low;
    b = high;
  }
};

/// Up to 16 values.
inline void sort_by_network(double* x, std::size_t n) noexcept {
  using sort_function = void (*)(double*) noexcept;
  static constexpr auto by_size = []<std::size_t... N>(std::index_sequence<N...>) {
    return std::array<sort_function, sizeof...(N)>{&sorting_network<N>::sort...};
  }
  (std::make_index_sequence<largest_network + 1>{});
  by_size[n](x);
}

/// Merges the sorted halves of x from both ends at once, without a branch.
inline void merge_halves(const double* x, std::size_t n, double* out) noexcept {
  const std::size_t half = n / 2;
  const double *low = x, *high = x + half, *last_low = high - 1, *last_high = x + n - 1;
  double *front = out, *back = out + n - 1;
  for (std::size_t i = 0; i < half; ++i) {
    const bool take_high = *high < *low, take_low = *last_high < *last_low;
    *front++ = std::min(*low, *high);
    *back-- = std::max(*last_low, *last_high);
    low += !take_high;
    high += take_high;
    last_low -= take_low;
    last_high -= !take_low;
  }
  if (n % 2 == 1) *front = low <= last_low ? *low : *high;
}

/// Sorts x, into `other` if asked; both are overwritten.
inline void merge_sort(double* x, std::size_t n, double* other,
                       bool into_other) noexcept {
  if (n <= largest_network) {
    sort_by_network(x, n);
    if (into_other) std::copy_n(x, n, other);
    return;
  }
  const std::size_t half = n / 2;
  merge_sort(x, half, other, !into_other);
  merge_sort(x + half, n - half, other + half, !into_other);
  merge_halves(into_other ? x : other, n, into_other ? other : x);
}

/// Bits of a double in an order that follows its value.
[[nodiscard]] inline std::uint64_t ordered_bits(double value) noexcept {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return (bits >> 63) != 0 ? ~bits : bits | (std::uint64_t{1} << 63);
}

[[nodiscard]] inline double from_ordered_bits(std::uint64_t bits) noexcept {
  return std::bit_cast<double>((bits >> 63) != 0 ? bits & ~(std::uint64_t{1} << 63)
                                                 : ~bits);
}

/// Least significant digit first, 11 bits a pass; passes where all digits agree are skipped. Fewer
/// than 2³² values.
inline void radix_sort(std::span<double> x) {
  constexpr std::size_t digits = 6, width = 11, buckets = std::size_t{1} << width;
  const auto digit = [](std::uint64_t key, std::size_t d) {
    return (key >> (d * width)) % buckets;
  };
  buffer<std::uint64_t> room(2 * x.size());
  std::uint64_t *from = room.data(), *to = from + x.size();
  std::vector<std::array<std::uint32_t, buckets>> count(digits);
  for (std::size_t i = 0; i < x.size(); ++i) {
    from[i] = ordered_bits(x[i]);
    for (std::size_t d = 0; d < digits; ++d) ++count[d][digit(from[i], d)];
  }
  for (std::size_t d = 0; d < digits; ++d) {
    auto& first = count[d];
    if (first[digit(from[0], d)] == x.size()) continue;
    std::uint32_t sum = 0;
    for (auto& c : first) sum += std::exchange(c, sum);
    for (std::size_t i = 0; i < x.size(); ++i) to[first[digit(from[i], d)]++] = from[i];
    std::swap(from, to);
  }
  std::transform(from, from + x.size(), x.begin(), from_ordered_bits);
}

/// Ascending; no NaN, no −0.
inline void sort_values(std::span<double> x) {
  constexpr std::size_t radix_from = 700;
  if (x.size() >= radix_from && x.size() <= std::numeric_limits<std::uint32_t>::max())
    return radix_sort(x);
  buffer<double> other(x.size());
  merge_sort(x.data(), x.size(), other.data(), false);
}

}  // namespace ringtrial::detail
