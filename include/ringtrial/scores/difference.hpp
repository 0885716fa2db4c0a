// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>
#include <ringtrial/scores/transform.hpp>

namespace ringtrial::detail {

struct difference_formula {
  static constexpr std::string_view function = "difference";
  static constexpr std::array<argument_rule, 2> arguments = {{{"x"}, {"x_pt"}}};
  scores::transform transform = scores::transform::none;

  [[nodiscard]] double operator()(double x, double x_pt) const noexcept {
    return transformed(transform, x) - transformed(transform, x_pt);
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::scores {

/** Difference from the assigned value, D = x − x_pt, in the unit of x (log units with a transform).

  Source  ISO 13528:2022, 9.3.1 (11).
  Input   NaN in any argument gives NaN; an infinity gives NaN.
  Cost    O(1) an element.
*/
template <real T>
[[nodiscard]] T difference(T x, T x_pt, z_options options = {}) {
  return detail::of_numbers<T>(detail::difference_formula{options.transform}, x, x_pt);
}

/// Into `out`, of the length of x; each further argument a range of that length or one number.
template <sample R, detail::range_or_number A>
void difference(const R& x, const A& x_pt, std::span<value_t<R>> out,
                z_options options = {}) {
  detail::fill(detail::difference_formula{options.transform}, out, x, x_pt);
}

template <sample R, detail::range_or_number A>
[[nodiscard]] std::vector<value_t<R>> difference(const R& x, const A& x_pt,
                                                 z_options options = {}) {
  return detail::vector_of(detail::difference_formula{options.transform}, x, x_pt);
}

}  // namespace ringtrial::scores
