// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/mandel_paule.hpp>

namespace ringtrial::consensus {

struct schiller_eberhardt_options {
  double material_sd = 0;  ///< of the material between units, unit of the data
  double material_dof = detail::infinity;  ///< of material_sd, > 0
  double coverage = 0.95;
};

struct schiller_eberhardt_result : fit {
  double bias_allowance = detail::not_a_number;  ///< max |x − value|, unit of the data
  double expanded_uncertainty =
      detail::not_a_number;  ///< half the interval, unit of the data
};

namespace detail {

/// s² = Σω²u² + material², its degrees of freedom by Welch and Satterthwaite.
struct stated_part {
  double s = 0, df = 0;

  stated_part(const stated_results& r, std::span<const double> weights, double material,
              double material_dof) {
    std::vector<double> parts{material}, dofs{material_dof};
    for (std::size_t i = 0; i < weights.size(); ++i) {
      parts.push_back(weights[i] * r.labs[i].u);
      dofs.push_back(r.labs[i].dof);
    }
    for (const double part : parts) s = std::hypot(s, part);
    double sum = 0;
    for (std::size_t i = 0; i < parts.size(); ++i)
      sum += std::pow(parts[i] / s, 4) / dofs[i];
    df = 1 / sum;
  }
};

inline void require_material(const schiller_eberhardt_options& o) {
  constexpr auto method = "schiller_eberhardt";
  require(o.material_sd >= 0 && std::isfinite(o.material_sd), method, "material_sd",
          o.material_sd, "finite and not negative");
  require(o.material_dof > 0, method, "material_dof", o.material_dof, "above 0");
}

/// value ∓ (t_df s + b).
inline void set_with_bias(schiller_eberhardt_result& r, const stated_part& part, double b,
                          const stated_results& s) {
  r.bias_allowance = s.width(b);
  r.df = part.df;
  r.expanded_uncertainty = s.width(two_sided_quantile(r.coverage, part.df) * part.s + b);
  r.coverage_factor = r.expanded_uncertainty / r.standard_uncertainty;
  r.lower = r.value - r.expanded_uncertainty;
  r.upper = r.value + r.expanded_uncertainty;
  require_finite(r);
}

[[nodiscard]] inline schiller_eberhardt_result schiller_eberhardt_of(
    const arguments& a, const schiller_eberhardt_options& o) {
  require_material(o);
  schiller_eberhardt_result r;
  const auto s = begin(r, {"schiller_eberhardt", o.coverage}, a);
  if (r.status != status_t::ok) return r;
  const auto tau2 = mandel_paule_variance(s, s.size() - 1);
  const auto w = fit_weighted_mean(s, std::sqrt(tau2.value));
  const stated_part part(s, w.weights, s.scaled(o.material_sd), o.material_dof);
  const double b = std::max(std::abs(w.deviation(s.labs.front())),
                            std::abs(w.deviation(s.labs.back())));
  auto c = with_between_sd(w, std::sqrt(tau2.value));
  c.u = std::hypot(part.s, b / std::sqrt(3.0));
  set_value(r, s, c);
  set_with_bias(r, part, b, s);
  if (!tau2.converged && r.status == status_t::ok) r.status = status_t::max_iterations;
  return r;
}

}  // namespace detail

/** The mean of mandel_paule() with an allowance for the largest bias, for certification.

      s² = Σω²u² + material_sd²    b = max|x − value|    value ∓ (t_df s + b)    u² = s² + b²/3
      df = s⁴/(Σω⁴u⁴/ν + material_sd⁴/material_dof), infinite if that sum is 0

  Source  Schiller and Eberhardt, Spectrochim. Acta 46B (1991) 1607.
  Input   x, u, dof: values, standard uncertainties in one unit, degrees of freedom ν > 0, one number for
          all allowed, all infinite where not given; NaN in any skips the laboratory.
  Result  `ok`; n ≥ 2, else `too_few`; u = 0 is `zero_scale`, an infinite x or u `not_finite`.
  Throws  std::invalid_argument for a negative u or material_sd, ν or material_dof not above 0, lengths
          that differ, a coverage outside (0, 1).
  Cost    as mandel_paule().
*/
template <sample X, sample U, detail::range_or_number D>
[[nodiscard]] schiller_eberhardt_result schiller_eberhardt(
    const X& x, const U& u, const D& dof, schiller_eberhardt_options options = {}) {
  return detail::schiller_eberhardt_of({detail::as_doubles(x), detail::as_doubles(u),
                                        detail::degrees_of_freedom(dof, x.size())},
                                       options);
}

/// The same with uncertainties that are known.
template <sample X, sample U>
[[nodiscard]] schiller_eberhardt_result schiller_eberhardt(
    const X& x, const U& u, schiller_eberhardt_options options = {}) {
  return detail::schiller_eberhardt_of({detail::as_doubles(x), detail::as_doubles(u)},
                                       options);
}

}  // namespace ringtrial::consensus
