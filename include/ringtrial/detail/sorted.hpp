// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/sorting.hpp>

#include <cmath>

namespace ringtrial::detail {

inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// What will be done with the sorted values, and so which sizes they must not have.
enum class purpose : unsigned char {
  order,        ///< only picked: any size
  differences,  ///< subtracted: no overflow
  squares,      ///< squared and summed: no overflow, no underflow
};

/// Values up to this size may be subtracted from each other.
inline constexpr double largest_difference = 0x1p1000;

/// Whether finite values of this largest size serve the purpose as they are.
[[nodiscard]] constexpr bool is_ordinary(double largest, purpose use) noexcept {
  switch (use) {
    case purpose::order:
      return largest <= std::numeric_limits<double>::max();
    case purpose::differences:
      return largest <= largest_difference;
    case purpose::squares:
      break;
  }
  return largest == 0 || (largest <= 0x1p400 && largest >= 0x1p-300);
}

/// The power of two to divide sorted values by, where the purpose would overflow or underflow.
[[nodiscard]] inline int extreme_exponent(std::span<const double> v,
                                          purpose use) noexcept {
  if (v.empty() || use == purpose::order) return 0;
  const double largest = std::max(std::abs(v.front()), std::abs(v.back()));
  if (is_ordinary(largest, use)) return 0;
  if (use == purpose::differences) return 8;
  constexpr int most = 400;
  const int exponent = std::ilogb(largest);
  return exponent < most ? exponent
                         : exponent - most;  // the others keep their squares too
}

/// The reported values of a sample in ascending order, as double.
class sorted_sample {
 public:
  buffer<double> values;  ///< NaN dropped; times 2^−exponent
  bool finite = true;     ///< false if an infinity was among them
  int exponent = 0;       ///< what the values were divided by is 2^exponent

  template <real T>
  sorted_sample(std::span<const T> x, purpose use) : values(x.size()) {
    std::size_t n = 0;
    for (const T value : x) {
      values[n] = static_cast<double>(value) + 0.0;
      n += value == value ? 1 : 0;
    }
    values.shrink(n);
    sort_values({values.data(), n});
    finite = n == 0 || (std::isfinite(values.front()) && std::isfinite(values.back()));
    if (finite) exponent = extreme_exponent(span(), use);
    if (exponent == 0) return;
    for (double& v : values) v = std::ldexp(v, -exponent);
  }

  [[nodiscard]] std::span<const double> span() const noexcept {
    return {values.data(), values.size()};
  }
  /// A number in the unit of the data from one in the unit of `values`.
  [[nodiscard]] double unit(double value) const noexcept {
    return (exponent == 0 ? value : std::ldexp(value, exponent)) + 0.0;
  }
};

template <real T>
[[nodiscard]] sorted_sample sort_reported(std::span<const T> x,
                                          purpose use = purpose::squares) {
  return sorted_sample(x, use);
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
