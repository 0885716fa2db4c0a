// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>
#include <ringtrial/detail/quotients.hpp>

namespace ringtrial::detail {

struct ez_minus_formula {
  static constexpr std::string_view function = "ez_minus";
  static constexpr std::array<argument_rule, 4> arguments = {
      {{"x"}, {"x_pt"}, {"U", rule::not_negative}, {"U_pt", rule::not_negative}}};

  [[nodiscard]] double operator()(double x, double x_pt, double U,
                                  double U_pt) const noexcept {
    return over_with_margin(x, x_pt, U_pt, U);
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::scores {

/** Ez⁻ = (x − (x_pt − U_pt))/U; U = 0 gives NaN.

  Source  ISO 13528:2005, p. 30. The pair is judged by signal_ez.
  Input   NaN anywhere gives NaN there; an infinite x or x_pt gives NaN.
  Throws  std::invalid_argument for a negative or infinite U or U_pt, before anything is computed.
  Cost    O(1) an element, no temporary arrays; error at most 4 ulp of the largest term.
*/
template <real T>
[[nodiscard]] T ez_minus(T x, T x_pt, T U, T U_pt) {
  return detail::of_numbers<T>(detail::ez_minus_formula{}, x, x_pt, U, U_pt);
}

/// Into `out`, of the length of x; each further argument a range of that length or one number.
template <sample R, detail::range_or_number A, detail::range_or_number B,
          detail::range_or_number C>
void ez_minus(const R& x, const A& x_pt, const B& U, const C& U_pt,
              std::span<value_t<R>> out) {
  detail::fill(detail::ez_minus_formula{}, out, x, x_pt, U, U_pt);
}

template <sample R, detail::range_or_number A, detail::range_or_number B,
          detail::range_or_number C>
[[nodiscard]] std::vector<value_t<R>> ez_minus(const R& x, const A& x_pt, const B& U,
                                               const C& U_pt) {
  return detail::vector_of(detail::ez_minus_formula{}, x, x_pt, U, U_pt);
}

}  // namespace ringtrial::scores
