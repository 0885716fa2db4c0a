// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/sorted.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/quantiles.hpp>

namespace ringtrial::scores {

struct combined_score_result {
  double value = std::numeric_limits<double>::quiet_NaN();
  double p_value = std::numeric_limits<double>::quiet_NaN();
  std::size_t n = 0;  ///< scores that are not NaN
  status_t status = status_t::too_few;
};

}  // namespace ringtrial::scores

namespace ringtrial::detail {

/// value(sum of f(z), m) and its p value over the scores that are not NaN, summed in sorted order.
template <sample R, class F, class V, class P>
[[nodiscard]] scores::combined_score_result combined_score(const R& z, F f, V value,
                                                           P p_value) {
  const auto s = sort_reported(as_span(z), purpose::order);
  scores::combined_score_result r{.n = s.values.size()};
  if (!s.finite) r.status = status_t::not_finite;
  if (!s.finite || r.n == 0) return r;
  double sum = 0;
  for (const double score : s.values) sum += f(score);
  const auto m = static_cast<double>(r.n);
  r.value = value(sum, m);
  r.p_value = p_value(r.value, m);
  r.status = status_t::ok;
  return r;
}

}  // namespace ringtrial::detail

namespace ringtrial::scores {

/** Rescaled sum of scores, RSZ = Σz/√m over the m scores that are not NaN; two-sided normal p value.

  Source  AMC; IUPAC harmonised protocol, Pure Appl. Chem. 65 (1993) 2123; ISO 13528:2022, 9.9 gives
          no formula and is reserved about combined scores: large scores of opposite sign cancel
          here, and neither sum is valid for correlated scores or a σ_pt from the same round. Prefer
          showing all scores of a laboratory together.
  Result  `too_few` for no score, `not_finite` for an infinity: NaN.
*/
template <sample R>
[[nodiscard]] combined_score_result rsz(const R& z) {
  return detail::combined_score(
      z, [](double score) { return score; },
      [](double sum, double m) { return sum / std::sqrt(m); },
      [](double value, double) { return 2 * normal_cdf_upper(std::abs(value)); });
}

/** Sum of squared scores, SSZ = Σz²; upper p value of χ² with m degrees of freedom.

  Source, Result and reservations as rsz(); the sign is lost, and one bad score hides in many good.
*/
template <sample R>
[[nodiscard]] combined_score_result ssz(const R& z) {
  return detail::combined_score(
      z, [](double score) { return score * score; },
      [](double sum, double) { return sum; },
      [](double value, double m) { return chi_squared_cdf_upper(value, m); });
}

}  // namespace ringtrial::scores
