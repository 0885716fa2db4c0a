// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/detail/sorted.hpp>

namespace ringtrial::robust {

template <real T>
struct biweight_scale_options {
  T c = T(9);  ///< values further than c · MAD from the median get no weight, > 0
};

}  // namespace ringtrial::robust

namespace ringtrial::detail {

[[nodiscard]] inline double biweight_scale_of_sorted(std::span<const double> v,
                                                     double c) noexcept {
  const double median = median_of_sorted(v), mad = mad_of_sorted(v, median);
  if (!(mad > 0)) return 0;
  double squares = 0, slopes = 0;
  for (const double value : v) {
    const double t = (value - median) / mad, u = t / c, w = 1 - u * u;
    if (!(w > 0)) continue;
    squares += t * t * (w * w) * (w * w);
    slopes += w * (1 - 5 * u * u);
  }
  const double n = static_cast<double>(v.size());
  return slopes == 0 ? not_a_number : mad * (std::sqrt(n * squares) / std::abs(slopes));
}

}  // namespace ringtrial::detail

namespace ringtrial::robust {

/** Tukey's biweight scale.

      √n · √(Σ(xᵢ − M)²(1 − uᵢ²)⁴) / |Σ(1 − uᵢ²)(1 − 5uᵢ²)|  over |uᵢ| < 1,
      uᵢ = (xᵢ − M)/(c · MAD),  n all values

  Source  Mosteller and Tukey 1977; Beers, Flynn, Gebhardt, Astron. J. 100 (1990) 32.
  Input   x: values in one unit; NaN is skipped.
  Result  in the unit of x, 0 where MAD = 0; NaN for fewer than two values or an infinity.
  Throws  std::invalid_argument for a c that is not finite and positive.
  Cost    that of sorting.
*/
template <sample R>
[[nodiscard]] value_t<R> biweight_scale(
    const R& x, const biweight_scale_options<value_t<R>>& options = {}) {
  const double c = static_cast<double>(options.c);
  detail::require(c > 0 && std::isfinite(c), "biweight_scale", "c", c,
                  "finite and positive");
  return detail::number_of_sorted(x, detail::purpose::differences, 2, [&](auto v) {
    return detail::biweight_scale_of_sorted(v, c);
  });
}

}  // namespace ringtrial::robust
