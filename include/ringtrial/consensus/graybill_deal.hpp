// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/steps.hpp>

namespace ringtrial::consensus {

enum class graybill_deal_uncertainty : unsigned char { naive, sinha, zhang1, zhang2 };

struct graybill_deal_options {
  graybill_deal_uncertainty uncertainty = graybill_deal_uncertainty::sinha;
  double coverage = 0.95;
};

struct graybill_deal_result : fit {};

namespace detail {

/// 1 + factor Σω(1 − ω)/ν.
[[nodiscard]] inline double first_order(const stated_results& s,
                                        std::span<const double> weights, double factor) {
  const auto rest = complements(weights);
  double sum = 0;
  for (std::size_t i = 0; i < rest.size(); ++i)
    sum += weights[i] * rest[i] / s.labs[i].dof;
  return 1 + factor * sum;
}

/// (ν − 2)/ν, 1 for infinite ν.
[[nodiscard]] inline double variance_share(double dof) noexcept {
  return std::isinf(dof) ? 1 : (dof - 2) / dof;
}

/// The fit with weights (ν − 2)/(νu²).
[[nodiscard]] inline weighted_fit zhang_fit(const stated_results& s) {
  std::vector<double> sigma;
  for (const auto& lab : s.labs)
    sigma.push_back(lab.u / std::sqrt(variance_share(lab.dof)));
  return fit_weighted_mean(s, sigma);
}

[[nodiscard]] inline double graybill_deal_u(const stated_results& s,
                                            const weighted_fit& w,
                                            graybill_deal_uncertainty rule) {
  using enum graybill_deal_uncertainty;
  if (rule == naive) return w.u;
  if (rule == sinha) return w.u * std::sqrt(first_order(s, w.weights, 4));
  const auto zhang = zhang_fit(s);
  return rule == zhang1 ? zhang.u : zhang.u * std::sqrt(first_order(s, zhang.weights, 2));
}

/// Welch and Satterthwaite: 1/Σ(ω²/ν), infinite if that sum is 0.
[[nodiscard]] inline double effective_df(const stated_results& s,
                                         std::span<const double> weights) {
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i)
    sum += weights[i] * weights[i] / s.labs[i].dof;
  return 1 / sum;
}

[[nodiscard]] inline graybill_deal_result graybill_deal_of(
    const arguments& a, const graybill_deal_options& o) {
  using enum graybill_deal_uncertainty;
  const bool zhang = o.uncertainty == zhang1 || o.uncertainty == zhang2;
  graybill_deal_result r;
  const auto s = begin(
      r,
      {.method = "graybill_deal", .coverage = o.coverage, .least_dof = zhang ? 2.0 : 0.0},
      a);
  if (r.status != status_t::ok) return r;
  const auto w = fit_weighted_mean(s, 0);
  auto c = with_between_sd(w, 0);
  c.u = graybill_deal_u(s, w, o.uncertainty);
  set_value(r, s, c);
  set_interval(r, effective_df(s, w.weights));
  return r;
}

}  // namespace detail

/** The weighted mean of results whose u come from ν + 1 readings: u = s/√(ν + 1).

      naive   1/W, W = Σ1/u²
      sinha   (1/W)[1 + 4Σω(1 − ω)/ν]            Sinha, Can. J. Statist. 13 (1985) 243, first order
      zhang1  1/W′, W′ = Σ(ν − 2)/(νu²)          Zhang, Metrologia 43 (2006) 195
      zhang2  (1/W′)[1 + 2Σω′(1 − ω′)/ν]

  for u², ω and ω′ the weights that belong to W and W′; df = 1/Σ(ω²/ν).

  Input   x, u, dof: values, standard uncertainties in one unit, degrees of freedom ν > 0, infinite where u
          is known, one number for all allowed; NaN in any skips the laboratory.
  Result  `ok`; n ≥ 2, else `too_few`; u = 0 is `zero_scale`, an infinite x or u `not_finite`.
  Throws  std::invalid_argument for a negative u, ν not above 0 (2 for a Zhang rule), lengths that differ,
          a coverage outside (0, 1).
  Cost    O(n log n).
  Prefer  zhang2 for 4 readings and fewer; with laboratory effects another method.
*/
template <sample X, sample U, detail::range_or_number D>
[[nodiscard]] graybill_deal_result graybill_deal(const X& x, const U& u, const D& dof,
                                                 graybill_deal_options options = {}) {
  return detail::graybill_deal_of({detail::as_doubles(x), detail::as_doubles(u),
                                   detail::degrees_of_freedom(dof, x.size())},
                                  options);
}

}  // namespace ringtrial::consensus
