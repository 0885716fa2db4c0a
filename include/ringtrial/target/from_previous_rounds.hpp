// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

namespace ringtrial::target {

/// How the standard deviation grows with the level.
enum class relation : unsigned char {
  linear,        ///< s = a + b·m
  proportional,  ///< s = b·m
  power,         ///< s = a·m^b, fitted as ln s on ln m
};

[[nodiscard]] constexpr std::string_view name(relation r) noexcept {
  switch (r) {
    case relation::linear:
      return "linear";
    case relation::proportional:
      return "proportional";
    case relation::power:
      return "power";
  }
  return "unknown";
}

struct from_previous_rounds_result {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  double a = nan, b = nan;
  double r_squared = nan, adjusted_r_squared = nan;  ///< in the fitted scale
  double residual_sd = nan;                          ///< in the fitted scale
  double lowest = nan, highest = nan;                ///< levels used
  std::size_t n = 0;
  target::relation relation = target::relation::linear;
  status_t status = status_t::too_few;

  /// σ_pt at a level; NaN where it is not positive.
  [[nodiscard]] double sigma_pt(double at) const {
    const double s =
        relation == target::relation::power ? a * std::pow(at, b) : a + b * at;
    return s > 0 && std::isfinite(s) ? s : nan;
  }
  /// Outside the levels of the earlier rounds.
  [[nodiscard]] bool extrapolated(double at) const { return at < lowest || at > highest; }
};

}  // namespace ringtrial::target

namespace ringtrial::detail {

struct point {
  double x, y;
};

/// Sums of squares about the means.
struct moments {
  double x = 0, y = 0, xx = 0, xy = 0, yy = 0;
};

[[nodiscard]] inline moments moments_of(const std::vector<point>& points) {
  moments m;
  const auto n = static_cast<double>(points.size());
  for (const point& p : points) {
    m.x += p.x / n;
    m.y += p.y / n;
  }
  for (const point& p : points) {
    m.xx += (p.x - m.x) * (p.x - m.x);
    m.xy += (p.x - m.x) * (p.y - m.y);
    m.yy += (p.y - m.y) * (p.y - m.y);
  }
  return m;
}

/// Unweighted least squares; `through_origin` leaves the intercept out.
inline void fit_line(const std::vector<point>& points, bool through_origin,
                     target::from_previous_rounds_result& r) {
  const moments m = moments_of(points);
  double xx = 0, xy = 0, error = 0;
  for (const point& p : points) {
    xx += p.x * p.x;
    xy += p.x * p.y;
  }
  r.b = through_origin ? xy / xx : m.xy / m.xx;
  r.a = through_origin ? 0 : m.y - r.b * m.x;
  for (const point& p : points) {
    const double residual =
        through_origin ? p.y - r.b * p.x : (p.y - m.y) - r.b * (p.x - m.x);
    error += residual * residual;
  }
  const double n = static_cast<double>(points.size()), q = through_origin ? 1 : 2;
  r.residual_sd = std::sqrt(error / (n - q));
  if (m.yy > 0) {
    r.r_squared = 1 - error / m.yy;
    r.adjusted_r_squared = 1 - (error / (n - q)) / (m.yy / (n - 1));
  }
}

/// The pairs that are reported, checked; in logarithms for the power relation.
template <sample R, sample S>
[[nodiscard]] std::vector<point> previous_rounds(const R& level, const S& sd,
                                                 target::relation relation) {
  constexpr std::string_view function = "from_previous_rounds";
  const auto m = as_span(level);
  const auto s = as_span(sd);
  require(m.size() == s.size(), "from_previous_rounds: sd must have one value per level");
  std::vector<point> points;
  const bool power = relation == target::relation::power;
  for (std::size_t i = 0; i < m.size(); ++i) {
    const double x = static_cast<double>(m[i]), y = static_cast<double>(s[i]);
    if (y < 0 || (power && y == 0))
      reject_at(function, "sd", i, y,
                power ? "positive for relation 'power'" : "not negative");
    if (power && x <= 0)
      reject_at(function, "level", i, x, "positive for relation 'power'");
    if (!std::isnan(x) && !std::isnan(y)) points.push_back({x, y});
  }
  return points;
}

[[nodiscard]] inline bool is_finite(const std::vector<point>& points) {
  return std::all_of(points.begin(), points.end(),
                     [](point p) { return std::isfinite(p.x) && std::isfinite(p.y); });
}

}  // namespace ringtrial::detail

namespace ringtrial::target {

/** σ_pt from the standard deviations of earlier rounds on their levels, by unweighted least squares.

  Source  ISO 13528:2022, 8.3. r_squared = 1 − SSE/SST with SST about the mean (may be negative for
          "proportional").
  Input   level, sd: one pair a round, in one unit; pairs with a NaN are skipped.
  Result  the line, its quality, and sigma_pt(level) with extrapolated(level); `too_few` for fewer
          than three pairs or equal levels, `not_finite` for an infinity. All sd equal: r_squared NaN.
  Throws  std::invalid_argument for a negative sd, different lengths, or with "power" a level or sd
          of 0 or below.
*/
template <sample R, sample S>
[[nodiscard]] from_previous_rounds_result from_previous_rounds(
    const R& level, const S& sd, target::relation relation = target::relation::linear) {
  auto points = detail::previous_rounds(level, sd, relation);
  from_previous_rounds_result r{.n = points.size(), .relation = relation};
  if (!detail::is_finite(points)) r.status = status_t::not_finite;
  if (r.n < 3 || r.status == status_t::not_finite) return r;
  const auto [low, high] = std::minmax_element(points.begin(), points.end(),
                                               [](auto p, auto q) { return p.x < q.x; });
  if (low->x == high->x) return r;
  r.lowest = low->x;
  r.highest = high->x;
  const bool power = relation == target::relation::power;
  if (power)
    for (auto& p : points) p = {std::log(p.x), std::log(p.y)};
  detail::fit_line(points, relation == target::relation::proportional, r);
  if (power) r.a = std::exp(r.a);
  r.status = status_t::ok;
  return r;
}

}  // namespace ringtrial::target
