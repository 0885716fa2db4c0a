// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>

#include <cmath>
#include <optional>
#include <string_view>

namespace ringtrial::homogeneity::detail {

/// value ≤ limit with a relative slack, so that a printed limit passes; nothing where either is NaN.
[[nodiscard]] inline std::optional<bool> meets(double value, double limit) noexcept {
  if (std::isnan(value) || std::isnan(limit)) return std::nullopt;
  return value <= limit * (1 + 1e-12);
}

/// sigma_pt may be NaN: not asked.
inline void require_criterion(std::string_view function, double sigma_pt, double factor) {
  using ringtrial::detail::require;
  constexpr auto allowed = "finite and positive";
  require(std::isnan(sigma_pt) || (sigma_pt > 0 && std::isfinite(sigma_pt)), function,
          "sigma_pt", sigma_pt, allowed);
  require(factor > 0 && std::isfinite(factor), function, "factor", factor, allowed);
}

inline void require_alpha(std::string_view function, double alpha) {
  ringtrial::detail::require(alpha > 0 && alpha < 1, function, "alpha", alpha,
                             "between 0 and 1");
}

}  // namespace ringtrial::homogeneity::detail
