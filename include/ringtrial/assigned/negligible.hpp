// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>

namespace ringtrial::detail {

struct negligible_formula {
  static constexpr std::string_view function = "negligible";
  std::array<argument_rule, 2> arguments = {
      {{"u_pt", rule::not_negative}, {"sigma_pt", rule::not_negative}}};
  double ratio = 0.3;

  explicit negligible_formula(double given) : ratio(given) {
    require(ratio > 0 && std::isfinite(ratio), function, "ratio", ratio,
            "finite and positive");
  }

  [[nodiscard]] bool operator()(double u_pt, double target) const noexcept {
    return target > 0 && u_pt / target <= ratio * (1 + 1e-12);
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::assigned {

/** Is the uncertainty of the assigned value negligible, u_pt ≤ ratio · σ_pt?

  Against a maximum permissible error: negligible(u_pt, delta_e, 0.1). The tie counts as negligible,
  with a relative slack of 1e-12 (the standard's formula prints <; a decision at exactly 0.300 must
  not hang on binary rounding).

  Source  ISO 13528:2022, 9.2.1 (10).
  Input   u_pt and the target in one unit; NaN and σ_pt = 0 give false.
  Throws  std::invalid_argument for a negative or infinite number or a ratio not positive.
  Cost    O(1) an element.
*/
[[nodiscard]] inline bool negligible(double u_pt, double sigma_pt, double ratio = 0.3) {
  return detail::of_numbers<bool>(detail::negligible_formula(ratio), u_pt, sigma_pt);
}

/// Into `out`, of the length of u_pt; sigma_pt a range of that length or one number.
template <sample R, detail::range_or_number A>
void negligible(const R& u_pt, const A& sigma_pt, std::span<bool> out,
                double ratio = 0.3) {
  detail::fill(detail::negligible_formula(ratio), out, u_pt, sigma_pt);
}

}  // namespace ringtrial::assigned
