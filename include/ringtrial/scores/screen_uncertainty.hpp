// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>

namespace ringtrial::scores {

enum class screening : unsigned char { not_scored, not_stated, a, b, c };

[[nodiscard]] constexpr std::string_view name(screening s) noexcept {
  switch (s) {
    case screening::not_scored:
      return "not_scored";
    case screening::not_stated:
      return "not_stated";
    case screening::a:
      return "a";
    case screening::b:
      return "b";
    case screening::c:
      return "c";
  }
  return "unknown";
}

/** Is a stated standard uncertainty plausible: `a` within the limits, `b` below (probably too small),
    `c` above (probably too large). Information, never a verdict.

  Source  ISO 13528:2022, 9.8.3 to 9.8.5, with u_min = u(x_pt) and u_max = 1.5 s*. Boundaries belong
          to `a`, with a relative slack of 1e-12.
  Input   NaN in u is `not_stated`, in a limit `not_scored`.
  Throws  std::invalid_argument for a negative number or u_min > u_max.
*/
[[nodiscard]] inline screening screen_uncertainty(double u, double u_min, double u_max) {
  constexpr std::string_view function = "screen_uncertainty";
  detail::require_rule(function, {"u", detail::rule::not_negative}, u);
  detail::require_rule(function, {"u_min", detail::rule::not_negative}, u_min);
  detail::require_rule(function, {"u_max", detail::rule::not_negative}, u_max);
  detail::require(!(u_min > u_max), function, "u_min", u_min, "at most u_max");
  constexpr double slack = 1e-12;
  if (std::isnan(u)) return screening::not_stated;
  if (std::isnan(u_min) || std::isnan(u_max)) return screening::not_scored;
  if (u < u_min * (1 - slack)) return screening::b;
  return u > u_max * (1 + slack) ? screening::c : screening::a;
}

}  // namespace ringtrial::scores
