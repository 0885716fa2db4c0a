// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>

namespace ringtrial::detail {

struct combine_uncertainty_formula {
  static constexpr std::string_view function = "combine_uncertainty";
  static constexpr std::array<argument_rule, 4> arguments = {
      {{"u_char", rule::not_negative},
       {"u_hom", rule::not_negative},
       {"u_trans", rule::not_negative},
       {"u_stab", rule::not_negative}}};

  [[nodiscard]] double operator()(double u_char, double u_hom, double u_trans,
                                  double u_stab) const noexcept {
    return std::hypot(std::hypot(u_char, u_hom), std::hypot(u_trans, u_stab));
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::assigned {

/** Combined standard uncertainty of the assigned value, √(u_char² + u_hom² + u_trans² + u_stab²).

  Source  ISO 13528:2022, 7.2.2 (3): characterisation, homogeneity, transport, stability.
  Input   in one unit; NaN in any gives NaN.
  Throws  std::invalid_argument for a negative or infinite part.
  Cost    O(1) an element; relative error at most 4 ulp, no overflow or underflow on the way.
*/
template <real T>
[[nodiscard]] T combine_uncertainty(T u_char, T u_hom = 0, T u_trans = 0, T u_stab = 0) {
  return detail::of_numbers<T>(detail::combine_uncertainty_formula{}, u_char, u_hom,
                               u_trans, u_stab);
}

/// Into `out`, of the length of u_char; each further argument a range of that length or one number.
template <sample R, detail::range_or_number A, detail::range_or_number B,
          detail::range_or_number C>
void combine_uncertainty(const R& u_char, const A& u_hom, const B& u_trans,
                         const C& u_stab, std::span<value_t<R>> out) {
  detail::fill(detail::combine_uncertainty_formula{}, out, u_char, u_hom, u_trans,
               u_stab);
}

template <sample R, detail::range_or_number A = int, detail::range_or_number B = int,
          detail::range_or_number C = int>
[[nodiscard]] std::vector<value_t<R>> combine_uncertainty(const R& u_char,
                                                          const A& u_hom = 0,
                                                          const B& u_trans = 0,
                                                          const C& u_stab = 0) {
  return detail::vector_of(detail::combine_uncertainty_formula{}, u_char, u_hom, u_trans,
                           u_stab);
}

}  // namespace ringtrial::assigned
