// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/censored/detail/reported.hpp>
#include <ringtrial/outcome.hpp>

namespace ringtrial::censored {

/// Which spread about the median is taken.
enum class scale_method : unsigned char {
  mad,    ///< 1.4826 med|x − m|
  upper,  ///< 1.4826 (upper quartile − m)
  lower,  ///< 1.4826 (m − lower quartile)
};

[[nodiscard]] constexpr std::string_view name(scale_method method) noexcept {
  switch (method) {
    case scale_method::mad:
      return "mad";
    case scale_method::upper:
      return "upper";
    case scale_method::lower:
      return "lower";
  }
  return "unknown";
}

struct robust_options {
  double lower_bound = -std::numeric_limits<double>::infinity();  ///< unit of x
  double upper_bound = std::numeric_limits<double>::infinity();   ///< unit of x
  censored::scale_method scale_method = censored::scale_method::mad;
};

/// In the unit of x; NaN where the ranks leave a number open.
struct robust_result {
  double location = detail::not_a_number;
  double location_lower = detail::not_a_number, location_upper = detail::not_a_number;
  double scale = detail::not_a_number;
  double scale_lower = detail::not_a_number, scale_upper = detail::not_a_number;
  std::size_t n = 0, n_left = 0, n_right = 0, n_interval = 0;
  censored::scale_method scale_method = censored::scale_method::mad;
  status_t status = outcome::too_few;
};

namespace detail {

/// Makes the distance of a quartile, or a median deviation, a standard deviation at the normal.
inline constexpr double normal_consistency = 1.4826;

/// The ends of all intervals on one side, ascending.
[[nodiscard]] inline std::vector<double> sorted_ends(const std::vector<interval>& all,
                                                     double interval::*side) {
  std::vector<double> ends;
  ends.reserve(all.size());
  for (const auto& one : all) ends.push_back(one.*side);
  std::ranges::sort(ends);
  return ends;
}

[[nodiscard]] inline double median_end(const std::vector<interval>& all,
                                       double interval::*side) {
  return ringtrial::detail::median_of_sorted(sorted_ends(all, side));
}

/// Quartile of type 7; an infinity with a positive weight takes all.
[[nodiscard]] inline double quartile_end(const std::vector<interval>& all,
                                         double interval::*side, double p) {
  const auto v = sorted_ends(all, side);
  const double place = p * static_cast<double>(v.size() - 1);
  const auto k = static_cast<std::size_t>(place);
  const double part = place - static_cast<double>(k);
  if (part == 0 || v[k] == v[k + 1] || std::isinf(v[k])) return v[k];
  return std::isinf(v[k + 1]) ? v[k + 1] : v[k] + part * (v[k + 1] - v[k]);
}

/// The interval of |x − m| for x in the interval.
[[nodiscard]] inline interval deviation(const interval& x, double m) noexcept {
  const double a = std::abs(x.lower - m), b = std::abs(x.upper - m);
  const bool inside = x.lower <= m && m <= x.upper;
  return {inside ? 0 : std::min(a, b), std::max(a, b)};
}

/// Bounds of the spread about m, without the factor.
[[nodiscard]] inline interval spread(const std::vector<interval>& all, double m,
                                     scale_method method) {
  if (method == scale_method::upper)
    return {quartile_end(all, &interval::lower, 0.75) - m,
            quartile_end(all, &interval::upper, 0.75) - m};
  if (method == scale_method::lower)
    return {m - quartile_end(all, &interval::upper, 0.25),
            m - quartile_end(all, &interval::lower, 0.25)};
  std::vector<interval> deviations;
  deviations.reserve(all.size());
  for (const auto& x : all) deviations.push_back(deviation(x, m));
  return {median_end(deviations, &interval::lower),
          median_end(deviations, &interval::upper)};
}

inline void set_scale(robust_result& r, const std::vector<interval>& all) {
  const auto [lower, upper] = spread(all, r.location, r.scale_method);
  r.scale_lower = normal_consistency * lower;
  r.scale_upper = normal_consistency * upper;
  if (!agree(r.scale_lower, r.scale_upper)) return;
  r.scale = r.scale_lower;
  r.status = r.scale > 0 ? outcome::ok : outcome::zero_scale;
}

}  // namespace detail

/** Median and spread by ranks, of results of which some are only known to lie in an interval.

      location between med(aᵢ) and med(bᵢ) of the intervals [aᵢ, bᵢ]
      scale    1.4826 med|xᵢ − m|, 1.4826 (Q₀.₇₅ − m) or 1.4826 (m − Q₀.₂₅), likewise between two
               numbers

  Where the two bounds agree (to 4 units in the last place) that is the value.

  Source  docs/methods/censored_robust.md; the ordinary median and MADe for found values.
  Input   x, upper and bounds in one unit; NaN counts as not reported.
  Result  in that unit. `not_identified` if location or scale stays open: it is NaN, its bounds say how
          far; `zero_scale` if the scale is 0; `too_few` if nothing is reported; `not_finite`.
  Throws  std::invalid_argument: the mistakes of intervals().
  Cost    that of sorting.
  Prefer  over normal_ml() where there may be outliers and less than half is censored; scale_method
          `upper` for results below limits, whose lower half is not known.
*/
[[nodiscard]] inline robust_result robust(const data& d,
                                          const robust_options& options = {}) {
  const bounds b{options.lower_bound, options.upper_bound};
  detail::require_data("robust", d, b);
  robust_result r;
  r.scale_method = options.scale_method;
  if (!detail::count_reported(r, d)) r.status = outcome::not_finite;
  if (r.n == 0 || r.status == outcome::not_finite) return r;
  auto all = detail::reported_intervals(d, b);
  const bool huge = detail::largest_end(all) > ringtrial::detail::largest_difference;
  const int exponent = huge ? 8 : 0;
  detail::scale_by_two_to(all, -exponent);
  r.status = outcome::not_identified;
  r.location_lower = detail::median_end(all, &detail::interval::lower);
  r.location_upper = detail::median_end(all, &detail::interval::upper);
  if (detail::agree(r.location_lower, r.location_upper)) {
    r.location = r.location_lower;
    detail::set_scale(r, all);
  }
  for (double* value : {&r.location, &r.location_lower, &r.location_upper, &r.scale,
                        &r.scale_lower, &r.scale_upper})
    *value = std::ldexp(*value, exponent);
  if (!std::isinf(r.scale)) return r;
  return {.n = r.n,
          .n_left = r.n_left,
          .n_right = r.n_right,
          .n_interval = r.n_interval,
          .scale_method = r.scale_method,
          .status = outcome::not_finite};
}

/// The same for any sample; float values are widened.
template <sample R>
[[nodiscard]] robust_result robust(const R& x, std::span<const censoring> qualifier,
                                   std::span<const double> upper = {},
                                   const robust_options& options = {}) {
  const auto values = detail::widened(x);
  return robust(data{values, qualifier, upper}, options);
}

}  // namespace ringtrial::censored
