// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/graybill_deal.hpp>

namespace ringtrial::consensus {

struct fairweather_options {
  double coverage = 0.95;
};

struct fairweather_result : fit {};

namespace detail {

/// c = 1/Σ(ν − 2)/ν and f = 4 + 1/Σ(a²/(ν − 4)), a = c(ν − 2)/ν.
struct fairweather_constants {
  double c = 0, f = 0;

  explicit fairweather_constants(const stated_results& s) {
    double shares = 0, sum = 0;
    for (const auto& lab : s.labs) shares += variance_share(lab.dof);
    c = 1 / shares;
    for (const auto& lab : s.labs) {
      const double a = c * variance_share(lab.dof);
      sum += a * a / (lab.dof - 4);
    }
    f = 4 + 1 / sum;
  }
};

/// Weights (a/u)/D with D = Σa/u, and u = √c/D: those of a mean with σ² = u/a, on the scale of D.
[[nodiscard]] inline combined fit_fairweather(const stated_results& s, double c) {
  std::vector<double> sigma;
  for (const auto& lab : s.labs)
    sigma.push_back(std::sqrt(lab.u / (c * variance_share(lab.dof))));
  auto w = fit_weighted_mean(s, sigma);
  return {w.mean, w.rest, std::sqrt(c) * w.u * w.u, 0, std::move(w.weights)};
}

[[nodiscard]] inline fairweather_result fairweather_of(const arguments& a,
                                                       const fairweather_options& o) {
  fairweather_result r;
  const auto s =
      begin(r, {.method = "fairweather", .coverage = o.coverage, .least_dof = 4}, a);
  if (r.status != status_t::ok) return r;
  const fairweather_constants k(s);
  set_value(r, s, fit_fairweather(s, k.c));
  set_interval(r, k.f, std::isinf(k.f) ? 1 : std::sqrt((k.f - 2) / k.f));
  return r;
}

}  // namespace detail

/** One common mean, weighted by 1/u with an interval that is nearly exact for few readings.

      a = c(ν − 2)/ν, 1/c = Σ(ν − 2)/ν    D = Σa/u    weights (a/u)/D    u = √c/D
      f = 4 + 1/Σ(a²/(ν − 4))             value ∓ b t_f/D, b² = c(f − 2)/f

  Source  Fairweather, Appl. Statist. 21 (1972) 229; Cox, Metrologia 39 (2002) 589.
  Input   x, u, dof: values, standard uncertainties in one unit, degrees of freedom ν > 4, infinite where u
          is known, one number for all allowed; NaN in any skips the laboratory.
  Result  `ok`, df f; n ≥ 2, else `too_few`; u = 0 is `zero_scale`, an infinite x or u `not_finite`.
  Throws  std::invalid_argument for a negative u, ν not above 4, lengths that differ, a coverage outside
          (0, 1).
  Cost    O(n log n).
*/
template <sample X, sample U, detail::range_or_number D>
[[nodiscard]] fairweather_result fairweather(const X& x, const U& u, const D& dof,
                                             fairweather_options options = {}) {
  return detail::fairweather_of({detail::as_doubles(x), detail::as_doubles(u),
                                 detail::degrees_of_freedom(dof, x.size())},
                                options);
}

}  // namespace ringtrial::consensus
