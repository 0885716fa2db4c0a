// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/random_effects.hpp>

namespace ringtrial::consensus {

struct mandel_paule_options {
  bool modified = false;  ///< n in place of n − 1 (Rukhin)
  random_effects_uncertainty uncertainty = random_effects_uncertainty::naive;
  double coverage = 0.95;
};

struct mandel_paule_result : random_effects_result {};

namespace detail {

/// F(τ²) = Σ w (d − m)² − r with its slope −Σ w² (d − m)², for u² + τ² above 0.
struct mandel_paule_function {
  const stated_results& results;
  double r;

  struct point {
    double value, slope;
  };
  [[nodiscard]] point operator()(double variance) const noexcept {
    double sum = 0, moment = 0;
    for (const auto& lab : results.labs) {
      const double w = 1 / (lab.u * lab.u + variance);
      sum += w;
      moment += w * lab.d;
    }
    const double mean = moment / sum;
    point f{-r, 0};
    for (const auto& lab : results.labs) {
      const double w = 1 / (lab.u * lab.u + variance);
      const double square = w * ((lab.d - mean) * (lab.d - mean));
      f.value += square;
      f.slope -= w * square;
    }
    return f;
  }
};

/// F(0) > 0; with u = 0 its limit: infinite where two exact results differ, else about the exact one.
[[nodiscard]] inline bool exceeds_at_zero(const stated_results& results, double r) {
  if (results.smallest_u() > 0) {
    const auto fit = fit_weighted_mean(results, 0);
    return fit.chi2() > r;
  }
  double exact = not_a_number, sum = 0;
  for (const auto& lab : results.labs) {
    if (lab.u == 0 && exact != lab.d && !std::isnan(exact)) return true;
    if (lab.u == 0) exact = lab.d;
  }
  for (const auto& lab : results.labs)
    if (lab.u > 0) sum += (lab.d - exact) / lab.u * ((lab.d - exact) / lab.u);
  return sum > r;
}

struct bracket {
  double low, high;
};

/// [max(0, S/r − u²_max), S/r − u²_min], S = Σ (d − d̄)², a little widened for rounding.
[[nodiscard]] inline bracket mandel_paule_bracket(const stated_results& results,
                                                  double r) {
  double sum = 0, squares = 0, largest = 0;
  for (const auto& lab : results.labs) {
    sum += lab.d;
    largest = std::max(largest, lab.u);
  }
  const double mean = sum / results.size(), smallest = results.smallest_u();
  for (const auto& lab : results.labs) squares += (lab.d - mean) * (lab.d - mean);
  const double s = squares / r, slack = 1e-12 * s;
  return {std::max(0.0, s - largest * largest - slack), s - smallest * smallest + slack};
}

/** The root of F(τ²) = Σ w (d − m)² − r, w = 1/(u² + τ²); 0 where F(0) ≤ 0.

  F is convex and decreasing, so Newton from the left end of the bracket is monotone; a step that
  leaves the bracket is replaced by a bisection.

  Source  Paule and Mandel, J. Res. NBS 87 (1982) 377; r is n − 1 there.
*/
[[nodiscard]] inline between_variance mandel_paule_variance(const stated_results& results,
                                                            double r) {
  constexpr double epsilon = std::numeric_limits<double>::epsilon();
  const double smallest = results.smallest_u();
  if (!exceeds_at_zero(results, r)) return {};
  const mandel_paule_function f{results, r};
  auto [low, high] = mandel_paule_bracket(results, r);
  between_variance root{.value = low, .converged = false};
  while (!root.converged && root.iterations < 200) {
    ++root.iterations;
    const auto [value, slope] = f(root.value);
    (value > 0 || !std::isfinite(value) ? low : high) = root.value;
    const double tolerance = 4 * epsilon * (root.value + smallest * smallest);
    double next = root.value - value / slope;
    const bool settled = std::abs(next - root.value) <= tolerance;
    if (!settled && !(next > low && next < high)) next = low + (high - low) / 2;
    root.converged = settled || high - low <= tolerance;
    root.value = next;
  }
  if (root.value <= boundary_variance(smallest)) root.value = 0;
  return root;
}

[[nodiscard]] inline mandel_paule_result mandel_paule_of(const arguments& a,
                                                         const mandel_paule_options& o) {
  return random_effects<mandel_paule_result>(
      a, {.method = "mandel_paule", .coverage = o.coverage, .zero_u = true},
      o.uncertainty, [&](const auto& s) {
        return mandel_paule_variance(s, s.size() - (o.modified ? 0 : 1));
      });
}

}  // namespace detail

/** Random effects with the τ² that makes Σw(x − m)² what it should be: n − 1.

  Source  Paule and Mandel, J. Res. NBS 87 (1982) 377; modified: Rukhin, Metrologia 46 (2009) 323.
  Input   x, u: values and standard uncertainties in one unit, u = 0 allowed; NaN in either skips.
  Result  `ok`; n ≥ 2, else `too_few`; u = 0 with τ² = 0 is `zero_scale`, an infinity `not_finite`.
  Throws  std::invalid_argument for a negative u, lengths that differ, a coverage outside (0, 1).
  Cost    O(n log n) and O(n) a step, some 8 steps.
  Prefer  it as the general choice, with knapp_hartung_floor below 20 laboratories.
*/
template <sample X, sample U>
[[nodiscard]] mandel_paule_result mandel_paule(const X& x, const U& u,
                                               mandel_paule_options options = {}) {
  return detail::mandel_paule_of({detail::as_doubles(x), detail::as_doubles(u)}, options);
}

}  // namespace ringtrial::consensus
