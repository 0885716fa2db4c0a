// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>

namespace ringtrial::assigned {

/** Is the uncertainty of the assigned value negligible, u_pt ≤ ratio · σ_pt?

  Against a maximum permissible error: negligible(u_pt, delta_e, 0.1). The tie counts as negligible,
  with a relative slack of 1e-12 (the standard's formula prints <; a decision at exactly 0.300 must
  not hang on binary rounding). NaN and σ_pt = 0 give false.

  Source  ISO 13528:2022, 9.2.1 (10).
  Throws  std::invalid_argument for a negative or infinite number or a ratio not positive.
*/
[[nodiscard]] inline bool negligible(double u_pt, double sigma_pt, double ratio = 0.3) {
  constexpr std::string_view function = "negligible";
  detail::require_rule(function, {"u_pt", detail::rule::not_negative}, u_pt);
  detail::require_rule(function, {"sigma_pt", detail::rule::not_negative}, sigma_pt);
  detail::require(ratio > 0 && std::isfinite(ratio), function, "ratio", ratio,
                  "finite and positive");
  return sigma_pt > 0 && u_pt <= ratio * sigma_pt * (1 + 1e-12);
}

}  // namespace ringtrial::assigned
