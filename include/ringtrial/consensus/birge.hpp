// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/steps.hpp>

namespace ringtrial::consensus {

enum class birge_rule : unsigned char {
  classical,  ///< r = √(Q/(n − 1))
  floored,    ///< r = max(1, that)
  bayes,      ///< r = that · √((n − 1)/(n − 3))
};

struct birge_options {
  birge_rule rule = birge_rule::floored;
  double coverage = 0.95;
};

struct birge_result : fit {
  double factor = detail::not_a_number;  ///< r
};

namespace detail {

[[nodiscard]] inline double birge_factor(double ratio, double n,
                                         birge_rule rule) noexcept {
  switch (rule) {
    case birge_rule::classical:
      return ratio;
    case birge_rule::floored:
      return std::max(1.0, ratio);
    case birge_rule::bayes:
      return ratio * std::sqrt((n - 1) / (n - 3));
  }
  return not_a_number;
}

[[nodiscard]] inline birge_result birge_of(const arguments& a, const birge_options& o) {
  const bool bayes = o.rule == birge_rule::bayes;
  birge_result r;
  const auto s = begin(r, {"birge", o.coverage, bayes ? 4u : 2u}, a);
  if (r.status != status_t::ok) return r;
  const double n = s.size();
  auto c = with_between_sd(fit_weighted_mean(s, 0), 0);
  r.factor = birge_factor(r.birge_ratio, n, o.rule);
  c.u *= r.factor;
  set_value(r, s, c);
  const bool as_stated = o.rule == birge_rule::floored && r.birge_ratio <= 1;
  set_interval(r, as_stated ? infinity : n - 1, bayes ? std::sqrt((n - 3) / (n - 1)) : 1);
  return r;
}

}  // namespace detail

/** weighted_mean() with its uncertainty multiplied by the factor r that the scatter asks for.

      classical  r = √(Q/(n − 1))
      floored    r = max(1, √(Q/(n − 1)))
      bayes      r = √(Q/(n − 1)) · √((n − 1)/(n − 3)), the sd of the posterior t; its interval is that t's

  Source  Birge, Phys. Rev. 40 (1932) 207; bayes: Bodnar and Elster, Metrologia 51 (2014) 516.
  Input   x, u: values and standard uncertainties in one unit; NaN in either skips the laboratory.
  Result  `ok`, also with u = 0 where Q = 0; n ≥ 2, bayes n ≥ 4, else `too_few`; u = 0 is `zero_scale`, an
          infinity `not_finite`. df n − 1, for floored with a ratio ≤ 1 infinite.
  Throws  std::invalid_argument for a negative u, lengths that differ, a coverage outside (0, 1).
  Cost    O(n log n).
*/
template <sample X, sample U>
[[nodiscard]] birge_result birge(const X& x, const U& u, birge_options options = {}) {
  return detail::birge_of({detail::as_doubles(x), detail::as_doubles(u)}, options);
}

}  // namespace ringtrial::consensus
