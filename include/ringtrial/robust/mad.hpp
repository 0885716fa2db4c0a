// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/detail/sorted.hpp>

namespace ringtrial::robust {

template <real T>
struct mad_options {
  T factor = T(1.4826);  ///< printed in the standard; exactly 1.482602218505602, > 0
};

/** Scaled median absolute deviation, MADe.

      factor · med |xᵢ − med x|

  Source  ISO 13528:2022, C.2.2.
  Input   x: values in one unit; NaN is skipped.
  Result  in the unit of x, 0 where more than half the values agree; NaN for fewer than two
          values or an infinity.
  Throws  std::invalid_argument for a factor that is not finite and positive.
  Cost    that of sorting; the second median is a bisection.
  Breakdown point 50 %, efficiency 37 %. Prefer Qn, as resistant and far more efficient.
*/
template <sample R>
[[nodiscard]] value_t<R> mad(const R& x, const mad_options<value_t<R>>& options = {}) {
  const double factor = static_cast<double>(options.factor);
  detail::require(factor > 0 && std::isfinite(factor), "mad", "factor", factor,
                  "finite and positive");
  return detail::number_of_sorted(x, detail::purpose::differences, 2, [&](auto v) {
    return factor * detail::mad_of_sorted(v, detail::median_of_sorted(v));
  });
}

}  // namespace ringtrial::robust
