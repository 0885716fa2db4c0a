// SPDX-License-Identifier: BSL-1.0
#include "covariance.hpp"
#include <ringtrial/consensus/weighted_mean.hpp>

namespace ringtrial::consensus::detail {
namespace {

/// Generalised least squares with V = SRS, S the diagonal of the u; e = u_min/u.
struct generalised_fit {
  combined value;
  double chi2 = 0;

  generalised_fit(const stated_results& s, const triangle& l) {
    const double smallest = s.smallest_u();
    std::vector<double> e, w;
    for (const auto& lab : s.labs) e.push_back(smallest / lab.u);
    w = e;
    solve_lower(l, w);
    const double sum = dot(w.data(), w.data(), w.size());
    solve_upper(l, w);
    for (std::size_t i = 0; i < w.size(); ++i) w[i] *= e[i] / sum;
    for (std::size_t i = 0; i < w.size(); ++i) value.d += w[i] * s.labs[i].d;
    for (std::size_t i = 0; i < w.size(); ++i)
      value.rest += w[i] * ((s.labs[i].d - value.d) + s.labs[i].tail);
    value.u = smallest / std::sqrt(sum);
    value.weights = std::move(w);
    set_chi2(s, l);
  }

 private:
  void set_chi2(const stated_results& s, const triangle& l) {
    std::vector<double> z;
    for (const auto& lab : s.labs)
      z.push_back(((lab.d - value.d) + (lab.tail - value.rest)) / lab.u);
    solve_lower(l, z);
    chi2 = dot(z.data(), z.data(), z.size());
  }
};

}  // namespace

weighted_mean_result weighted_mean_of(std::span<const double> x, row_view<const double> V,
                                      const weighted_mean_options& o) {
  const auto d = weighted_mean_demands(o);
  require_probability(d.method, "coverage", o.coverage);
  const auto u = uncertainties_of(d.method, x, V);
  weighted_mean_result r;
  const auto s = begin(r, d, {x, u});
  if (r.n > 0 && !is_finite(s, V)) give_up(r, status_t::not_finite);
  if (r.n == 0 || r.status == status_t::not_finite) return r;
  const auto l = correlation_factor(d.method, s, V);
  if (r.status != status_t::ok) return r;
  const generalised_fit f(s, l);
  set_heterogeneity(r, f.chi2);
  set_weighted_mean(r, s, f.value, o.uncertainty);
  return r;
}

}  // namespace ringtrial::consensus::detail
