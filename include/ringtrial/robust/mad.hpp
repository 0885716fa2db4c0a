// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/detail/select.hpp>

namespace ringtrial::robust {

template <real T>
struct mad_options {
  T factor = T(1.4826);  ///< printed in the standard; exactly 1.482602218505602, > 0
};

}  // namespace ringtrial::robust

namespace ringtrial::detail {

/// Raw median absolute deviation of n reported values, without sorting.
template <real T>
[[nodiscard]] double selected_mad(std::span<const T> x, std::size_t n) {
  const double median = median_by(n, selection(x, n, as_double{}));
  const auto distance = [median](T value) {
    return std::abs(static_cast<double>(value) - median);
  };
  return median_by(n, selection(x, n, distance));
}

}  // namespace ringtrial::detail

namespace ringtrial::robust {

/** Scaled median absolute deviation, MADe.

      factor · med |xᵢ − med x|

  Source  ISO 13528:2022, C.2.2.
  Input   x: values in one unit; NaN is skipped.
  Result  in the unit of x, 0 where more than half the values agree; NaN for fewer than two
          values or an infinity.
  Throws  std::invalid_argument for a factor that is not finite and positive.
  Cost    O(n).
  Breakdown point 50 %, efficiency 37 %. Prefer Qn, as resistant and far more efficient.
*/
template <sample R>
[[nodiscard]] value_t<R> mad(const R& x, const mad_options<value_t<R>>& options = {}) {
  const double factor = static_cast<double>(options.factor);
  detail::require(factor > 0 && std::isfinite(factor), "mad", "factor", factor,
                  "finite and positive");
  const auto v = detail::as_span(x);
  if (const auto n = detail::selectable(v, 300))
    return static_cast<value_t<R>>(factor * detail::selected_mad(v, *n));
  return detail::number_of_sorted(x, detail::purpose::differences, 2, [&](auto s) {
    return factor * detail::mad_of_sorted(s, detail::median_of_sorted(s));
  });
}

}  // namespace ringtrial::robust
