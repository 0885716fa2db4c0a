// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/steps.hpp>
#include <ringtrial/row_view.hpp>

namespace ringtrial::consensus {

enum class weighted_mean_uncertainty : unsigned char {
  internal,  ///< 1/√Σw, from the stated uncertainties alone
  external,  ///< internal times the Birge ratio, from the scatter
  larger,    ///< of the two
};

struct weighted_mean_options {
  weighted_mean_uncertainty uncertainty = weighted_mean_uncertainty::internal;
  double coverage = 0.95;
};

struct weighted_mean_result : fit {
  double uncertainty_internal = detail::not_a_number;  ///< unit of the data
  double uncertainty_external =
      detail::not_a_number;  ///< unit of the data; NaN for n = 1
};

namespace detail {

/// What weighted_mean() asks of its input.
[[nodiscard]] inline demands weighted_mean_demands(const weighted_mean_options& o) {
  const bool external = o.uncertainty == weighted_mean_uncertainty::external;
  return {"weighted_mean", o.coverage, external ? 2u : 1u};
}

/// The value with both uncertainties, and the interval of the one that is asked for.
inline void set_weighted_mean(weighted_mean_result& r, const stated_results& s,
                              const combined& c, weighted_mean_uncertainty rule) {
  set_value(r, s, c);
  r.uncertainty_internal = r.standard_uncertainty;
  if (r.n > 1) r.uncertainty_external = s.width(c.u * r.birge_ratio);
  const bool external = rule == weighted_mean_uncertainty::external ||
                        (rule == weighted_mean_uncertainty::larger && r.birge_ratio > 1);
  if (external) r.standard_uncertainty = r.uncertainty_external;
  set_interval(r, external ? static_cast<double>(r.n) - 1 : infinity);
}

[[nodiscard]] inline weighted_mean_result weighted_mean_of(
    const arguments& a, const weighted_mean_options& o) {
  weighted_mean_result r;
  const auto s = begin(r, weighted_mean_demands(o), a);
  if (r.status == status_t::ok)
    set_weighted_mean(r, s, with_between_sd(fit_weighted_mean(s, 0), 0), o.uncertainty);
  return r;
}

/// As weighted_mean_covariance(), compiled once.
[[nodiscard]] weighted_mean_result weighted_mean_of(std::span<const double> x,
                                                    row_view<const double> V,
                                                    const weighted_mean_options& o);

}  // namespace detail

/** The mean with weights w = 1/u².

      value = Σwx/Σw    internal u = 1/√Σw    external u = √(Q/(n − 1))/√Σw

  Source  Cox, Metrologia 39 (2002) 589; Birge, Phys. Rev. 40 (1932) 207.
  Input   x, u: values and standard uncertainties in one unit; NaN in either skips the laboratory.
  Result  `ok`; n ≥ 1, for "external" n ≥ 2, else `too_few`; u = 0 is `zero_scale`, an infinity
          `not_finite`. df: n − 1 where the external one is taken, else infinite.
  Throws  std::invalid_argument for a negative u, lengths that differ, a coverage outside (0, 1).
  Cost    O(n log n).
  Prefer  it only where Q does not contradict it: p_value well above 0.05 and every u credible.
*/
template <sample X, sample U>
[[nodiscard]] weighted_mean_result weighted_mean(const X& x, const U& u,
                                                 weighted_mean_options options = {}) {
  return detail::weighted_mean_of({detail::as_doubles(x), detail::as_doubles(u)},
                                  options);
}

/** weighted_mean() of correlated results by generalised least squares.

      weights = V⁻¹1/(1ᵀV⁻¹1)    internal u = 1/√(1ᵀV⁻¹1)    Q = (x − m)ᵀV⁻¹(x − m)

  Input   V: n × n covariance matrix; a laboratory with NaN in x or in its row or column goes with both.
  Result  as weighted_mean(); weights may be negative. A diagonal V gives what u = √diag gives.
  Throws  also for a V of another shape, not symmetric (beyond 1e-12 √(VᵢᵢVⱼⱼ)) or not positive definite
          (a pivot of its correlation matrix ≤ n ε).
  Cost    O(n³).
*/
template <sample X>
[[nodiscard]] weighted_mean_result weighted_mean_covariance(
    const X& x, row_view<const double> V, weighted_mean_options options = {}) {
  return detail::weighted_mean_of(detail::as_doubles(x), V, options);
}

}  // namespace ringtrial::consensus
