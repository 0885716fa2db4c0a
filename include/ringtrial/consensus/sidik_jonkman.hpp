// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/random_effects.hpp>

namespace ringtrial::consensus {

struct sidik_jonkman_options {
  random_effects_uncertainty uncertainty = random_effects_uncertainty::naive;
  double coverage = 0.95;
};

struct sidik_jonkman_result : random_effects_result {};

namespace detail {

/// The weights 1/v are t₀/(u² + t₀): those of a mean with τ² = t₀.
[[nodiscard]] inline between_variance sidik_jonkman_variance(const stated_results& s) {
  const double t0 = plain_mean(s).squares / s.size();
  if (t0 == 0) return {};
  return {t0 * fit_weighted_mean(s, std::sqrt(t0)).chi2() / (s.size() - 1)};
}

[[nodiscard]] inline sidik_jonkman_result sidik_jonkman_of(
    const arguments& a, const sidik_jonkman_options& o) {
  return random_effects<sidik_jonkman_result>(
      a, {.method = "sidik_jonkman", .coverage = o.coverage, .zero_u = true},
      o.uncertainty, sidik_jonkman_variance);
}

}  // namespace detail

/** Random effects with τ² = Σ(x − m_v)²/v/(n − 1), v = u²/t₀ + 1, t₀ = Σ(x − x̄)²/n.

  Source  Sidik and Jonkman, Appl. Statist. 54 (2005) 367.
  Input   x, u: values and standard uncertainties in one unit, u = 0 allowed; NaN in either skips.
  Result  `ok`; n ≥ 2, else `too_few`; u = 0 with τ² = 0 is `zero_scale`, an infinity `not_finite`. τ² = 0
          only where all x are equal.
  Throws  std::invalid_argument for a negative u, lengths that differ, a coverage outside (0, 1).
  Cost    O(n log n).
*/
template <sample X, sample U>
[[nodiscard]] sidik_jonkman_result sidik_jonkman(const X& x, const U& u,
                                                 sidik_jonkman_options options = {}) {
  return detail::sidik_jonkman_of({detail::as_doubles(x), detail::as_doubles(u)},
                                  options);
}

}  // namespace ringtrial::consensus
