// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>
#include <ringtrial/detail/quotients.hpp>

namespace ringtrial::detail {

struct percent_difference_formula {
  static constexpr std::string_view function = "percent_difference";
  static constexpr std::array<argument_rule, 2> arguments = {{{"x"}, {"x_pt"}}};

  [[nodiscard]] double operator()(double x, double x_pt) const noexcept {
    return 100 * over(x, x_pt, x_pt);
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::scores {

/** Per cent difference, D% = 100 (x − x_pt)/x_pt; the sign of x_pt counts, as printed.

  Source  ISO 13528:2022, 9.3.1 (12).
  Input   NaN in any argument, an infinity, or x_pt = 0 gives NaN.
  Cost    O(1) an element.
*/
template <real T>
[[nodiscard]] T percent_difference(T x, T x_pt) {
  return detail::of_numbers<T>(detail::percent_difference_formula{}, x, x_pt);
}

/// Into `out`, of the length of x; each further argument a range of that length or one number.
template <sample R, detail::range_or_number A>
void percent_difference(const R& x, const A& x_pt, std::span<value_t<R>> out) {
  detail::fill(detail::percent_difference_formula{}, out, x, x_pt);
}

template <sample R, detail::range_or_number A>
[[nodiscard]] std::vector<value_t<R>> percent_difference(const R& x, const A& x_pt) {
  return detail::vector_of(detail::percent_difference_formula{}, x, x_pt);
}

}  // namespace ringtrial::scores
