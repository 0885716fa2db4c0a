// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/random_effects.hpp>

namespace ringtrial::consensus {

struct hedges_olkin_options {
  random_effects_uncertainty uncertainty = random_effects_uncertainty::naive;
  double coverage = 0.95;
};

struct hedges_olkin_result : random_effects_result {};

namespace detail {

[[nodiscard]] inline between_variance hedges_olkin_variance(const stated_results& s) {
  const double variance = plain_mean(s).squares / (s.size() - 1) - mean_variance(s);
  return {variance > boundary_variance(s.smallest_u()) ? variance : 0};
}

[[nodiscard]] inline hedges_olkin_result hedges_olkin_of(const arguments& a,
                                                         const hedges_olkin_options& o) {
  return random_effects<hedges_olkin_result>(
      a, {.method = "hedges_olkin", .coverage = o.coverage, .zero_u = true},
      o.uncertainty, hedges_olkin_variance);
}

}  // namespace detail

/** Random effects with τ² = max(0, s² − mean of u²).

  Source  Hedges and Olkin, Statistical Methods for Meta-Analysis, 1985.
  Input   x, u: values and standard uncertainties in one unit, u = 0 allowed; NaN in either skips.
  Result  `ok`; n ≥ 2, else `too_few`; u = 0 with τ² = 0 is `zero_scale`, an infinity `not_finite`.
  Throws  std::invalid_argument for a negative u, lengths that differ, a coverage outside (0, 1).
  Cost    O(n log n).
*/
template <sample X, sample U>
[[nodiscard]] hedges_olkin_result hedges_olkin(const X& x, const U& u,
                                               hedges_olkin_options options = {}) {
  return detail::hedges_olkin_of({detail::as_doubles(x), detail::as_doubles(u)}, options);
}

}  // namespace ringtrial::consensus
