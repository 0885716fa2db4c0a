// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

namespace ringtrial::target {

/// Bounds of σ_pt; nothing is no bound.
struct limits {
  std::optional<double> lower, upper;
};

/// Which bound was reached.
enum class limited : unsigned char { none, lower, upper };

[[nodiscard]] constexpr std::string_view name(limited l) noexcept {
  switch (l) {
    case limited::none:
      return "none";
    case limited::lower:
      return "lower";
    case limited::upper:
      return "upper";
  }
  return "unknown";
}

/** max(lower, min(upper, σ_pt)); NaN stays NaN.

  Source  ISO 13528:2022, 8.6.2.
  Throws  std::invalid_argument for lower > upper.
*/
[[nodiscard]] inline double limit(double sigma_pt, const limits& bounds) {
  if (bounds.lower && bounds.upper)
    detail::require(!(*bounds.lower > *bounds.upper), "limit", "lower", *bounds.lower,
                    "at most upper");
  if (std::isnan(sigma_pt)) return sigma_pt;
  if (bounds.upper) sigma_pt = std::min(sigma_pt, *bounds.upper);
  if (bounds.lower) sigma_pt = std::max(sigma_pt, *bounds.lower);
  return sigma_pt;
}

}  // namespace ringtrial::target
