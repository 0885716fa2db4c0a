// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>
#include <ringtrial/detail/quotients.hpp>

namespace ringtrial::detail {

struct percent_allowance_formula {
  static constexpr std::string_view function = "percent_allowance";
  static constexpr std::array<argument_rule, 4> arguments = {
      {{"x"}, {"x_pt"}, {"delta_e", rule::not_negative}, {"U_pt", rule::not_negative}}};

  [[nodiscard]] double operator()(double x, double x_pt, double delta_e,
                                  double U_pt) const noexcept {
    if (!(delta_e > 0)) return std::numeric_limits<double>::quiet_NaN();
    const double quotient = over_hypot(x, x_pt, delta_e, U_pt);
    if (std::abs(quotient) < 0x1p-960 && x != x_pt)  // subnormal, though not its 100-fold
      return 100 * over_hypot(0x1p64 * (x - x_pt), 0, delta_e, U_pt) * 0x1p-64;
    return 100 * quotient;
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::scores {

/** Per cent of the allowance, P_A = 100 (x − x_pt)/√(δ_E² + U_pt²).

  delta_e is the maximum permissible error; U_pt = 0 is the plain form, else the expanded
  uncertainty (k = 2) of the assigned value counts too. delta_e = 0 is no target: NaN.

  Source  ISO 13528:2022, 9.3.6 (13) and 9.5.2 (16).
  Input   NaN anywhere gives NaN there; an infinite x or x_pt gives NaN.
  Throws  std::invalid_argument for a negative or infinite delta_e or U_pt, before anything is computed.
  Cost    O(1) an element, no temporary arrays; relative error at most 4 ulp.
*/
template <real T>
[[nodiscard]] T percent_allowance(T x, T x_pt, T delta_e, T U_pt = T(0)) {
  return detail::of_numbers<T>(detail::percent_allowance_formula{}, x, x_pt, delta_e,
                               U_pt);
}

/// Into `out`, of the length of x; each further argument a range of that length or one number.
template <sample R, detail::range_or_number A, detail::range_or_number B,
          detail::range_or_number C>
void percent_allowance(const R& x, const A& x_pt, const B& delta_e, const C& U_pt,
                       std::span<value_t<R>> out) {
  detail::fill(detail::percent_allowance_formula{}, out, x, x_pt, delta_e, U_pt);
}

template <sample R, detail::range_or_number A, detail::range_or_number B,
          detail::range_or_number C = int>
[[nodiscard]] std::vector<value_t<R>> percent_allowance(const R& x, const A& x_pt,
                                                        const B& delta_e,
                                                        const C& U_pt = 0) {
  return detail::vector_of(detail::percent_allowance_formula{}, x, x_pt, delta_e, U_pt);
}

}  // namespace ringtrial::scores
