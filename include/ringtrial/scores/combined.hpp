// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/sorted.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/quantiles.hpp>

namespace ringtrial::scores {

struct combined_score_result {
  double value = std::numeric_limits<double>::quiet_NaN();  ///< without unit
  double p_value =
      std::numeric_limits<double>::quiet_NaN();  ///< two-sided (RSZ), upper (SSZ)
  std::size_t n = 0;                             ///< scores that are not NaN
  status_t status = status_t::too_few;
};

}  // namespace ringtrial::scores

namespace ringtrial::detail {

/// value(sorted sample) and its p value over the scores that are not NaN.
template <sample R, class V, class P>
[[nodiscard]] scores::combined_score_result combined_score(const R& z, V value,
                                                           P p_value) {
  const auto s = sort_reported(as_span(z), purpose::squares);
  scores::combined_score_result r{.n = s.values.size()};
  if (s.finite && r.n == 0) return r;
  const double combined = s.finite ? value(s) : not_a_number;
  r.status = std::isfinite(combined) ? status_t::ok : status_t::not_finite;
  if (r.status != status_t::ok) return r;
  r.value = combined;
  r.p_value = p_value(combined, static_cast<double>(r.n));
  return r;
}

/// Σz/√m.
[[nodiscard]] inline double rescaled_sum(const sorted_sample& s) {
  double sum = 0;
  for (const double score : s.values) sum += score;
  return s.unit(sum / std::sqrt(static_cast<double>(s.values.size())));
}

/// Σz².
[[nodiscard]] inline double sum_of_squares(const sorted_sample& s) {
  double sum = 0;
  for (const double score : s.values) sum += score * score;
  return std::ldexp(sum, 2 * s.exponent);
}

}  // namespace ringtrial::detail

namespace ringtrial::scores {

/** Rescaled sum of scores, RSZ = Σz/√m over the m scores that are not NaN; two-sided normal p value.

  Source  AMC; IUPAC harmonised protocol, Pure Appl. Chem. 65 (1993) 2123; ISO 13528:2022, 9.9 gives
          no formula and is reserved about combined scores: large scores of opposite sign cancel
          here, and neither sum is valid for correlated scores or a σ_pt from the same round. Prefer
          showing all scores of a laboratory together.
  Input   z: scores of one laboratory; NaN is skipped. Their order does not matter.
  Result  `too_few` for no score, `not_finite` for an infinity or a sum beyond the largest double:
          both numbers NaN.
  Cost    that of sorting.
*/
template <sample R>
[[nodiscard]] combined_score_result rsz(const R& z) {
  return detail::combined_score(z, detail::rescaled_sum, [](double value, double) {
    return 2 * normal_cdf_upper(std::abs(value));
  });
}

/** Sum of squared scores, SSZ = Σz²; upper p value of χ² with m degrees of freedom.

  Source, Result and reservations as rsz(); the sign is lost, and one bad score hides in many good.
*/
template <sample R>
[[nodiscard]] combined_score_result ssz(const R& z) {
  return detail::combined_score(z, detail::sum_of_squares, chi_squared_cdf_upper);
}

}  // namespace ringtrial::scores
