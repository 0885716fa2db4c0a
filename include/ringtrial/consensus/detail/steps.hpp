// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/weighted_fit.hpp>
#include <ringtrial/consensus/fit.hpp>
#include <ringtrial/detail/elementwise.hpp>
#include <ringtrial/detail/moments.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>

/** The steps that all methods share: begin() checks and gathers, set_value() and set_interval() fill the
  fit in the unit of the data.
*/
namespace ringtrial::consensus::detail {

/// dof as an array of n: a range as it is, a number for all.
template <range_or_number D>
[[nodiscard]] auto degrees_of_freedom(const D& dof, [[maybe_unused]] std::size_t n) {
  if constexpr (std::is_arithmetic_v<D>)
    return std::vector<double>(n, static_cast<double>(dof));
  else
    return as_doubles(dof);
}

/// What a method asks of its input.
struct demands {
  std::string_view method;
  double coverage;
  std::size_t least = 2;  ///< laboratories
  bool zero_u = false;    ///< u = 0 is accepted
  double least_dof = 0;   ///< every dof must exceed it
};

/// Q and what follows from it.
inline void set_heterogeneity(fit& f, double q) {
  const double df = static_cast<double>(f.n) - 1;
  f.chi2 = q;
  f.chi2_df = df;
  f.p_value = f.n == 1 ? 1 : std::isinf(q) ? 0 : chi_squared_cdf_upper(q, df);
  f.birge_ratio = f.n == 1 ? 0 : std::sqrt(q / df);
  f.i2 = q > df ? 1 - df / q : 0;
}

/// Checks the call, sets what is known of f before any computation; its status is `ok` if the method can
/// go on with the results.
[[nodiscard]] inline stated_results begin(fit& f, const demands& d, const arguments& a) {
  require_probability(d.method, "coverage", d.coverage);
  require_arrays(d.method, a, d.least_dof);
  auto r = gather(a);
  f.method = d.method;
  f.coverage = d.coverage;
  f.n = r.labs.size();
  f.weights.assign(a.x.size(), not_a_number);
  const bool stated = a.u.has_value() && f.n > 0;
  f.status = !r.finite                                      ? status_t::not_finite
             : f.n < d.least                                ? status_t::too_few
             : stated && !d.zero_u && !(r.smallest_u() > 0) ? status_t::zero_scale
                                                            : status_t::ok;
  if (f.status == status_t::ok && stated && r.smallest_u() > 0)
    set_heterogeneity(f, fit_weighted_mean(r, 0).chi2());
  return r;
}

/// As it was before any computation, with a status.
inline void give_up(fit& f, status_t status) {
  fit empty{.coverage = f.coverage, .n = f.n, .method = f.method, .status = status};
  empty.weights.assign(f.weights.size(), not_a_number);
  f = std::move(empty);
}

/// A combined value in the unit of the results; weights in their order.
struct combined {
  double d = 0;     ///< deviation of the value from the centre,
  double rest = 0;  ///< and what rounding it left out
  double u = not_a_number;
  double between_sd = 0;
  std::vector<double> weights{};
};

inline void set_value(fit& f, const stated_results& r, const combined& c) {
  f.value = r.value(c.d, c.rest);
  f.standard_uncertainty = r.width(c.u);
  f.between_sd = r.width(c.between_sd);
  for (std::size_t i = 0; i < c.weights.size(); ++i)
    f.weights[r.labs[i].position] = c.weights[i];
}

/// `ok` promises finite numbers: too large a value, uncertainty or interval is `not_finite`.
inline void require_finite(fit& f) {
  if (!std::isfinite(f.value) || !std::isfinite(f.standard_uncertainty) ||
      !std::isfinite(f.lower) || !std::isfinite(f.upper) || std::isinf(f.between_sd))
    give_up(f, status_t::not_finite);
}

/// The t that leaves 1 − coverage outside ∓t; normal where df is infinite.
[[nodiscard]] inline double two_sided_quantile(double coverage, double df) noexcept {
  const double p = (1 - coverage) / 2;
  return std::isinf(df) ? -normal_quantile(p) : student_t_quantile_upper(p, df);
}

/// value ∓ k · u, k the quantile of t with df times `stretch`.
inline void set_interval(fit& f, double df, double stretch = 1) {
  f.df = df;
  f.coverage_factor = stretch * two_sided_quantile(f.coverage, df);
  f.lower = f.value - f.coverage_factor * f.standard_uncertainty;
  f.upper = f.value + f.coverage_factor * f.standard_uncertainty;
  require_finite(f);
}

[[nodiscard]] inline std::vector<double> equal_weights(const stated_results& r) {
  return std::vector<double>(r.labs.size(), 1 / r.size());
}

/// A mean with weights 1/(u² + τ²), its 1/√Σw and τ.
[[nodiscard]] inline combined with_between_sd(const weighted_fit& w, double tau) {
  return {w.mean, w.rest, w.u, tau, w.weights};
}

}  // namespace ringtrial::consensus::detail
