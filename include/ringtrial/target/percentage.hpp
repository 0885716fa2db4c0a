// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>

#include <algorithm>

namespace ringtrial::detail {

struct percentage_formula {
  static constexpr std::string_view function = "percentage";
  static constexpr std::array<argument_rule, 2> arguments = {
      {{"x_pt"}, {"percent", rule::positive}}};

  [[nodiscard]] double operator()(double x_pt, double percent) const noexcept {
    if (x_pt == 0) return std::numeric_limits<double>::quiet_NaN();
    const double level = std::abs(x_pt), product = level * percent;
    if (!(product < 0x1p-1000 || std::isinf(product))) return product / 100;
    return std::max(level, percent) / 100 * std::min(level, percent);
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::target {

/** A percentage of the assigned value, |x_pt|·percent/100, in the unit of x_pt; x_pt = 0 gives NaN.

  Source  ISO 13528:2022, 8.2.
  Throws  std::invalid_argument for a percent that is not finite and positive.
  Cost    O(1) an element.
*/
template <real T>
[[nodiscard]] T percentage(T x_pt, T percent) {
  return detail::of_numbers<T>(detail::percentage_formula{}, x_pt, percent);
}

/// Into `out`, of the length of x_pt; percent a range of that length or one number.
template <sample R, detail::range_or_number A>
void percentage(const R& x_pt, const A& percent, std::span<value_t<R>> out) {
  detail::fill(detail::percentage_formula{}, out, x_pt, percent);
}

template <sample R, detail::range_or_number A>
[[nodiscard]] std::vector<value_t<R>> percentage(const R& x_pt, const A& percent) {
  return detail::vector_of(detail::percentage_formula{}, x_pt, percent);
}

}  // namespace ringtrial::target
