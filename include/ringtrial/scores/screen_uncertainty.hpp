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

}  // namespace ringtrial::scores

namespace ringtrial::detail {

struct screen_uncertainty_formula {
  static constexpr std::string_view function = "screen_uncertainty";
  static constexpr std::array<argument_rule, 3> arguments = {
      {{"u", rule::not_negative},
       {"u_min", rule::not_negative},
       {"u_max", rule::not_negative}}};
  static constexpr joint_rule joint{1, 2, 0};

  [[nodiscard]] scores::screening operator()(double u, double u_min,
                                             double u_max) const noexcept {
    constexpr double slack = 1e-12;
    if (std::isnan(u)) return scores::screening::not_stated;
    if (std::isnan(u_min) || std::isnan(u_max)) return scores::screening::not_scored;
    if (u < u_min * (1 - slack)) return scores::screening::b;
    return u > u_max * (1 + slack) ? scores::screening::c : scores::screening::a;
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::scores {

/** Is a stated standard uncertainty plausible: `a` within the limits, `b` below (probably too small),
    `c` above (probably too large). Information, never a verdict.

  Source  ISO 13528:2022, 9.8.3 to 9.8.5, with u_min = u(x_pt) and u_max = 1.5 s*; IMEP rounds take
          u_max = σ_pt. Boundaries belong to `a`, with a relative slack of 1e-12.
  Input   NaN in u is `not_stated`, in a limit `not_scored`.
  Throws  std::invalid_argument for a negative or infinite number or u_min > u_max.
  Cost    O(1) an element.
*/
[[nodiscard]] inline screening screen_uncertainty(double u, double u_min, double u_max) {
  return detail::of_numbers<screening>(detail::screen_uncertainty_formula{}, u, u_min,
                                       u_max);
}

/// Into `out`, of the length of u; each further argument a range of that length or one number.
template <sample R, detail::range_or_number A, detail::range_or_number B>
void screen_uncertainty(const R& u, const A& u_min, const B& u_max,
                        std::span<screening> out) {
  detail::fill(detail::screen_uncertainty_formula{}, out, u, u_min, u_max);
}

template <sample R, detail::range_or_number A, detail::range_or_number B>
[[nodiscard]] std::vector<screening> screen_uncertainty(const R& u, const A& u_min,
                                                        const B& u_max) {
  return detail::vector_of<screening>(detail::screen_uncertainty_formula{}, u, u_min,
                                      u_max);
}

}  // namespace ringtrial::scores
