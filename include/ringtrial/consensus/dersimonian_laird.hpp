// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/random_effects.hpp>

namespace ringtrial::consensus {

struct dersimonian_laird_options {
  random_effects_uncertainty uncertainty = random_effects_uncertainty::naive;
  double coverage = 0.95;
};

struct dersimonian_laird_result : random_effects_result {};

namespace detail {

/// From the fit with τ = 0. S₁ − S₂/S₁ is formed as 2 Σ_{i<j} wᵢwⱼ/S₁, where nothing cancels.
[[nodiscard]] inline between_variance dersimonian_laird_variance(const weighted_fit& f) {
  double before = 0, pairs = 0;
  for (const double weight : f.weights) {
    pairs += 2 * weight * before;
    before += weight;
  }
  const double unit = f.smallest * f.smallest;
  const double ratio = f.smallest / f.u;
  const double sum = ratio * ratio;  // of the weights relative to the largest
  const double excess = f.residual - (static_cast<double>(f.weights.size()) - 1) * unit;
  const double variance = excess / (pairs * sum);
  return {variance > boundary_variance(f.smallest) ? variance : 0};
}

[[nodiscard]] inline dersimonian_laird_result dersimonian_laird_of(
    const arguments& a, const dersimonian_laird_options& o) {
  return random_effects<dersimonian_laird_result>(
      a, {"dersimonian_laird", o.coverage}, o.uncertainty,
      [](const auto& s) { return dersimonian_laird_variance(fit_weighted_mean(s, 0)); });
}

}  // namespace detail

/** Random effects with τ² = max(0, (Q − (n − 1))/(S₁ − S₂/S₁)), Sₖ = Σ u⁻²ᵏ.

  Source  DerSimonian and Laird, Control. Clin. Trials 7 (1986) 177.
  Input   x, u: values and standard uncertainties in one unit; NaN in either skips the laboratory.
  Result  `ok`; n ≥ 2, else `too_few`; u = 0 is `zero_scale`, an infinity `not_finite`.
  Throws  std::invalid_argument for a negative u, lengths that differ, a coverage outside (0, 1).
  Cost    O(n log n).
  Prefer  mandel_paule(), unless published work is to be matched.
*/
template <sample X, sample U>
[[nodiscard]] dersimonian_laird_result dersimonian_laird(
    const X& x, const U& u, dersimonian_laird_options options = {}) {
  return detail::dersimonian_laird_of({detail::as_doubles(x), detail::as_doubles(u)},
                                      options);
}

}  // namespace ringtrial::consensus
