// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>

#include <algorithm>

namespace ringtrial::detail {

struct from_precision_formula {
  static constexpr std::string_view function = "from_precision";
  static constexpr std::array<argument_rule, 3> arguments = {{{"s_R", rule::not_negative},
                                                              {"s_r", rule::not_negative},
                                                              {"n", rule::at_least_one}}};
  static constexpr joint_rule joint{1, 0, 1e-12};

  /// √((s_R − s_r)(s_R + s_r) + s_r²/n), both divided by a power of two near s_R.
  [[nodiscard]] double operator()(double s_R, double s_r, double n) const noexcept {
    if (std::isnan(s_R) || std::isnan(s_r) || std::isnan(n)) return s_R + s_r + n;
    if (s_R == 0) return 0;
    const int exponent = std::ilogb(s_R);
    const double R = std::ldexp(s_R, -exponent);
    const double r = std::min(std::ldexp(s_r, -exponent), R);
    return std::ldexp(std::sqrt((R - r) * (R + r) + r * r / n), exponent);
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::target {

/** From the precision of a collaborative study, √(s_R² − s_r²(1 − 1/n)): reproducibility s_R,
    repeatability s_r, n results averaged per laboratory.

  Source  ISO 13528:2022, 8.5.1 (9).
  Input   s_R, s_r in one unit, not negative; n at least 1, any real. NaN gives NaN.
  Result  in that unit, 0 only for s_R = 0.
  Throws  std::invalid_argument for a negative number, n < 1 or s_r > s_R, beyond a relative 1e-12.
  Cost    O(1) an element.
*/
template <real T>
[[nodiscard]] T from_precision(T s_R, T s_r, T n) {
  return detail::of_numbers<T>(detail::from_precision_formula{}, s_R, s_r, n);
}

/// Into `out`, of the length of s_R; each further argument a range of that length or one number.
template <sample R, detail::range_or_number A, detail::range_or_number B>
void from_precision(const R& s_R, const A& s_r, const B& n, std::span<value_t<R>> out) {
  detail::fill(detail::from_precision_formula{}, out, s_R, s_r, n);
}

template <sample R, detail::range_or_number A, detail::range_or_number B>
[[nodiscard]] std::vector<value_t<R>> from_precision(const R& s_R, const A& s_r,
                                                     const B& n) {
  return detail::vector_of(detail::from_precision_formula{}, s_R, s_r, n);
}

}  // namespace ringtrial::target
