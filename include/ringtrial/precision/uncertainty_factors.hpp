// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>

#include <cmath>
#include <cstddef>
#include <limits>

namespace ringtrial::precision {

struct uncertainty_factors_result {
  double A_r = std::numeric_limits<double>::quiet_NaN();  ///< of s_r, without unit
  double A_R = std::numeric_limits<double>::quiet_NaN();  ///< of s_R, without unit
};

/** How well a study of p laboratories with n replicates will know s_r and s_R: half-widths of their
    confidence intervals, relative to the true standard deviations.

      A_r = z √(1/(2p(n − 1)))
      A_R = z √((p(1 + n(γ² − 1))² + (n − 1)(p − 1))/(2γ⁴n²(p − 1)p)),   γ = σ_R/σ_r

  Source  ISO 5725-1:1994, 6.3. p = 5, n = 2: A_r 0.62; with γ = 1: A_R 0.46.
  Input   p, n ≥ 2; γ ≥ 1; z > 0, 1.96 for 95 %.
  Throws  std::invalid_argument for an argument outside.
  Cost    O(1).
*/
[[nodiscard]] inline uncertainty_factors_result uncertainty_factors(std::size_t p,
                                                                    std::size_t n,
                                                                    double gamma,
                                                                    double z = 1.96) {
  using ringtrial::detail::require;
  constexpr auto function = "uncertainty_factors";
  const auto labs = static_cast<double>(p), replicates = static_cast<double>(n);
  require(p >= 2, function, "p", labs, "at least 2");
  require(n >= 2, function, "n", replicates, "at least 2");
  require(gamma >= 1 && std::isfinite(gamma), function, "gamma", gamma,
          "finite and at least 1");
  require(z > 0 && std::isfinite(z), function, "z", z, "finite and positive");
  const double share = 1 / gamma / gamma;  // σ_r²/σ_R²
  const double between = share + replicates * (1 - share);
  const double variance =
      (labs * between * between + (replicates - 1) * (labs - 1) * share * share) /
      (2 * replicates * replicates * (labs - 1) * labs);
  return {z * std::sqrt(1 / (2 * labs * (replicates - 1))), z * std::sqrt(variance)};
}

}  // namespace ringtrial::precision
