// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/likelihood.hpp>

namespace ringtrial::consensus {

struct reml_options {
  random_effects_uncertainty uncertainty = random_effects_uncertainty::naive;
  double coverage = 0.95;
};

struct reml_result : random_effects_result {
  double log_likelihood = detail::not_a_number;  ///< restricted, without constants
};

namespace detail {

[[nodiscard]] inline reml_result reml_of(const arguments& a, const reml_options& o) {
  reml_result r;
  const auto s = begin(r, {"reml", o.coverage}, a);
  if (r.status != status_t::ok) return r;
  const auto best = maximise_profile(s, normal_profile{s, true});
  const auto w = fit_weighted_mean(s, std::sqrt(best.variance.value));
  r.log_likelihood = in_unit_of_data(s, best.log_likelihood, s.size() - 1);
  set_random_effects(r, s, w, best.variance, o.uncertainty);
  return r;
}

}  // namespace detail

/** Random effects with the τ² of largest restricted likelihood.

      ℓ = −½[Σ ln(u² + τ²) + ln Σw + Σw(x − m)²]

  Its global maximum over τ² ≥ 0 is found, also where there is a second one.

  Source  Patterson and Thompson, Biometrika 58 (1971) 545.
  Input   x, u: values and standard uncertainties in one unit; NaN in either skips the laboratory.
  Result  `ok`; n ≥ 2, else `too_few`; u = 0 is `zero_scale`, an infinity `not_finite`.
  Throws  std::invalid_argument for a negative u, lengths that differ, a coverage outside (0, 1).
  Cost    200 · O(n) and a root or two.
  Prefer  it from 10 laboratories on: most efficient for normal effects.
*/
template <sample X, sample U>
[[nodiscard]] reml_result reml(const X& x, const U& u, reml_options options = {}) {
  return detail::reml_of({detail::as_doubles(x), detail::as_doubles(u)}, options);
}

}  // namespace ringtrial::consensus
