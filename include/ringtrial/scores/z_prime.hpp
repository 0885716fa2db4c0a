// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>
#include <ringtrial/detail/quotients.hpp>
#include <ringtrial/scores/transform.hpp>

namespace ringtrial::detail {

struct z_prime_formula {
  static constexpr std::string_view function = "z_prime";
  static constexpr std::array<argument_rule, 4> arguments = {
      {{"x"}, {"x_pt"}, {"sigma_pt", rule::not_negative}, {"u_pt", rule::not_negative}}};
  scores::transform transform = scores::transform::none;

  [[nodiscard]] double operator()(double x, double x_pt, double sigma_pt,
                                  double u_pt) const noexcept {
    if (!(sigma_pt > 0)) return std::numeric_limits<double>::quiet_NaN();
    return over_hypot(transformed(transform, x), transformed(transform, x_pt), sigma_pt,
                      u_pt);
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::scores {

/** z′ score, z′ = (x − x_pt)/√(σ_pt² + u_pt²): z when the assigned value is uncertain.

  Source  ISO 13528:2022, 9.5.1 (15). |z′| ≤ |z|. σ_pt = 0 gives NaN whatever u_pt.
  Input   NaN anywhere gives NaN there; an infinite x or x_pt gives NaN.
  Throws  std::invalid_argument for a negative or infinite sigma_pt or u_pt, before anything is computed.
  Cost    O(1) an element, no temporary arrays; relative error at most 4 ulp.
*/
template <real T>
[[nodiscard]] T z_prime(T x, T x_pt, T sigma_pt, T u_pt, z_options options = {}) {
  return detail::of_numbers<T>(detail::z_prime_formula{options.transform}, x, x_pt,
                               sigma_pt, u_pt);
}

/// Into `out`, of the length of x; each further argument a range of that length or one number.
template <sample R, detail::range_or_number A, detail::range_or_number B,
          detail::range_or_number C>
void z_prime(const R& x, const A& x_pt, const B& sigma_pt, const C& u_pt,
             std::span<value_t<R>> out, z_options options = {}) {
  detail::fill(detail::z_prime_formula{options.transform}, out, x, x_pt, sigma_pt, u_pt);
}

template <sample R, detail::range_or_number A, detail::range_or_number B,
          detail::range_or_number C>
[[nodiscard]] std::vector<value_t<R>> z_prime(const R& x, const A& x_pt,
                                              const B& sigma_pt, const C& u_pt,
                                              z_options options = {}) {
  return detail::vector_of(detail::z_prime_formula{options.transform}, x, x_pt, sigma_pt,
                           u_pt);
}

}  // namespace ringtrial::scores
