// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/detail/sorted.hpp>
#include <ringtrial/quantiles.hpp>

namespace ringtrial::robust {

template <real T>
struct tau_scale_options {
  T c1 = T(4.5);  ///< reach of the weights of the location, in raw MAD, > 0
  T c2 = T(3);    ///< where squares are cut off, in raw MAD, > 0
};

}  // namespace ringtrial::robust

namespace ringtrial::detail {

/// E min(Z², b²) for Z standard normal in units of raw MAD, b = c2 Φ⁻¹(3/4).
[[nodiscard]] inline double tau_expectation(double c2) noexcept {
  const double b = c2 * normal_quantile(0.75);
  return 2 * ((1 - b * b) * normal_cdf(b) - b * normal_pdf(b) + b * b) - 1;
}

[[nodiscard]] inline double tau_of_sorted(std::span<const double> v, double c1,
                                          double c2) noexcept {
  const double median = median_of_sorted(v), mad = mad_of_sorted(v, median);
  if (!(mad > 0)) return 0;
  double weights = 0, moments = 0, squares = 0;
  for (const double value : v) {
    const double t = (value - median) / mad, w = 1 - (t / c1) * (t / c1);
    if (!(w > 0)) continue;
    weights += w * w;
    moments += t * (w * w);
  }
  const double mean = moments / weights;
  for (const double value : v) {
    const double t = std::clamp((value - median) / mad - mean, -c2, c2);
    squares += t * t;
  }
  return mad * std::sqrt(squares / (static_cast<double>(v.size()) * tau_expectation(c2)));
}

}  // namespace ringtrial::detail

namespace ringtrial::robust {

/** Tau scale: a truncated standard deviation about a weighted mean.

      s² = S²/(n·E) Σ min(((xᵢ − m)/S)², c₂²),  E = 2((1 − b²)Φ(b) − bφ(b) + b²) − 1,  b = c₂Φ⁻¹(¾)

  S is the raw MAD, m the mean with weights (1 − ((xᵢ − M)/(c₁S))²)² inside c₁S, M the median.

  Source  Maronna and Zamar, Technometrics 44 (2002) 307.
  Input   x: values in one unit; NaN is skipped.
  Result  in the unit of x, 0 where S = 0; NaN for fewer than two values or an infinity.
  Throws  std::invalid_argument for a c1 or c2 that is not finite and positive.
  Cost    that of sorting.
*/
template <sample R>
[[nodiscard]] value_t<R> tau_scale(const R& x,
                                   const tau_scale_options<value_t<R>>& options = {}) {
  const double c1 = static_cast<double>(options.c1), c2 = static_cast<double>(options.c2);
  detail::require(c1 > 0 && std::isfinite(c1), "tau_scale", "c1", c1,
                  "finite and positive");
  detail::require(c2 > 0 && std::isfinite(c2), "tau_scale", "c2", c2,
                  "finite and positive");
  return detail::number_of_sorted(x, detail::purpose::differences, 2, [&](auto v) {
    return detail::tau_of_sorted(v, c1, c2);
  });
}

}  // namespace ringtrial::robust
