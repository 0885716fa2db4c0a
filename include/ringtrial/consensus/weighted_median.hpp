// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/dersimonian_laird.hpp>
#include <ringtrial/consensus/detail/draws.hpp>
#include <ringtrial/detail/philox.hpp>

#include <cstdint>
#include <numbers>

namespace ringtrial::consensus {

enum class weighted_median_uncertainty : unsigned char {
  asymptotic,  ///< delta method, with τ² by dersimonian_laird()
  bootstrap,   ///< parametric, with Laplace errors
};

struct weighted_median_options {
  weighted_median_uncertainty uncertainty = weighted_median_uncertainty::asymptotic;
  std::size_t draws = 100'000;  ///< of the bootstrap, at least 2
  std::uint64_t seed = 1;
  double coverage = 0.95;
};

struct weighted_median_result : fit {};

namespace detail {

struct weighted_point {
  double at, weight;
};

/// The points whose midpoint is the weighted median; mostly one and the same.
struct median_points {
  std::size_t lower, upper;
};

/// The first point, in sorted order, at which the weights exceed ½; it and the next where they are ½ but
/// for rounding.
[[nodiscard]] inline median_points median_of_weighted(
    std::span<const weighted_point> sorted) {
  const double slack =
      4 * static_cast<double>(sorted.size()) * std::numeric_limits<double>::epsilon();
  double sum = 0;
  for (std::size_t i = 0; i + 1 < sorted.size(); ++i) {
    sum += sorted[i].weight;
    if (std::abs(sum - 0.5) <= slack) return {i, i + 1};
    if (sum > 0.5) return {i, i};
  }
  return {sorted.size() - 1, sorted.size() - 1};
}

/// The weighted median of the results, with what rounding left out of it.
[[nodiscard]] inline combined combine_by_median(const stated_results& s,
                                                std::span<const double> weights) {
  std::vector<weighted_point> points;
  for (std::size_t i = 0; i < weights.size(); ++i)
    points.push_back({s.labs[i].d, weights[i]});
  const auto [lower, upper] = median_of_weighted(points);
  const auto &a = s.labs[lower], &b = s.labs[upper];
  return {.d = midpoint(a.d, b.d), .rest = midpoint(a.tail, b.tail)};
}

/// √(π/2) · √Σω²/Σ(ω/σ), σ² = u² + τ²: the delta method for Σω sign(x − m) = 0.
[[nodiscard]] inline double weighted_median_u(const stated_results& s,
                                              std::span<const double> weights,
                                              double tau) {
  double squares = 0, density = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    squares += weights[i] * weights[i];
    density += weights[i] / std::hypot(s.labs[i].u, tau);
  }
  return std::sqrt(std::numbers::pi / 2) * std::sqrt(squares) / density;
}

/// The Laplace number of sd 1 below which lies p.
[[nodiscard]] inline double laplace_draw(double p) noexcept {
  const double size = -std::log(2 * std::min(p, 1 - p)) / std::numbers::sqrt2;
  return p < 0.5 ? -size : size;
}

/// Weighted medians of samples x* = x + Laplace with sd u.
[[nodiscard]] inline std::vector<double> weighted_median_draws(
    const stated_results& s, std::span<const double> weights,
    const weighted_median_options& o) {
  std::vector<double> medians(o.draws);
  std::vector<weighted_point> points(weights.size());
  for (std::size_t k = 0; k < o.draws; ++k) {
    for (std::size_t i = 0; i < points.size(); i += 2) {
      const auto p = uniform_pair(o.seed, k, static_cast<std::uint32_t>(i / 2));
      for (std::size_t j = i; j < std::min(i + 2, points.size()); ++j)
        points[j] = {s.labs[j].d + s.labs[j].u * laplace_draw(p[j - i]), weights[j]};
    }
    std::sort(points.begin(), points.end(),
              [](const auto& a, const auto& b) { return a.at < b.at; });
    const auto [lower, upper] = median_of_weighted(points);
    medians[k] = midpoint(points[lower].at, points[upper].at);
  }
  return medians;
}

inline void set_bootstrap(weighted_median_result& r, const stated_results& s, combined c,
                          const weighted_median_options& o) {
  auto medians = weighted_median_draws(s, c.weights, o);
  double sum = 0;
  for (const double v : medians) sum += v;
  c.u = sd_of(medians, sum / static_cast<double>(medians.size()));
  set_value(r, s, c);
  set_interval(r, s, medians);
}

[[nodiscard]] inline weighted_median_result weighted_median_of(
    const arguments& a, const weighted_median_options& o) {
  require_draws("weighted_median", o.draws);
  weighted_median_result r;
  const auto s = begin(r, {"weighted_median", o.coverage}, a);
  if (r.status != status_t::ok) return r;
  auto w = fit_weighted_mean(s, 0);
  auto c = combine_by_median(s, w.weights);
  if (o.uncertainty == weighted_median_uncertainty::asymptotic) {
    c.between_sd = std::sqrt(dersimonian_laird_variance(w).value);
    c.u = weighted_median_u(s, w.weights, c.between_sd);
  }
  c.weights = std::move(w.weights);
  if (o.uncertainty == weighted_median_uncertainty::bootstrap) {
    set_bootstrap(r, s, std::move(c), o);
    return r;
  }
  set_value(r, s, c);
  set_interval(r, infinity);
  return r;
}

}  // namespace detail

/** The value with half the weight, ω ∝ 1/u², on either side.

      asymptotic  u² = (π/2) Σω²/(Σω/σ)², σ² = u² + τ²; between_sd is τ by dersimonian_laird()
      bootstrap   the sd of the weighted medians of x + Laplace with sd u; the interval lies between their
                  quantiles (type 7), df NaN, between_sd 0

  Source  NIST Decision Tree (bootstrap); draws as in cox_b().
  Input   x, u: values and standard uncertainties in one unit; NaN in either skips the laboratory.
  Result  `ok`; n ≥ 2, else `too_few`; u = 0 is `zero_scale`, an infinity `not_finite`.
  Throws  std::invalid_argument for a negative u, lengths that differ, fewer than 2 draws, a coverage
          outside (0, 1).
  Cost    O(n log n), bootstrap times draws.
  Prefer  it where stated uncertainties are consistent on the whole but a few values are far off.
*/
template <sample X, sample U>
[[nodiscard]] weighted_median_result weighted_median(
    const X& x, const U& u, weighted_median_options options = {}) {
  return detail::weighted_median_of({detail::as_doubles(x), detail::as_doubles(u)},
                                    options);
}

}  // namespace ringtrial::consensus
