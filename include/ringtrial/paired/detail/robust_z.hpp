// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/exact_differences.hpp>
#include <ringtrial/paired/detail/complete_pairs.hpp>
#include <ringtrial/robust/median.hpp>
#include <ringtrial/robust/niqr.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace ringtrial::paired::detail {

/// (value − median)/nIQR at the positions of the pairs. A spread that rounding of the results alone
/// can make, at most 4 ulp of `size`, is none: its scores would be noise.
[[nodiscard]] inline std::vector<double> robust_z(const std::vector<double>& values,
                                                  const complete_pairs& pairs,
                                                  double size,
                                                  robust::quartile_rule quartiles) {
  std::vector<double> z(pairs.laboratories, nan);
  const double scale = robust::niqr(values, {.quartiles = quartiles});
  if (!(scale > 4 * std::numeric_limits<double>::epsilon() * size)) return z;
  const double median = robust::median(values);
  for (std::size_t k = 0; k < values.size(); ++k)
    z[pairs.at[k]] = (values[k] - median) / scale;
  return z;
}

/// Scores of x + y (sign 1) or x − y (−1): the factor √½ cancels.
[[nodiscard]] inline std::vector<double> z_of_pairs(const complete_pairs& pairs, int sign,
                                                    robust::quartile_rule quartiles) {
  using ringtrial::detail::computing_unit, ringtrial::detail::exact_differences,
      ringtrial::detail::largest_size;
  if (!pairs.finite || pairs.n() < 2) return std::vector<double>(pairs.laboratories, nan);
  const double size = std::max(largest_size(pairs.x), largest_size(pairs.y));
  const int exponent = computing_unit::exponent_of(size);
  const exact_differences x(pairs.x, exponent), y(pairs.y, exponent);
  std::vector<double> values;
  for (std::size_t k = 0; k < pairs.n(); ++k)
    values.push_back((x.values[k] + y.values[k] * double(sign)).rounded());
  return robust_z(values, pairs, std::ldexp(size, -exponent), quartiles);
}

}  // namespace ringtrial::paired::detail
