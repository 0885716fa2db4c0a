// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/likelihood.hpp>
#include <ringtrial/consensus/detail/within_variances.hpp>

namespace ringtrial::consensus {

struct vangel_rukhin_options {
  random_effects_uncertainty uncertainty = random_effects_uncertainty::naive;
  double coverage = 0.95;
};

struct vangel_rukhin_result : random_effects_result {
  double log_likelihood = detail::not_a_number;  ///< without constants
  std::vector<double> within_sd{};  ///< √ξ of each laboratory, unit of the data
};

namespace detail {

/// The fit at the largest likelihood; ξ in the order of the results.
struct likelihood_fit {
  likelihood_maximum best;
  std::vector<double> xi;
};

[[nodiscard]] inline likelihood_fit fit_likelihood(const stated_results& s) {
  const bool known = std::all_of(s.labs.begin(), s.labs.end(),
                                 [](const auto& lab) { return std::isinf(lab.dof); });
  if (!known) {
    const within_profile profile{s};
    const auto best = maximise_profile(s, profile);
    return {best, profile.solve(best.variance.value).xi};
  }
  likelihood_fit f{maximise_profile(s, normal_profile{s, false}), {}};
  for (const auto& lab : s.labs) f.xi.push_back(lab.u * lab.u);
  return f;
}

/// How many ½ ln of a variance ℓ holds: n and the finite ν.
[[nodiscard]] inline double logarithms_of(const stated_results& s) {
  double count = s.size();
  for (const auto& lab : s.labs)
    if (std::isfinite(lab.dof)) count += lab.dof;
  return count;
}

[[nodiscard]] inline vangel_rukhin_result vangel_rukhin_of(
    const arguments& a, const vangel_rukhin_options& o) {
  vangel_rukhin_result r;
  const auto s = begin(r, {"vangel_rukhin", o.coverage}, a);
  r.within_sd.assign(a.x.size(), not_a_number);
  if (r.status != status_t::ok) return r;
  const auto f = fit_likelihood(s);
  std::vector<double> sigma;
  for (std::size_t i = 0; i < f.xi.size(); ++i) {
    sigma.push_back(std::sqrt(f.xi[i] + f.best.variance.value));
    r.within_sd[s.labs[i].position] = s.width(std::sqrt(f.xi[i]));
  }
  r.log_likelihood = in_unit_of_data(s, f.best.log_likelihood, logarithms_of(s));
  set_random_effects(r, s, fit_weighted_mean(s, sigma), f.best.variance, o.uncertainty);
  return r;
}

}  // namespace detail

/** Random effects by maximum likelihood, with the within-laboratory variances ξ estimated where their
    degrees of freedom ν are finite.

      ℓ = −½Σ[ln(ξ + τ²) + (x − μ)²/(ξ + τ²) + ν ln ξ + νu²/ξ]

  over μ, τ² ≥ 0, ξ > 0; for ν = ∞ ξ = u² and the last two terms are dropped. Weights 1/(ξ + τ²).

  Source  Vangel and Rukhin, Biometrics 55 (1999) 129.
  Input   x, u, dof: values, standard uncertainties in one unit, degrees of freedom ν > 0, one number for
          all allowed, all infinite where not given; NaN in any skips the laboratory.
  Result  `ok`; n ≥ 2, else `too_few`; u = 0 is `zero_scale`, an infinite x or u `not_finite`.
  Throws  std::invalid_argument for a negative u, ν not above 0, lengths that differ, a coverage outside
          (0, 1).
  Cost    200 · O(n) and a root or two; with finite ν some 10 times that.
  Prefer  reml(): maximum likelihood makes τ² too small on average.
*/
template <sample X, sample U, detail::range_or_number D>
[[nodiscard]] vangel_rukhin_result vangel_rukhin(const X& x, const U& u, const D& dof,
                                                 vangel_rukhin_options options = {}) {
  return detail::vangel_rukhin_of({detail::as_doubles(x), detail::as_doubles(u),
                                   detail::degrees_of_freedom(dof, x.size())},
                                  options);
}

/// The same with uncertainties that are known: plain maximum likelihood.
template <sample X, sample U>
[[nodiscard]] vangel_rukhin_result vangel_rukhin(const X& x, const U& u,
                                                 vangel_rukhin_options options = {}) {
  return detail::vangel_rukhin_of({detail::as_doubles(x), detail::as_doubles(u)},
                                  options);
}

}  // namespace ringtrial::consensus
