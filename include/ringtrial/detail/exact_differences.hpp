// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/double_double.hpp>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace ringtrial::detail {

/// The unit of computing: results are (shift + value) 2^exponent.
struct computing_unit {
  double shift = 0;
  int exponent = 0;

  /// Brings the largest of the sizes of results below 2.
  [[nodiscard]] static int exponent_of(double largest) noexcept {
    return largest > 0 ? std::ilogb(largest) : 0;
  }
  /// A result, a difference and a square in the unit of the data.
  [[nodiscard]] double value(double_double d) const noexcept {
    return std::ldexp((d + shift).rounded(), exponent) + 0.0;
  }
  [[nodiscard]] double width(double d) const noexcept { return std::ldexp(d, exponent); }
  [[nodiscard]] double square(double d) const noexcept {
    return std::ldexp(d, 2 * exponent);
  }
};

/// The size of the largest of finite values.
[[nodiscard]] inline double largest_size(std::span<const double> x) noexcept {
  double largest = 0;
  for (const double v : x) largest = std::max(largest, std::abs(v));
  return largest;
}

/// Finite values as exact differences from the smallest of them, in computing units: neither offset
/// nor unit costs a figure.
struct exact_differences {
  computing_unit unit;
  std::vector<double_double> values;

  exact_differences() = default;
  explicit exact_differences(std::span<const double> x)
      : exact_differences(x, computing_unit::exponent_of(largest_size(x))) {}
  /// With a given exponent, that several samples may have in common.
  exact_differences(std::span<const double> x, int exponent)
      : unit{x.empty() ? 0 : std::ldexp(std::ranges::min(x), -exponent), exponent} {
    values.reserve(x.size());
    for (const double v : x)
      values.push_back(exact_sum(std::ldexp(v, -exponent), -unit.shift));
  }
};

}  // namespace ringtrial::detail
