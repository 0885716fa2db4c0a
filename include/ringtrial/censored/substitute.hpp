// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/censored/data.hpp>
#include <ringtrial/concepts.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <span>
#include <string_view>
#include <vector>

namespace ringtrial::censored {

/// What custom puts in the place of a censored result.
enum class substitution : unsigned char {
  half,   ///< half the limit of "<"; the limit of ">"
  limit,  ///< the bare number
  zero,   ///< 0 for "<"; the limit of ">"
  sqrt2,  ///< the limit of "<" divided by √2; the limit of ">"
  omit,   ///< NaN
};

[[nodiscard]] constexpr std::string_view name(substitution rule) noexcept {
  switch (rule) {
    case substitution::half:
      return "half";
    case substitution::limit:
      return "limit";
    case substitution::zero:
      return "zero";
    case substitution::sqrt2:
      return "sqrt2";
    case substitution::omit:
      return "omit";
  }
  return "unknown";
}

namespace detail {

[[nodiscard]] constexpr double below_limit(double limit, substitution rule) noexcept {
  switch (rule) {
    case substitution::half:
      return limit / 2;
    case substitution::zero:
      return 0;
    case substitution::sqrt2:
      return limit / std::numbers::sqrt2;
    default:
      return limit;
  }
}

[[nodiscard]] inline double substituted(const data& d, std::size_t i,
                                        substitution rule) noexcept {
  const double x = d.x[i];
  const censoring kind = kind_at(d, i);
  if (std::isnan(x) || kind == censoring::exact) return x;
  if (rule == substitution::omit) return std::numeric_limits<double>::quiet_NaN();
  if (kind == censoring::below) return below_limit(x, rule);
  return kind == censoring::above ? x : x / 2 + d.upper[i] / 2;
}

}  // namespace detail

/** A number in the place of each censored result, as customs have it; "..": the middle.

  Source  ISO 13528:2022, 5.5.3 and Table E.1, which shows how far three such customs differ: limit,
          omit and half followed by Algorithm A give 26.01, 26.81 and 23.96 (printed 23.95, which is
          no fixed point).
  Input   x and upper in one unit; NaN counts as not reported and stays NaN.
  Result  one number a result, in the unit of x.
  Throws  std::invalid_argument: lengths that differ, ".." without upper, upper[i] < x[i].
  Cost    O(n).
  Prefer  a method for censored results; substituted numbers bias mean and spread. Only to
          reproduce a protocol that asks for it.
*/
[[nodiscard]] inline std::vector<double> substitute(
    const data& d, substitution rule = substitution::half) {
  detail::require_data("substitute", d);
  std::vector<double> out;
  out.reserve(d.x.size());
  for (std::size_t i = 0; i < d.x.size(); ++i)
    out.push_back(detail::substituted(d, i, rule));
  return out;
}

/// The same for any sample; float values are widened.
template <sample R>
[[nodiscard]] std::vector<double> substitute(const R& x,
                                             std::span<const censoring> qualifier,
                                             substitution rule = substitution::half) {
  const auto values = detail::widened(x);
  return substitute(data{values, qualifier}, rule);
}

}  // namespace ringtrial::censored
