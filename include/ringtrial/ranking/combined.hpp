// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/ranking/detail/options.hpp>
#include <ringtrial/ranking/detail/statistics.hpp>
#include <ringtrial/robust/median.hpp>
#include <ringtrial/row_view.hpp>
#include <ringtrial/scores/combined.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace ringtrial::ranking {

struct combined_options {
  std::vector<std::string> lab = {};  ///< names; empty: "1", "2", …
  std::array<double, 2> limits = {
      2, 3};  ///< of |z|: satisfactory up to, unsatisfactory from
  std::array<double, 3> points = {2, 1,
                                  0};  ///< satisfactory, questionable, unsatisfactory
};

/// One entry a laboratory; all without unit.
struct combined_result {
  std::vector<std::string> lab;
  std::vector<std::size_t> n;                     ///< scores reported
  std::vector<double> mean_abs, median_abs, rms;  ///< of |z|
  std::vector<double> rsz, ssz;                   ///< Σz/√n, Σz²
  std::vector<double> p_rsz, p_ssz;               ///< of independent N(0, 1) scores
  std::vector<double> points, mean_points;
  std::vector<std::size_t> n_satisfactory, n_questionable, n_unsatisfactory;
  std::vector<status_t> status;
};

namespace detail {

/// A laboratory without numbers.
inline void add_empty(combined_result& r, std::size_t n, status_t status) {
  r.n.push_back(n);
  for (auto* column : {&r.mean_abs, &r.median_abs, &r.rms, &r.rsz, &r.ssz, &r.p_rsz,
                       &r.p_ssz, &r.points, &r.mean_points})
    column->push_back(nan);
  for (auto* count : {&r.n_satisfactory, &r.n_questionable, &r.n_unsatisfactory})
    count->push_back(0);
  r.status.push_back(status);
}

inline void set_points(combined_result& r, std::span<const double> sizes,
                       const point_rule& rule) {
  double points = 0;
  for (const double size : sizes) {
    if (std::isnan(size)) continue;
    points += rule(size);
    ++(size <= rule.limits[0]   ? r.n_satisfactory
       : size >= rule.limits[1] ? r.n_unsatisfactory
                                : r.n_questionable)
          .back();
  }
  r.points.back() = points;
  r.mean_points.back() = points / static_cast<double>(r.n.back());
}

inline void add_laboratory(combined_result& r, std::span<const double> scores,
                           const point_rule& rule) {
  const auto rsz = scores::rsz(scores), ssz = scores::ssz(scores);
  add_empty(r, ssz.n, ssz.status);
  if (ssz.status != outcome::ok) return;
  const auto n = static_cast<double>(ssz.n);
  std::vector<double> sizes;
  double sum = 0;
  for (const double z : scores) {
    sizes.push_back(std::abs(z));
    if (!std::isnan(z)) sum += std::abs(z);
  }
  r.mean_abs.back() = sum / n;
  r.median_abs.back() = robust::median(sizes);
  r.rms.back() = std::sqrt(ssz.value / n);
  r.rsz.back() = rsz.value;
  r.ssz.back() = ssz.value;
  r.p_rsz.back() = rsz.p_value;
  r.p_ssz.back() = ssz.p_value;
  set_points(r, sizes, rule);
}

}  // namespace detail

/** A laboratory's scores over all measurands in one line.

      RSZ = Σz/√n (a lasting bias),   SSZ = Σz² (a wide spread),   rms = √(SSZ/n)

  Source  Thompson and Wood, IUPAC 1993 and 2006 (RSZ, SSZ); AMC Technical Brief 16. ISO 13528:2022,
          10.6 advises against single combined scores as a verdict: judge by the share of
          unsatisfactory scores first.
  Input   scores: laboratories × measurands, NaN for not reported.
  Result  see combined_result; two-sided normal and upper χ² p values. A laboratory without scores is
          `too_few`, one with an infinite score (or a sum beyond the largest double) `not_finite`:
          numbers NaN, the three counts 0.
  Throws  std::invalid_argument for names that do not fit or repeat, limits not positive and
          increasing, points that are not finite.
  Cost    O(laboratories · measurands · log measurands).
  Assumes independent scores for the p values: scores of one laboratory often are correlated; with a
  mean correlation ρ the variance of RSZ is 1 + (n − 1)ρ, and p is too small.
*/
[[nodiscard]] inline combined_result combined(row_view<const double> scores,
                                              const combined_options& options = {}) {
  const detail::point_rule rule{options.points, options.limits};
  detail::require_rule("combined", rule);
  combined_result r;
  r.lab = detail::laboratory_names("combined", options.lab, scores.rows);
  for (std::size_t lab = 0; lab < scores.rows; ++lab)
    detail::add_laboratory(r, scores[lab], rule);
  return r;
}

}  // namespace ringtrial::ranking
