// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>

#include <algorithm>
#include <optional>

namespace ringtrial::target {

/// Bounds of σ_pt; nothing is no bound.
struct limits {
  std::optional<double> lower{}, upper{};
};

/// Which bound was reached.
enum class limited : unsigned char { none, lower, upper };

[[nodiscard]] constexpr std::string_view name(limited l) noexcept {
  switch (l) {
    case limited::none:
      return "none";
    case limited::lower:
      return "lower";
    case limited::upper:
      return "upper";
  }
  return "unknown";
}

}  // namespace ringtrial::target

namespace ringtrial::detail {

/// max(lower, min(upper, σ_pt)) for the bounds that there are.
struct limit_formula {
  static constexpr std::string_view function = "limit";
  static constexpr std::array<argument_rule, 3> arguments = {
      {{"sigma_pt", rule::not_negative},
       {"lower", rule::not_negative},
       {"upper", rule::not_negative}}};
  static constexpr joint_rule joint{1, 2, 0};
  static constexpr double no_lower = 0, no_upper = std::numeric_limits<double>::max();

  [[nodiscard]] double operator()(double sigma_pt, double lower,
                                  double upper) const noexcept {
    if (std::isnan(sigma_pt) || std::isnan(lower) || std::isnan(upper))
      return std::numeric_limits<double>::quiet_NaN();
    return std::max(lower, std::min(upper, sigma_pt));
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::target {

/** max(lower, min(upper, σ_pt)), in the unit of sigma_pt.

  Source  ISO 13528:2022, 8.6.2.
  Input   sigma_pt and the bounds finite and not negative, in one unit; NaN gives NaN.
  Throws  std::invalid_argument for a negative or infinite number or lower > upper.
  Cost    O(1) an element.
*/
[[nodiscard]] inline double limit(double sigma_pt, const limits& bounds) {
  return detail::of_numbers<double>(
      detail::limit_formula{}, sigma_pt,
      bounds.lower.value_or(detail::limit_formula::no_lower),
      bounds.upper.value_or(detail::limit_formula::no_upper));
}

/// Into `out`, of the length of sigma_pt.
template <sample R>
void limit(const R& sigma_pt, const limits& bounds, std::span<value_t<R>> out) {
  detail::fill(detail::limit_formula{}, out, sigma_pt,
               bounds.lower.value_or(detail::limit_formula::no_lower),
               bounds.upper.value_or(detail::limit_formula::no_upper));
}

template <sample R>
[[nodiscard]] std::vector<value_t<R>> limit(const R& sigma_pt, const limits& bounds) {
  return detail::vector_of(detail::limit_formula{}, sigma_pt,
                           bounds.lower.value_or(detail::limit_formula::no_lower),
                           bounds.upper.value_or(detail::limit_formula::no_upper));
}

}  // namespace ringtrial::target
