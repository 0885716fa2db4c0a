// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>
#include <ringtrial/detail/quotients.hpp>
#include <ringtrial/scores/transform.hpp>

namespace ringtrial::detail {

struct z_formula {
  static constexpr std::string_view function = "z";
  static constexpr std::array<argument_rule, 3> arguments = {
      {{"x"}, {"x_pt"}, {"sigma_pt", rule::not_negative}}};
  scores::transform transform = scores::transform::none;

  [[nodiscard]] double operator()(double x, double x_pt, double sigma_pt) const noexcept {
    return over(transformed(transform, x), transformed(transform, x_pt), sigma_pt);
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::scores {

/** z score, z = (x − x_pt)/σ_pt.

  Source  ISO 13528:2022, 9.4.1 (14). For an assigned value whose uncertainty is negligible
          (u_pt ≤ 0.3 σ_pt), else z_prime. σ_pt = 0 is no target: NaN. A consensus of the same
          participants is correlated with x; the standard's formula ignores it, and so does this.
  Input   NaN anywhere gives NaN there; an infinite x or x_pt gives NaN.
  Throws  std::invalid_argument for a negative or infinite sigma_pt, before anything is computed.
  Cost    O(1) an element, no temporary arrays; relative error at most 4 ulp.
*/
template <real T>
[[nodiscard]] T z(T x, T x_pt, T sigma_pt, z_options options = {}) {
  return detail::of_numbers<T>(detail::z_formula{options.transform}, x, x_pt, sigma_pt);
}

/// Into `out`, of the length of x; each further argument a range of that length or one number.
template <sample R, detail::range_or_number A, detail::range_or_number B>
void z(const R& x, const A& x_pt, const B& sigma_pt, std::span<value_t<R>> out,
       z_options options = {}) {
  detail::fill(detail::z_formula{options.transform}, out, x, x_pt, sigma_pt);
}

template <sample R, detail::range_or_number A, detail::range_or_number B>
[[nodiscard]] std::vector<value_t<R>> z(const R& x, const A& x_pt, const B& sigma_pt,
                                        z_options options = {}) {
  return detail::vector_of(detail::z_formula{options.transform}, x, x_pt, sigma_pt);
}

}  // namespace ringtrial::scores
