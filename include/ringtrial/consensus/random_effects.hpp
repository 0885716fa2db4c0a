// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/steps.hpp>

/** The model xᵢ = μ + λᵢ + εᵢ with Var λ = τ², Var εᵢ = uᵢ², common to six methods that differ in τ².

  All: w = 1/(u² + τ²), value m = Σwx/Σw.
*/
namespace ringtrial::consensus {

/// What u² of the value is; ω = w/Σw.
enum class random_effects_uncertainty : unsigned char {
  naive,  ///< 1/Σw, normal interval
  horn_horn_duncan,  ///< Σω²(x − m)²/(1 − ω); Horn, Horn and Duncan, JASA 70 (1975) 380; df n − 1
  knapp_hartung,  ///< Σω(x − m)²/(n − 1); Knapp and Hartung, Stat. Med. 22 (2003) 2693; df n − 1
  knapp_hartung_floor,  ///< the larger of knapp_hartung and naive; df n − 1
};

struct random_effects_result : fit {
  double between_variance = detail::not_a_number;  ///< τ², unit of the data squared
  int iterations = 0;                              ///< steps of the search for τ²
  bool at_boundary = false;                        ///< τ² = 0
};

namespace detail {

/// An estimate of τ² in the unit of the results.
struct between_variance {
  double value = 0;
  int iterations = 0;
  bool converged = true;
};

[[nodiscard]] inline double random_effects_u(const stated_results& s,
                                             const weighted_fit& w,
                                             random_effects_uncertainty rule) {
  using enum random_effects_uncertainty;
  if (rule == naive) return w.u;
  const auto rest = complements(w.weights);
  double horn = 0, scatter = 0;
  for (std::size_t i = 0; i < s.labs.size(); ++i) {
    const double square = std::pow(w.deviation(s.labs[i]), 2) * w.weights[i];
    horn += square * w.weights[i] / rest[i];
    scatter += square;
  }
  if (rule == horn_horn_duncan) return std::sqrt(horn);
  const double knapp = std::sqrt(scatter / (s.size() - 1));
  return rule == knapp_hartung ? knapp : std::max(knapp, w.u);
}

/// Fills r from the weighted mean and the τ² behind it.
inline void set_random_effects(random_effects_result& r, const stated_results& s,
                               const weighted_fit& w, const between_variance& tau2,
                               random_effects_uncertainty rule) {
  auto c = with_between_sd(w, std::sqrt(tau2.value));
  c.u = random_effects_u(s, w, rule);
  set_value(r, s, c);
  r.between_variance = std::ldexp(tau2.value, 2 * (s.inner + s.outer));
  r.iterations = tau2.iterations;
  r.at_boundary = tau2.value == 0;
  set_interval(r, rule == random_effects_uncertainty::naive ? infinity : s.size() - 1);
  if (!tau2.converged && r.status == status_t::ok) r.status = status_t::max_iterations;
}

/// τ² by `estimate(results)` and all that follows from it.
template <class R, class F>
[[nodiscard]] R random_effects(const arguments& a, const demands& d,
                               random_effects_uncertainty rule, F estimate) {
  R r;
  const auto s = begin(r, d, a);
  if (r.status != status_t::ok) return r;
  const between_variance tau2 = estimate(s);
  if (tau2.value == 0 && !(s.smallest_u() > 0)) {
    give_up(r, status_t::zero_scale);
    return r;
  }
  set_random_effects(r, s, fit_weighted_mean(s, std::sqrt(tau2.value)), tau2, rule);
  return r;
}

}  // namespace detail
}  // namespace ringtrial::consensus
