// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/detail/sorted.hpp>

namespace ringtrial::robust {

template <real T>
struct biweight_options {
  T c = T(6);  ///< values further than c · MAD from the median get no weight, > 0
};

}  // namespace ringtrial::robust

namespace ringtrial::detail {

[[nodiscard]] inline double biweight_of_sorted(std::span<const double> v,
                                               double c) noexcept {
  const double median = median_of_sorted(v), mad = mad_of_sorted(v, median);
  if (!(mad > 0)) return median;
  double weights = 0, moments = 0;
  for (const double value : v) {
    const double t = (value - median) / mad, u = t / c, w = 1 - u * u;
    if (!(w > 0)) continue;
    weights += w * w;
    moments += t * (w * w);
  }
  return median + mad * (moments / weights);
}

}  // namespace ringtrial::detail

namespace ringtrial::robust {

/** Tukey's biweight location, one step from the median.

      M + Σ(xᵢ − M)(1 − uᵢ²)² / Σ(1 − uᵢ²)²  over |uᵢ| < 1,  uᵢ = (xᵢ − M)/(c · MAD)

  M is the median, MAD the raw median absolute deviation.

  Source  Mosteller and Tukey 1977; Beers, Flynn, Gebhardt, Astron. J. 100 (1990) 32.
  Input   x: values in one unit; NaN is skipped.
  Result  in the unit of x; the median where MAD = 0; NaN for no value or an infinity.
  Throws  std::invalid_argument for a c that is not finite and positive.
  Cost    that of sorting: sums run in sorted order, so that the order of the values cannot show.
*/
template <sample R>
[[nodiscard]] value_t<R> biweight(const R& x,
                                  const biweight_options<value_t<R>>& options = {}) {
  const double c = static_cast<double>(options.c);
  detail::require(c > 0 && std::isfinite(c), "biweight", "c", c, "finite and positive");
  return detail::number_of_sorted(x, detail::purpose::differences, 1, [&](auto v) {
    return detail::biweight_of_sorted(v, c);
  });
}

}  // namespace ringtrial::robust
