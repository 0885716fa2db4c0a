// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace ringtrial::detail {

inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// The reported values of a sample in ascending order, as double.
struct sorted_sample {
  std::vector<double> values;  ///< NaN dropped; times 2^-exponent, see `unit`
  bool finite = true;          ///< false if an infinity was among them
  int exponent = 0;            ///< what the values were divided by is 2^exponent

  [[nodiscard]] std::span<const double> span() const noexcept { return values; }
  /// A number in the unit of the data from one in the unit of `values`.
  [[nodiscard]] double unit(double value) const noexcept {
    return (exponent == 0 ? value : std::ldexp(value, exponent)) + 0.0;
  }
};

/// Bits of a double in an order that follows its value.
[[nodiscard]] inline std::uint64_t ordered_bits(double value) noexcept {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return (bits >> 63) != 0 ? ~bits : bits | (std::uint64_t{1} << 63);
}

[[nodiscard]] inline double from_ordered_bits(std::uint64_t bits) noexcept {
  return std::bit_cast<double>((bits >> 63) != 0 ? bits & ~(std::uint64_t{1} << 63)
                                                 : ~bits);
}

/** Least significant digit radix sort, 11 bits a pass; passes where all digits agree are skipped.

  Cost  O(n), two buffers of n words.
*/
inline void radix_sort(std::span<double> x) {
  constexpr std::size_t digits = 6, width = 11, buckets = std::size_t{1} << width;
  std::vector<std::uint64_t> from(x.size()), to(x.size());
  std::vector<std::array<std::size_t, buckets>> count(digits);
  for (std::size_t i = 0; i < x.size(); ++i) {
    from[i] = ordered_bits(x[i]);
    for (std::size_t d = 0; d < digits; ++d)
      ++count[d][(from[i] >> (d * width)) % buckets];
  }
  for (std::size_t d = 0; d < digits; ++d) {
    auto& first = count[d];
    if (first[(from[0] >> (d * width)) % buckets] == x.size()) continue;
    std::size_t sum = 0;
    for (auto& c : first) sum += std::exchange(c, sum);
    for (const auto key : from) to[first[(key >> (d * width)) % buckets]++] = key;
    from.swap(to);
  }
  std::transform(from.begin(), from.end(), x.begin(), from_ordered_bits);
}

inline void sort_values(std::span<double> x) {
  constexpr std::size_t radix_from = 600;
  if (x.size() < radix_from)
    std::sort(x.begin(), x.end());
  else
    radix_sort(x);
}

/// What will be done with the sorted values, and so which sizes they must not have.
enum class purpose : unsigned char {
  order,        ///< only picked: any size
  differences,  ///< subtracted: no overflow
  squares,      ///< squared and summed: no overflow, no underflow
};

/// Divides by a power of two where the purpose would overflow or underflow.
inline void rescale_extremes(sorted_sample& s, purpose use) {
  if (s.values.empty() || !s.finite || use == purpose::order) return;
  const double largest = std::max(std::abs(s.values.front()), std::abs(s.values.back()));
  if (use == purpose::differences && largest > 0x1p1000) s.exponent = 8;
  if (use == purpose::squares && largest > 0 && (largest > 0x1p400 || largest < 0x1p-300))
    s.exponent = std::ilogb(largest);
  if (s.exponent == 0) return;
  for (double& v : s.values) v = std::ldexp(v, -s.exponent);
}

/// Packs what is not NaN, looks for infinities, sorts, rescales extremes.
template <real T>
[[nodiscard]] sorted_sample sort_reported(std::span<const T> x,
                                          purpose use = purpose::squares) {
  sorted_sample s;
  s.values.reserve(x.size());
  for (const T value : x)
    if (!std::isnan(value)) s.values.push_back(static_cast<double>(value) + 0.0);
  sort_values(s.values);
  s.finite = s.values.empty() ||
             (std::isfinite(s.values.front()) && std::isfinite(s.values.back()));
  rescale_extremes(s, use);
  return s;
}

/// Midpoint without overflow and without losing the last bit of subnormals.
[[nodiscard]] inline double midpoint(double a, double b) noexcept {
  const double sum = a + b;
  return std::isfinite(sum) ? 0.5 * sum : 0.5 * a + 0.5 * b;
}

[[nodiscard]] inline double median_of_sorted(std::span<const double> v) noexcept {
  const std::size_t h = v.size() / 2;
  if (v.empty()) return not_a_number;
  return (v.size() % 2 == 1 ? v[h] : midpoint(v[h - 1], v[h])) + 0.0;
}

/// k-th smallest |v[i] - m|, k from 1: the window of k neighbours with the least larger end.
[[nodiscard]] inline double kth_distance(std::span<const double> v, double m,
                                         std::size_t k) noexcept {
  std::size_t low = 0,
              high = v.size() - k;  // the first window whose upper end is the farther one
  while (low < high) {
    const std::size_t i = low + (high - low) / 2;
    if (v[i + k - 1] - m >= m - v[i])
      high = i;
    else
      low = i + 1;
  }
  const auto end = [&](std::size_t i) { return std::max(m - v[i], v[i + k - 1] - m); };
  return low == 0 ? end(0) : std::min(end(low - 1), end(low));
}

/// Raw median absolute deviation about m, no factor.
[[nodiscard]] inline double mad_of_sorted(std::span<const double> v, double m) noexcept {
  const std::size_t n = v.size();
  if (n == 0) return not_a_number;
  const double upper = kth_distance(v, m, n / 2 + 1);
  return n % 2 == 1 ? upper : midpoint(kth_distance(v, m, n / 2), upper);
}

/// Runs f(sample) -> double on the sorted sample; NaN where there are fewer than `least` values
/// or an infinity; the result in the unit of the data and of the type of the sample.
template <sample R, class F>
[[nodiscard]] value_t<R> number_of_sorted(const R& x, purpose use, std::size_t least,
                                          F f) {
  using T = value_t<R>;
  const sorted_sample s = sort_reported(as_span(x), use);
  if (!s.finite || s.values.size() < least) return std::numeric_limits<T>::quiet_NaN();
  return static_cast<T>(s.unit(f(s.span())));
}

}  // namespace ringtrial::detail
