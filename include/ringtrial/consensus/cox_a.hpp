// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/steps.hpp>

namespace ringtrial::consensus {

struct cox_a_options {
  double alpha = 0.05;  ///< level of the χ² test, in (0, 1)
  double coverage = 0.95;
};

struct cox_a_result : fit {
  bool consistent = false;                 ///< p_value ≥ alpha
  double critical = detail::not_a_number;  ///< what Q is compared with
  double alpha = detail::not_a_number;
};

namespace detail {

[[nodiscard]] inline cox_a_result cox_a_of(const arguments& a, const cox_a_options& o) {
  require_probability("cox_a", "alpha", o.alpha);
  cox_a_result r;
  r.alpha = o.alpha;
  const auto s = begin(r, {"cox_a", o.coverage}, a);
  if (r.status != status_t::ok) return r;
  set_value(r, s, with_between_sd(fit_weighted_mean(s, 0), 0));
  r.critical = chi_squared_quantile(1 - o.alpha, r.chi2_df);
  r.consistent = r.p_value >= o.alpha;
  set_interval(r, infinity);
  return r;
}

}  // namespace detail

/** Procedure A for key comparisons: the weighted mean, and whether Q allows it.

  Source  Cox, Metrologia 39 (2002) 589.
  Input   x, u: values and standard uncertainties in one unit; NaN in either skips the laboratory.
  Result  `ok` also for an inconsistent set: `consistent` says so, and cox_b() or
          largest_consistent_subset() is what to use then. n ≥ 2, else `too_few`; u = 0 is `zero_scale`, an
          infinity `not_finite`.
  Throws  std::invalid_argument for a negative u, lengths that differ, alpha or coverage outside (0, 1).
  Cost    O(n log n).
*/
template <sample X, sample U>
[[nodiscard]] cox_a_result cox_a(const X& x, const U& u, cox_a_options options = {}) {
  return detail::cox_a_of({detail::as_doubles(x), detail::as_doubles(u)}, options);
}

}  // namespace ringtrial::consensus
