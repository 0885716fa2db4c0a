// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>

namespace ringtrial::detail {

struct percentage_formula {
  static constexpr std::string_view function = "percentage";
  static constexpr std::array<argument_rule, 2> arguments = {
      {{"x_pt"}, {"percent", rule::positive}}};

  [[nodiscard]] double operator()(double x_pt, double percent) const noexcept {
    if (x_pt == 0) return std::numeric_limits<double>::quiet_NaN();
    const double product = std::abs(x_pt) * percent;
    return std::isfinite(product) && product > 0x1p-1000
               ? product / 100
               : std::abs(x_pt) * (percent / 100);
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::target {

/** A percentage of the assigned value, |x_pt|·percent/100, in the unit of x_pt; x_pt = 0 gives NaN.

  Source  ISO 13528:2022, 8.2.
  Throws  std::invalid_argument for a percent that is not finite and positive.
*/
template <real T>
[[nodiscard]] T percentage(T x_pt, T percent) {
  return detail::of_numbers<T>(detail::percentage_formula{}, x_pt, percent);
}

template <sample R, detail::range_or_number A>
[[nodiscard]] std::vector<value_t<R>> percentage(const R& x_pt, const A& percent) {
  return detail::of_ranges(detail::percentage_formula{}, x_pt, percent);
}

}  // namespace ringtrial::target
