// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/density/detail/turning_points.hpp>

#include <span>

namespace ringtrial::density::detail {

/// Sorted values without repetition, each with its number.
[[nodiscard]] inline weighted_values distinct_values(std::span<const double> v) {
  weighted_values values;
  for (const double x : v) {
    if (values.at.empty() || x != values.at.back()) {
      values.at.push_back(x);
      values.weight.push_back(0);
    }
    ++values.weight.back();
  }
  return values;
}

[[nodiscard]] inline std::size_t count_modes(const weighted_values& values, double h) {
  return turning_point_search(values, h, false).run().size();
}

/// The smallest h with at most this many modes, of more distinct values than that; to 1e-10, rounded up.
[[nodiscard]] inline double smallest_bandwidth(const weighted_values& values,
                                               std::size_t modes) {
  constexpr double close = 1e-10;
  double high = values.at.back() - values.at.front();  // f is concave between them
  double low = high / 2;
  while (count_modes(values, low) <= modes) {
    high = low;
    low /= 2;
  }
  while (high / low - 1 > close) {
    const double middle = low * std::sqrt(high / low);
    (count_modes(values, middle) <= modes ? high : low) = middle;
  }
  return high;
}

}  // namespace ringtrial::density::detail
