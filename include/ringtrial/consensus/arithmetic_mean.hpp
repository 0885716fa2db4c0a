// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/steps.hpp>

namespace ringtrial::consensus {

enum class arithmetic_mean_uncertainty : unsigned char {
  scatter,  ///< s/√n
  stated,   ///< √(Σu²)/n
  both,     ///< √((s² + mean of u²)/n)
};

struct arithmetic_mean_options {
  arithmetic_mean_uncertainty uncertainty = arithmetic_mean_uncertainty::scatter;
  double coverage = 0.95;
};

struct arithmetic_mean_result : fit {};

namespace detail {

/// s² less what the stated uncertainties explain, as a standard deviation.
[[nodiscard]] inline double unexplained_sd(double s, double stated) noexcept {
  return s > stated ? std::sqrt((s - stated) * (s + stated)) : 0;
}

[[nodiscard]] inline combined fit_arithmetic_mean(const stated_results& s, bool has_u,
                                                  arithmetic_mean_uncertainty rule) {
  using enum arithmetic_mean_uncertainty;
  const plain_mean mean(s);
  const double n = s.size();
  const double sd = n > 1 ? std::sqrt(mean.squares / (n - 1)) : 0;
  const double stated_u = has_u ? std::sqrt(mean_variance(s)) : 0;
  const double u = rule == scatter  ? sd
                   : rule == stated ? stated_u
                                    : std::hypot(sd, stated_u);
  return {mean.mean, mean.rest, u / std::sqrt(n), unexplained_sd(sd, stated_u),
          equal_weights(s)};
}

[[nodiscard]] inline arithmetic_mean_result arithmetic_mean_of(
    const arguments& a, const arithmetic_mean_options& o) {
  using enum arithmetic_mean_uncertainty;
  require(
      a.u || o.uncertainty == scatter,
      "arithmetic_mean: u is missing, must be given with uncertainty 'stated' or 'both'");
  arithmetic_mean_result r;
  const auto s = begin(r,
                       {.method = "arithmetic_mean",
                        .coverage = o.coverage,
                        .least = o.uncertainty == stated ? 1u : 2u,
                        .zero_u = true},
                       a);
  if (r.status != status_t::ok) return r;
  set_value(r, s, fit_arithmetic_mean(s, a.u.has_value(), o.uncertainty));
  set_interval(r, o.uncertainty == stated ? infinity : s.size() - 1);
  return r;
}

}  // namespace detail

/** The mean with equal weights.

      scatter  s/√n                      df n − 1
      stated   √(Σu²)/n                  normal
      both     √((s² + mean of u²)/n)    df n − 1; counts the stated part twice where it is real

  Input   x, u: values and standard uncertainties in one unit, u = 0 allowed; NaN in either skips.
  Result  `ok`; n ≥ 2, for "stated" n ≥ 1, else `too_few`; an infinity is `not_finite`. between_sd:
          √max(0, s² − mean of u²), without u s.
  Throws  std::invalid_argument for a negative u, lengths that differ, a coverage outside (0, 1), a rule
          that needs u without one.
  Cost    O(n log n).
  Prefer  it where u are missing or not believed and there is no outlier.
*/
template <sample X, sample U>
[[nodiscard]] arithmetic_mean_result arithmetic_mean(
    const X& x, const U& u, arithmetic_mean_options options = {}) {
  return detail::arithmetic_mean_of({detail::as_doubles(x), detail::as_doubles(u)},
                                    options);
}

/// The same without stated uncertainties.
template <sample X>
[[nodiscard]] arithmetic_mean_result arithmetic_mean(
    const X& x, arithmetic_mean_options options = {}) {
  return detail::arithmetic_mean_of({detail::as_doubles(x)}, options);
}

}  // namespace ringtrial::consensus
