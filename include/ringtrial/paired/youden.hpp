// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/exact_differences.hpp>
#include <ringtrial/detail/overflow.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/paired/detail/complete_pairs.hpp>
#include <ringtrial/paired/detail/correlation.hpp>
#include <ringtrial/quantiles.hpp>
#include <ringtrial/robust/algorithm_a.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <vector>

namespace ringtrial::paired {

/// What centre, spread and correlation of the ellipse are.
enum class method : unsigned char {
  classical,  ///< means, standard deviations, Pearson's r
  robust,     ///< Algorithm A, 2 sin(πρ/6) with Spearman's ρ
};

struct youden_options {
  paired::method method = paired::method::classical;
  double confidence = 0.95;  ///< of the ellipse, in (0, 1)
};

struct youden_result {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  std::array<double, 2> center{nan, nan};  ///< units of x and y
  std::array<double, 2> sd{nan, nan};      ///< units of x and y
  double pearson = nan, spearman = nan;
  double pearson_p_value = nan, spearman_p_value = nan;  ///< two-sided
  double correlation = nan;                              ///< of the ellipse
  double t_squared = nan;                                ///< T²
  std::array<double, 2> semi_axes{nan, nan};  ///< larger first, common unit of x and y
  double angle = nan;  ///< of the larger from the x axis, radians in (−π/2, π/2]
  std::vector<double> distance;    ///< per laboratory; without unit
  std::vector<bool> inside;        ///< distance² ≤ T²
  std::vector<double> systematic;  ///< along the 45° line
  std::vector<double> random;      ///< across it
  std::size_t n = 0;               ///< complete pairs
  status_t status = outcome::too_few;
};

namespace detail {

/// One item: exact differences with their centre and spread, in computing units.
struct side {
  exact_differences results;
  double_double centre = nan;
  double sd = nan;

  side(const std::vector<double>& x, method how) : results(x) {
    if (how == method::robust) {
      std::vector<double> rounded;
      for (const auto v : results.values) rounded.push_back(v.rounded());
      const auto a = robust::algorithm_a(rounded);
      centre = a.location;
      sd = a.scale;
      return;
    }
    const sums_about_mean sums(results.values);
    centre = sums.mean;
    sd = std::sqrt((sums.squares / (static_cast<double>(x.size()) - 1)).rounded());
  }

  /// A deviation from the centre in the unit of the data.
  [[nodiscard]] double deviation(std::size_t k) const {
    return results.unit.width((results.values[k] - centre).rounded());
  }
};

/// Before anything is computed.
[[nodiscard]] inline youden_result counted(const complete_pairs& pairs) {
  youden_result r;
  for (auto* of : {&r.distance, &r.systematic, &r.random})
    of->assign(pairs.laboratories, nan);
  r.inside.assign(pairs.laboratories, false);
  r.n = pairs.n();
  return r;
}

/// All that is not the ellipse; returns its correlation.
inline correlation set_statistics(youden_result& r, const complete_pairs& pairs,
                                  const side& x, const side& y, method how) {
  const auto of_values = pearson(x.results.values, y.results.values),
             of_ranks = spearman(pairs.x, pairs.y);
  const auto ellipse = how == method::robust ? of_normal_pair(of_ranks) : of_values;
  r.center = {x.results.unit.value(x.centre), y.results.unit.value(y.centre)};
  r.sd = {x.results.unit.width(x.sd), y.results.unit.width(y.sd)};
  r.pearson = of_values.r;
  r.spearman = of_ranks.r;
  r.pearson_p_value = of_values.p_value(r.n);
  r.spearman_p_value = of_ranks.p_value(r.n);
  r.correlation = ellipse.r;
  for (std::size_t k = 0; k < pairs.n(); ++k) {
    const double dx = x.deviation(k), dy = y.deviation(k);
    r.systematic[pairs.at[k]] = (dx + dy) / std::numbers::sqrt2;
    r.random[pairs.at[k]] = (dy - dx) / std::numbers::sqrt2;
  }
  return ellipse;
}

/// Axes of the covariance: its larger eigenvalue by the sum that does not cancel, the other one from
/// the determinant.
inline void set_axes(youden_result& r, double rest) {
  const double unit = std::max(r.sd[0], r.sd[1]);
  const double a = r.sd[0] / unit, c = r.sd[1] / unit, b = r.correlation * a * c;
  const double half = (a - c) * (a + c) / 2, mean = (a * a + c * c) / 2;
  const double gap = std::hypot(half, b), larger = std::sqrt(mean + gap);
  const double t = std::sqrt(r.t_squared);
  const bool circle = gap <= 1e-14 * mean;  // equal but for rounding
  r.semi_axes = {unit * larger * t, unit * (a * c * std::sqrt(rest) / larger) * t};
  r.angle = circle ? 0 : std::atan2(b + 0.0, half) / 2;
}

inline void set_ellipse(youden_result& r, const complete_pairs& pairs, const side& x,
                        const side& y, double rest, double confidence) {
  const auto n = static_cast<double>(r.n);
  r.t_squared = 2 * (n - 1) / (n - 2) * fisher_f_quantile_upper(1 - confidence, 2, n - 2);
  set_axes(r, rest);
  for (std::size_t k = 0; k < pairs.n(); ++k) {
    const double z_x = x.deviation(k) / r.sd[0], z_y = y.deviation(k) / r.sd[1];
    const double across =
        z_y - r.correlation * z_x;  // z_x² + across²/(1 − r²) is the form
    const double distance = std::hypot(z_x, across / std::sqrt(rest));
    r.distance[pairs.at[k]] = distance;
    r.inside[pairs.at[k]] = distance * distance <= r.t_squared;
  }
}

}  // namespace detail

/** Youden plot of two similar items with its confidence ellipse.

      z_x² − 2 r z_x z_y + z_y² = (1 − r²) T²,   T² = 2(n − 1)/(n − 2) F(2, n − 2)
      systematic = ((x − c_x) + (y − c_y))/√2,   random = ((y − c_y) − (x − c_x))/√2

  Source  ISO 13528:2022, clause 10, ISO 13528:2005, 8.5; Youden, Ind. Qual. Control 15 (1959) 24;
          Jackson, ibid. 12 (1956) 4.
  Input   x, y: one result a laboratory on each item; a laboratory with either NaN is left out.
  Result  see youden_result; arrays as long as the input, NaN (false) where a laboratory is left out.
          `too_few` for less than three pairs, `not_finite` for any infinity, also of a semi-axis; `zero_scale` where a
          scale is 0 or |r| = 1: centre, sd, the correlations that exist, systematic and random are
          given, the ellipse is NaN and nobody inside.
  Throws  std::invalid_argument for lengths that differ, confidence outside (0, 1).
  Cost    O(n log n).
  The ellipse is the standard's; for one more laboratory of the same population it holds only
  roughly. Prefer robust where a few laboratories lie far off: they widen the classical ellipse
  until it holds them.
*/
template <sample R>
[[nodiscard]] youden_result youden(const R& x, const R& y,
                                   const youden_options& options = {}) {
  using ringtrial::detail::as_span;
  const double confidence = options.confidence;
  ringtrial::detail::require(confidence > 0 && confidence < 1, "youden", "confidence",
                             confidence, "between 0 and 1");
  const detail::complete_pairs pairs("youden", as_span(x), as_span(y));
  youden_result r = detail::counted(pairs);
  if (!pairs.finite) r.status = outcome::not_finite;
  if (!pairs.finite || r.n < 3) return r;
  const detail::side of_x(pairs.x, options.method), of_y(pairs.y, options.method);
  const auto ellipse = detail::set_statistics(r, pairs, of_x, of_y, options.method);
  const bool has_area = r.sd[0] > 0 && r.sd[1] > 0 && ellipse.rest > 0;
  r.status = has_area ? outcome::ok : outcome::zero_scale;
  if (has_area) detail::set_ellipse(r, pairs, of_x, of_y, ellipse.rest, confidence);
  if (!ringtrial::detail::overflows({r.sd[0], r.sd[1], r.semi_axes[0]})) return r;
  r = detail::counted(pairs);
  r.status = outcome::not_finite;
  return r;
}

}  // namespace ringtrial::paired
