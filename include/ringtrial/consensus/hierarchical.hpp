// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/steps.hpp>

namespace ringtrial::consensus {

enum class hierarchical_effects : unsigned char {
  normal,   ///< λ ~ N(0, τ²)
  laplace,  ///< λ ~ Laplace with sd τ
};

enum class hierarchical_prior : unsigned char {
  half_cauchy,  ///< of τ: ∝ 1/(1 + τ²/A²)
  half_normal,  ///< ∝ exp(−τ²/2A²)
  uniform,      ///< ∝ 1
};

struct hierarchical_options {
  std::span<const double> dof = {};  ///< of each u; none: infinite
  hierarchical_effects effects = hierarchical_effects::normal;
  hierarchical_prior prior = hierarchical_prior::half_cauchy;
  std::optional<double> prior_scale = {};  ///< A > 0, unit of the data; none: MADe of x
  double coverage = 0.95;
};

struct hierarchical_result : fit {
  double median = detail::not_a_number;  ///< of μ, unit of the data
  double between_lower =
      detail::not_a_number;  ///< equal-tail interval of τ, unit of the data
  double between_upper = detail::not_a_number;
  double between_mean = detail::not_a_number;  ///< posterior mean of τ, unit of the data
  double prior_scale = detail::not_a_number;   ///< the A used, unit of the data
};

namespace detail {

[[nodiscard]] hierarchical_result hierarchical_of(arguments a,
                                                  const hierarchical_options& o);

}  // namespace detail

/** Bayesian hierarchical model x = μ + λ + uT, λ the effect of a laboratory, by quadrature.

  μ has a flat prior, T is normal or, for finite ν, Student's t. value and u are the posterior mean and sd of
  μ, the interval and `median` its quantiles; between_sd is the posterior median of τ.

  Source  Gelman, Bayesian Anal. 1 (2006) 515; NIST Decision Tree. τ is integrated over ln τ and, but for
          normal effects with known u, μ for each τ, by adaptive Gauss–Kronrod rules; no sampling.
  Input   x, u: values and standard uncertainties in one unit; NaN in x, u or dof skips the laboratory.
          prior_scale A: where not given MADe of x, if that is 0 the sd of x, if that is 0 the median of u.
  Result  `ok`, df NaN; n ≥ 2 for half_normal, 3 for half_cauchy, 5 for uniform (else the sd of μ does not
          exist), fewer are `too_few`; u = 0 is `zero_scale`, an infinite x or u `not_finite`, for
          Laplace effects and finite ν also results 10¹⁰⁰ u apart: their density is beyond a double. weights:
          posterior means, for normal effects and known u, else NaN.
  Throws  std::invalid_argument for a negative u, ν not above 0.01, prior_scale not above 0, lengths that differ, a
          coverage outside (0, 1).
  Cost    some 500 · O(n) for normal effects and known u; 10⁵ to 10⁶ · O(n) otherwise.
  Prefer  it for 3 to 6 laboratories with excess scatter: τ² from so few is a guess, and this says so.
*/
template <sample X, sample U>
[[nodiscard]] hierarchical_result hierarchical(const X& x, const U& u,
                                               hierarchical_options options = {}) {
  return detail::hierarchical_of({detail::as_doubles(x), detail::as_doubles(u)}, options);
}

}  // namespace ringtrial::consensus
