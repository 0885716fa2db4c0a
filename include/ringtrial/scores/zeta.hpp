// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>
#include <ringtrial/detail/quotients.hpp>
#include <ringtrial/scores/transform.hpp>

namespace ringtrial::detail {

struct zeta_formula {
  static constexpr std::string_view function = "zeta";
  static constexpr std::array<argument_rule, 4> arguments = {
      {{"x"}, {"x_pt"}, {"u", rule::not_negative}, {"u_pt", rule::not_negative}}};
  scores::missing_uncertainty missing_u = scores::missing_uncertainty::none_given;
  scores::transform transform = scores::transform::none;

  [[nodiscard]] double operator()(double x, double x_pt, double u,
                                  double u_pt) const noexcept {
    const double own =
        std::isnan(u) && missing_u == scores::missing_uncertainty::zero ? 0.0 : u;
    return over_hypot(transformed(transform, x), transformed(transform, x_pt), own, u_pt);
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::scores {

/** ζ = (x − x_pt)/√(u² + u_pt²), with standard uncertainties of the laboratory and of x_pt.

  missing_u says what a NaN in u means: no score, or as if it were 0; it never applies to u_pt.
  A whole denominator of 0 gives NaN.

  Source  ISO 13528:2022, 9.6.1 (19).
  Input   NaN anywhere gives NaN there; an infinite x or x_pt gives NaN.
  Throws  std::invalid_argument for a negative or infinite u or u_pt, before anything is computed.
  Cost    O(1) an element, no temporary arrays; relative error at most 4 ulp.
*/
template <real T>
[[nodiscard]] T zeta(T x, T x_pt, T u, T u_pt, zeta_options options = {}) {
  return detail::of_numbers<T>(detail::zeta_formula{options.missing_u, options.transform},
                               x, x_pt, u, u_pt);
}

/// Into `out`, of the length of x; each further argument a range of that length or one number.
template <sample R, detail::range_or_number A, detail::range_or_number B,
          detail::range_or_number C>
void zeta(const R& x, const A& x_pt, const B& u, const C& u_pt, std::span<value_t<R>> out,
          zeta_options options = {}) {
  detail::fill(detail::zeta_formula{options.missing_u, options.transform}, out, x, x_pt,
               u, u_pt);
}

template <sample R, detail::range_or_number A, detail::range_or_number B,
          detail::range_or_number C>
[[nodiscard]] std::vector<value_t<R>> zeta(const R& x, const A& x_pt, const B& u,
                                           const C& u_pt, zeta_options options = {}) {
  return detail::vector_of(detail::zeta_formula{options.missing_u, options.transform}, x,
                           x_pt, u, u_pt);
}

}  // namespace ringtrial::scores
