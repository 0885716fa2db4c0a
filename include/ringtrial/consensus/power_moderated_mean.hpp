// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/mandel_paule.hpp>

namespace ringtrial::consensus {

struct power_moderated_mean_options {
  std::optional<double> alpha = {};  ///< power of the weights, in [0, 2]; none: 2 − 3/n
  double coverage = 0.95;
};

struct power_moderated_mean_result : fit {
  double alpha = detail::not_a_number;  ///< the power used
};

namespace detail {

/// The mean with weights (σ_min/σ)^α, σ² = u² + τ², and u = 1/√Σ(σ^−α S^(α−2)).
[[nodiscard]] inline combined fit_power_moderated(const stated_results& s, double tau,
                                                  double alpha) {
  const double n = s.size();
  std::vector<double> sigma;
  for (const auto& lab : s.labs) sigma.push_back(std::hypot(lab.u, tau));
  const double a = fit_weighted_mean(s, sigma).u;
  const double b = std::sqrt(plain_mean(s).squares / (n * (n - 1)));
  const double scale = std::sqrt(n) * std::max(a, b);
  for (double& v : sigma) v = std::pow(v / scale, alpha / 2);
  auto w = fit_weighted_mean(s, sigma);
  return {w.mean, w.rest, scale * w.u, tau, std::move(w.weights)};
}

[[nodiscard]] inline power_moderated_mean_result power_moderated_mean_of(
    const arguments& a, const power_moderated_mean_options& o) {
  constexpr auto method = "power_moderated_mean";
  if (o.alpha)
    require(*o.alpha >= 0 && *o.alpha <= 2, method, "alpha", *o.alpha, "from 0 to 2");
  power_moderated_mean_result r;
  const auto s = begin(r, {method, o.coverage}, a);
  if (r.status != status_t::ok) return r;
  const auto tau2 = mandel_paule_variance(s, s.size() - 1);
  r.alpha = o.alpha.value_or(2 - 3 / s.size());
  set_value(r, s, fit_power_moderated(s, std::sqrt(tau2.value), r.alpha));
  set_interval(r, infinity);
  if (!tau2.converged && r.status == status_t::ok) r.status = status_t::max_iterations;
  return r;
}

}  // namespace detail

/** A mean between the arithmetic and the weighted one, where u are informative but some too small.

      σ² = u² + τ², τ² by mandel_paule()    S = √(n max(A, B)), A = 1/Σσ⁻², B = Σ(x − x̄)²/(n(n − 1))
      W = 1/(σ^α S^(2−α))                   weights W/ΣW, u = 1/√ΣW

  α = 2 gives mandel_paule(), α = 0 the arithmetic mean with u = S/√n.

  Source  Pommé and Keightley, Metrologia 52 (2015) S200, as commonly cited.
  Input   x, u: values and standard uncertainties in one unit; NaN in either skips the laboratory.
  Result  `ok`; n ≥ 2, else `too_few`; u = 0 is `zero_scale`, an infinity `not_finite`.
  Throws  std::invalid_argument for a negative u, lengths that differ, alpha outside [0, 2], a coverage
          outside (0, 1).
  Cost    as mandel_paule().
*/
template <sample X, sample U>
[[nodiscard]] power_moderated_mean_result power_moderated_mean(
    const X& x, const U& u, power_moderated_mean_options options = {}) {
  return detail::power_moderated_mean_of({detail::as_doubles(x), detail::as_doubles(u)},
                                         options);
}

}  // namespace ringtrial::consensus
