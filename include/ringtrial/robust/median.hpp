// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/select.hpp>

namespace ringtrial::robust {

/** Middle value; of an even number of values the midpoint of the two middle ones.

  Source  ISO 13528:2022, C.2.1.
  Input   x: values in one unit; NaN counts as not reported and is skipped.
  Result  in the unit of x; NaN for no value or an infinity.
  Cost    O(n).
  Breakdown point 50 %, efficiency at the normal 64 %. Prefer algorithm_a where at most a fifth
  of the results are suspect and there are a dozen or more.
*/
template <sample R>
[[nodiscard]] value_t<R> median(const R& x) {
  const auto v = detail::as_span(x);
  if (const auto n = detail::selectable(v, 64))
    return static_cast<value_t<R>>(
        detail::median_by(*n, detail::selection(v, *n, detail::as_double{})));
  return detail::number_of_sorted(x, detail::purpose::order, 1, detail::median_of_sorted);
}

}  // namespace ringtrial::robust
