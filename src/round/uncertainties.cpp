// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/round/scale.hpp>
#include <ringtrial/round/uncertainties.hpp>
#include <ringtrial/scores/standard_uncertainty.hpp>

#include <cmath>

namespace ringtrial::round {
namespace {

double standard(const laboratory_results& r, std::size_t i, double missing_k) {
  if (!std::isnan(r.u[i])) return r.u[i];
  return scores::standard_uncertainty(r.U[i], r.k[i], missing_k);
}

double expanded(const laboratory_results& r, std::size_t i) {
  if (std::isnan(r.U[i])) return 2 * r.u[i];
  return std::isnan(r.k[i]) ? r.U[i] : r.U[i] * (2 / r.k[i]);
}

bool assumes_k(const laboratory_results& r, std::size_t i, double missing_k) {
  return !std::isnan(missing_k) && std::isnan(r.u[i]) && std::isnan(r.k[i]) &&
         !std::isnan(r.U[i]) && !std::isnan(r.value[i]);
}

}  // namespace

laboratory_uncertainties uncertainties_of(const laboratory_results& r, double missing_k,
                                          scores::transform t,
                                          std::vector<finding>& findings) {
  laboratory_uncertainties out;
  for (std::size_t i = 0; i < r.size(); ++i) {
    const auto on = [&](double stated) {
      const double value = propagated(t, stated, r.value[i]);
      return std::isfinite(value) ? value : nan;
    };
    out.u.push_back(on(standard(r, i, missing_k)));
    out.U.push_back(on(expanded(r, i)));
    out.any = out.any || !std::isnan(out.U.back());
    if (assumes_k(r, i, missing_k))
      findings.push_back({finding_code::k_assumed,
                          static_cast<std::ptrdiff_t>(i),
                          {missing_k, nan, nan, nan}});
  }
  return out;
}

}  // namespace ringtrial::round
