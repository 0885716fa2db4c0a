// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>

#include <numbers>

namespace ringtrial::censored {

namespace detail {

inline constexpr std::string_view step_rule = "finite and not negative";

[[nodiscard]] inline bool is_step(double step) noexcept {
  return step >= 0 && std::isfinite(step);
}

struct sheppard_formula {
  static constexpr std::string_view function = "sheppard";
  static constexpr std::array<ringtrial::detail::argument_rule, 2> arguments = {
      {{"scale", ringtrial::detail::rule::not_negative},
       {"step", ringtrial::detail::rule::not_negative}}};

  /// In units of the scale, so that no square overflows.
  [[nodiscard]] double operator()(double scale, double step) const noexcept {
    const double rounding = step / (2 * std::numbers::sqrt3);
    if (!(scale >= rounding)) return std::numeric_limits<double>::quiet_NaN();
    if (rounding == 0) return scale;
    const double part = rounding / scale;
    return scale * std::sqrt((1 - part) * (1 + part));
  }
};

/// A step is the caller's to know: NaN is a mistake too.
inline void require_steps(std::string_view function, std::span<const double> step) {
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (is_step(step[i])) continue;
    if (step.size() == 1) ringtrial::detail::reject(function, "step", step[i], step_rule);
    ringtrial::detail::reject_at(function, "step", i, step[i], step_rule);
  }
}

}  // namespace detail

/** Sheppard's correction: the standard deviation before rounding to multiples of `step`.

      √(scale² − step²/12)

  Source  Sheppard, Proc. London Math. Soc. 29 (1898) 353; step/√12 is the standard uncertainty of
          rounding (GUM 4.3.7).
  Input   scale and step in one unit; NaN for scale gives NaN.
  Result  in that unit; NaN where scale² < step²/12.
  Throws  std::invalid_argument for a scale that is negative or infinite, a step that is negative or not
          finite.
  Assumes a scale of at least one step; below half a step use rounded_ml().
*/
[[nodiscard]] inline double sheppard(double scale, double step) {
  detail::require_steps("sheppard", {&step, 1});
  return ringtrial::detail::of_numbers<double>(detail::sheppard_formula{}, scale, step);
}

/// One number for each scale.
template <sample R>
[[nodiscard]] std::vector<value_t<R>> sheppard(const R& scale, double step) {
  detail::require_steps("sheppard", {&step, 1});
  return ringtrial::detail::vector_of(detail::sheppard_formula{}, scale, step);
}

}  // namespace ringtrial::censored
