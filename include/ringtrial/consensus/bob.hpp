// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/steps.hpp>

namespace ringtrial::consensus {

struct bob_options {
  double coverage = 0.95;
};

struct bob_result : fit {
  double within = detail::not_a_number;  ///< √(Σu²)/n, unit of the data
};

namespace detail {

[[nodiscard]] inline bob_result bob_of(const arguments& a, const bob_options& o) {
  bob_result r;
  const auto s = begin(r, {.method = "bob", .coverage = o.coverage, .zero_u = true}, a);
  if (r.status != status_t::ok) return r;
  const plain_mean mean(s);
  const double within = std::sqrt(mean_variance(s) / s.size());
  const double between = s.range() / std::sqrt(12.0);
  set_value(
      r, s,
      {mean.mean, mean.rest, std::hypot(within, between), between, equal_weights(s)});
  r.within = s.width(within);
  set_interval(r, infinity);
  return r;
}

}  // namespace detail

/** Type B on bias: the mean of a few methods, whose differences are a rectangular type B component.

      u² = Σu²/n² + (max − min)²/12

  Source  Levenson et al., J. Res. NIST 105 (2000) 571. The interval has the normal factor, not k = 2.
  Input   x, u: values and standard uncertainties in one unit, u = 0 allowed; NaN in either skips.
  Result  `ok`; n ≥ 2, else `too_few`; an infinity is `not_finite`. between_sd (max − min)/√12.
  Throws  std::invalid_argument for a negative u, lengths that differ, a coverage outside (0, 1).
  Cost    O(n log n).
  Prefer  it for 2 to 5 methods; more are allowed.
*/
template <sample X, sample U>
[[nodiscard]] bob_result bob(const X& x, const U& u, bob_options options = {}) {
  return detail::bob_of({detail::as_doubles(x), detail::as_doubles(u)}, options);
}

}  // namespace ringtrial::consensus
