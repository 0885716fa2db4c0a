// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/exact_differences.hpp>
#include <ringtrial/detail/overflow.hpp>
#include <ringtrial/homogeneity/detail/criterion.hpp>
#include <ringtrial/homogeneity/detail/straight_line.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ringtrial::homogeneity {

struct stability_trend_options {
  double shelf_life =
      std::numeric_limits<double>::quiet_NaN();  ///< unit of time; NaN: not asked
  double alpha = 0.05;
};

/// In the unit of y, per unit of time for slopes.
struct stability_trend_result {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  double slope = nan;
  double intercept = nan;  ///< at time 0
  double s_slope = nan, s_intercept = nan;
  double residual_sd = nan;
  double t = nan;  ///< slope/s_slope, without unit
  std::size_t df = 0;
  double t_critical = nan, p_value = nan;
  std::optional<bool> significant = {};  ///< |t| > t_critical
  double u_lts = nan;                    ///< s_slope · shelf_life
  double change = nan;                   ///< slope · shelf_life
  std::size_t n = 0;
  status_t status = outcome::too_few;
};

namespace detail {

/// The pairs without NaN in an order that does not depend on the one given.
struct time_series {
  std::vector<double> time, y;
  bool finite = true;

  template <real T>
  time_series(std::span<const T> times, std::span<const T> results) {
    std::vector<std::pair<double, double>> pairs;
    for (std::size_t i = 0; i < times.size(); ++i) {
      finite = finite && !std::isinf(times[i]) && !std::isinf(results[i]);
      if (!std::isnan(times[i]) && !std::isnan(results[i]))
        pairs.emplace_back(times[i], results[i]);
    }
    std::ranges::sort(pairs);
    for (const auto& [at, value] : pairs) {
      time.push_back(at);
      y.push_back(value);
    }
  }
};

inline void set_line(stability_trend_result& r, const time_series& series,
                     double shelf_life) {
  const ringtrial::detail::exact_differences time(series.time), y(series.y);
  const auto line = fit_line(time.values, y.values);
  const auto mean_time = line.mean_t + time.unit.shift;
  const int per_time = y.unit.exponent - time.unit.exponent;
  r.slope = std::ldexp(line.slope.rounded(), per_time) + 0.0;
  r.s_slope = std::ldexp(line.s_slope, per_time);
  r.intercept = y.unit.value(line.mean_y - line.slope * mean_time);
  r.residual_sd = y.unit.width(line.residual_sd);
  const double n = static_cast<double>(r.n), lever = mean_time.rounded();
  r.s_intercept = r.residual_sd * std::sqrt(1 / n + lever * lever / line.squares_t);
  r.u_lts = r.s_slope * shelf_life;
  r.change = r.slope * shelf_life;
  if (line.s_slope > 0) r.t = line.slope.rounded() / line.s_slope;
}

/// NaN is a shelf life that was not asked for.
[[nodiscard]] inline bool is_finite(const stability_trend_result& r) {
  const double line = r.slope + r.s_slope + r.intercept + r.s_intercept + r.residual_sd;
  return std::isfinite(line) && !ringtrial::detail::overflows({r.u_lts, r.change, r.t});
}

}  // namespace detail

/** Does a property change over time? Least squares y = b₀ + b₁ t and the t test of its slope.

  Source  ISO Guide 35:2017, classical stability study. u_lts = s(b₁) · shelf life is the long-term
          uncertainty where the slope is not significant; where it is, a correction or a shorter
          life is needed, not only u_lts.
  Input   time and y of one length, in one unit each; pairs with NaN are skipped.
  Result  see stability_trend_result. `too_few` for less than three pairs or one time; `zero_scale`
          where the points lie on a line: t, p_value and `significant` are not given, the rest is;
          `not_finite` for an infinity or a number beyond the largest double.
  Throws  std::invalid_argument for lengths that differ, shelf_life negative or not finite, alpha
          outside (0, 1).
  Cost    O(n log n).
*/
template <sample R>
[[nodiscard]] stability_trend_result stability_trend(
    const R& time, const R& y, const stability_trend_options& options = {}) {
  using ringtrial::detail::as_span, ringtrial::detail::require;
  constexpr auto function = "stability_trend";
  detail::require_alpha(function, options.alpha);
  const double life = options.shelf_life;
  require(std::isnan(life) || (life >= 0 && std::isfinite(life)), function, "shelf_life",
          life, "finite and not negative");
  if (as_span(y).size() != as_span(time).size())
    ringtrial::detail::reject(
        "stability_trend: y has length " + std::to_string(as_span(y).size()) +
        ", must have that of time, " + std::to_string(as_span(time).size()));
  const detail::time_series series(as_span(time), as_span(y));
  stability_trend_result r{.n = series.y.size()};
  r.df = r.n > 2 ? r.n - 2 : 0;
  if (!series.finite) r.status = outcome::not_finite;
  if (!series.finite || r.n < 3 || series.time.front() == series.time.back()) return r;
  const auto df = static_cast<double>(r.df);
  detail::set_line(r, series, life);
  if (!detail::is_finite(r)) return {.df = r.df, .n = r.n, .status = outcome::not_finite};
  r.t_critical = student_t_quantile_upper(options.alpha / 2, df);
  r.status = std::isnan(r.t) ? outcome::zero_scale : outcome::ok;
  if (r.status != outcome::ok) return r;
  r.p_value = 2 * student_t_cdf_upper(std::abs(r.t), df);
  r.significant = std::abs(r.t) > r.t_critical;
  return r;
}

}  // namespace ringtrial::homogeneity
