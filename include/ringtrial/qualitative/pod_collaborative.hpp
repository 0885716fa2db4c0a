// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/detail/positives.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/qualitative/texts.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace ringtrial::qualitative {

struct pod_collaborative_result {
  double lpod = detail::nan;           ///< Σ positive/Σ n
  double s_r = detail::nan;            ///< repeatability, of a single 0/1 result
  double s_L = detail::nan;            ///< between laboratories
  double s_R = detail::nan;            ///< reproducibility
  double p_homogeneity = detail::nan;  ///< χ² test that all laboratories have one POD
  double lower = detail::nan;          ///< 95 % limits of lpod
  double upper = detail::nan;
  std::size_t p = 0;  ///< laboratories with tests
  status_t status = outcome::too_few;
};

namespace detail {

/// One laboratory.
struct laboratory_pod {
  double positive, n;
  double pod = positive / n;
};

/// Sums over the laboratories that the formulas need.
struct pod_sums {
  double n = 0, squares = 0, positive = 0, within = 0, between = 0;

  explicit pod_sums(const std::vector<laboratory_pod>& laboratories) {
    for (const auto& l : laboratories) {
      n += l.n;
      squares += l.n * l.n;
      positive += l.positive;
      within += l.n * l.pod * (1 - l.pod);
    }
    for (const auto& l : laboratories)
      between += l.n * (l.pod - positive / n) * (l.pod - positive / n);
  }
};

/// Standard deviations of an analysis of variance of the 0/1 results.
inline void set_standard_deviations(pod_collaborative_result& r, const pod_sums& sums) {
  const auto p = static_cast<double>(r.p);
  const double s2_r = sums.within / (sums.n - p);
  const double size = (sums.n - sums.squares / sums.n) / (p - 1);
  const double s2_L = std::max(0.0, (sums.between / (p - 1) - s2_r) / size);
  r.s_r = std::sqrt(s2_r);
  if (std::isnan(s2_r)) return;
  r.s_L = std::sqrt(s2_L);
  r.s_R = std::sqrt(s2_r + s2_L);
}

inline void set_limits(pod_collaborative_result& r, const pod_sums& sums,
                       const std::vector<laboratory_pod>& laboratories) {
  if (r.lpod < 0.15 || r.lpod > 0.85) {
    const auto whole = proportion(static_cast<std::size_t>(sums.positive),
                                  static_cast<std::size_t>(sums.n));
    r.lower = whole.lower;
    r.upper = whole.upper;
    return;
  }
  const auto p = static_cast<double>(r.p);
  double mean = 0, squares = 0;
  for (const auto& l : laboratories) mean += l.pod / p;
  for (const auto& l : laboratories) squares += (l.pod - mean) * (l.pod - mean);
  const double error = std::sqrt(squares / (p - 1) / p);
  const auto ends = clipped(r.lpod, student_t_quantile_upper(0.025, p - 1) * error);
  r.lower = ends.lower;
  r.upper = ends.upper;
}

}  // namespace detail

/** Probability of detection over laboratories (LPOD) with its standard deviations.

      s_r² = Σ n p(1 − p)/Σ(n − 1),   s_L² = max(0, (MS_L − s_r²)/n̄),   s_R² = s_r² + s_L²
      MS_L = Σ n(p − LPOD)²/(P − 1),  n̄ = (Σn − Σn²/Σn)/(P − 1) for P laboratories

  Limits: LPOD ± t_{0.975; P−1} s(p)/√P if 0.15 ≤ LPOD ≤ 0.85, else Wilson's of the total; in [0, 1].

  Source  Wehling, LaBudde, Brunelle, Nelson, J. AOAC Int. 94 (2011) 335.
  Input   positive ≤ n, one entry a laboratory; laboratories with n = 0 are left out.
  Result  without unit. p_homogeneity is NaN where LPOD is 0 or 1 (all s are 0 then). `too_few` for
          fewer than 2 laboratories: NaN; also if every n is 1: the standard deviations are NaN.
  Throws  std::invalid_argument for unequal lengths, positive > n (with its position).
  Cost    O(laboratories).
*/
[[nodiscard]] inline pod_collaborative_result pod_collaborative(
    std::span<const std::size_t> positive, std::span<const std::size_t> n) {
  detail::require_positives("pod_collaborative", positive, n);
  std::vector<detail::laboratory_pod> laboratories;
  for (std::size_t i = 0; i < n.size(); ++i) {
    if (n[i] > 0)
      laboratories.push_back(
          {static_cast<double>(positive[i]), static_cast<double>(n[i])});
  }
  pod_collaborative_result r{.p = laboratories.size()};
  if (r.p < 2) return r;
  const detail::pod_sums sums(laboratories);
  r.lpod = sums.positive / sums.n;
  if (r.lpod > 0 && r.lpod < 1)
    r.p_homogeneity = chi_squared_cdf_upper(sums.between / (r.lpod * (1 - r.lpod)),
                                            static_cast<double>(r.p - 1));
  detail::set_standard_deviations(r, sums);
  detail::set_limits(r, sums, laboratories);
  r.status = std::isnan(r.s_r) ? outcome::too_few : outcome::ok;
  return r;
}

}  // namespace ringtrial::qualitative
