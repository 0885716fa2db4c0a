// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/quantiles.hpp>

#include <cmath>
#include <limits>

namespace ringtrial::qualitative {

struct poisson_interval_options {
  double exposure = 1;       ///< what was counted on, e.g. ml plated; > 0
  double confidence = 0.95;  ///< in (0, 1)
};

struct poisson_interval_result {
  double estimate = std::numeric_limits<double>::quiet_NaN();  ///< count by exposure
  double lower = std::numeric_limits<double>::quiet_NaN();
  double upper = std::numeric_limits<double>::quiet_NaN();
  double standard_error = std::numeric_limits<double>::quiet_NaN();
  status_t status = outcome::not_finite;
};

namespace detail {

/// From this count on the expansion below is exact to the last digits.
inline constexpr double large_poisson_count = 1e8;

/// Quantile of a gamma distribution of large shape a, z that of the normal one (Cornish and Fisher).
[[nodiscard]] inline double large_gamma_quantile(double a, double z) noexcept {
  const double z2 = z * z;
  return a + z * std::sqrt(a) + (z2 - 1) / 3 + z * (z2 - 7) / (36 * std::sqrt(a)) -
         (3 * z2 * z2 + 7 * z2 - 16) / (810 * a);
}

/// Half of the χ² of 2a degrees of freedom with that much below, or above.
[[nodiscard]] inline double lower_poisson_limit(double a, double tail) noexcept {
  if (a >= large_poisson_count) return large_gamma_quantile(a, normal_quantile(tail));
  return a > 0 ? chi_squared_quantile(tail, 2 * a) / 2 : 0;
}
[[nodiscard]] inline double upper_poisson_limit(double a, double tail) noexcept {
  if (a >= large_poisson_count) return large_gamma_quantile(a, -normal_quantile(tail));
  return chi_squared_quantile_upper(tail, 2 * a) / 2;
}

}  // namespace detail

/** Exact confidence interval of a Poisson count.

      lower = ½ χ²(α/2; 2c)/exposure,  0 at c = 0      upper = ½ χ²(1 − α/2; 2c + 2)/exposure

  Source  Garwood, Biometrika 28 (1936) 437; from c = 1e8 on Cornish and Fisher's expansion of χ².
  Input   count: a whole number ≥ 0.
  Result  counts per unit of exposure; standard_error √c/exposure. `not_finite` if a number
          overflows for a tiny exposure.
  Throws  std::invalid_argument for a count that is broken or negative, exposure not above 0,
          a confidence outside (0, 1).
  Cost    O(1).
*/
[[nodiscard]] inline poisson_interval_result poisson_interval(
    double count, const poisson_interval_options& options = {}) {
  constexpr std::string_view function = "poisson_interval";
  using ringtrial::detail::require;
  require(count >= 0 && std::isfinite(count) && count == std::trunc(count), function,
          "count", count, "an integer not below 0");
  require(options.exposure > 0 && std::isfinite(options.exposure), function, "exposure",
          options.exposure, "finite and positive");
  detail::require_confidence(function, options.confidence);
  const double tail = (1 - options.confidence) / 2;
  const poisson_interval_result r{
      count / options.exposure,
      detail::lower_poisson_limit(count, tail) / options.exposure,
      detail::upper_poisson_limit(count + 1, tail) / options.exposure,
      std::sqrt(count) / options.exposure, outcome::ok};
  return std::isfinite(r.upper) ? r : poisson_interval_result{};
}

}  // namespace ringtrial::qualitative
