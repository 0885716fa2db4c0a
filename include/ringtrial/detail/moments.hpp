// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/sorted.hpp>

namespace ringtrial::detail {

struct mean_and_sd {
  double mean = not_a_number;
  double sd = not_a_number;  ///< divisor n − 1; NaN for fewer than two values
};

/// Summed about the median, so that equal values give themselves and exactly 0.
[[nodiscard]] inline mean_and_sd moments_of_sorted(std::span<const double> v) noexcept {
  if (v.empty()) return {};
  const double centre = median_of_sorted(v), n = static_cast<double>(v.size());
  double sum = 0, squares = 0;
  for (const double value : v) sum += value - centre;
  const double shift = sum / n;
  for (const double value : v) {
    const double deviation = (value - centre) - shift;
    squares += deviation * deviation;
  }
  return {centre + shift, v.size() < 2 ? not_a_number : std::sqrt(squares / (n - 1))};
}

/// The values of a sample as double: seen in place, or converted from float.
template <sample R>
[[nodiscard]] auto as_doubles(const R& x) {
  const auto values = as_span(x);
  if constexpr (std::same_as<value_t<R>, double>)
    return values;
  else
    return std::vector<double>(values.begin(), values.end());
}

}  // namespace ringtrial::detail
