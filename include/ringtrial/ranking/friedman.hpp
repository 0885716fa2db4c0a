// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/mid_ranks.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/quantiles.hpp>
#include <ringtrial/row_view.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace ringtrial::ranking {

struct friedman_result {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  double statistic = nan;  ///< χ²_F
  std::size_t df = 0;      ///< laboratories − 1
  double p_value = nan;
  double kendall_w = nan;                    ///< agreement of the measurands, 0 to 1
  std::vector<double> mean_rank;             ///< by laboratory
  std::size_t n_labs = 0, n_measurands = 0;  ///< measurands that all reported
  status_t status = outcome::too_few;
};

namespace detail {

/// Rank sums over the complete measurands, and Σ(t³ − t) of their ties.
struct rank_sums {
  std::vector<double> sums;
  double ties = 0;
  std::size_t measurands = 0;
  bool finite = true;

  explicit rank_sums(row_view<const double> scores) : sums(scores.rows) {
    std::vector<double> sizes(scores.rows);
    for (std::size_t j = 0; j < scores.cols; ++j) {
      bool complete = true;
      for (std::size_t lab = 0; lab < scores.rows; ++lab) {
        sizes[lab] = std::abs(scores[lab][j]);
        complete = complete && !std::isnan(sizes[lab]);
        finite = finite && !std::isinf(sizes[lab]);
      }
      if (complete) add(sizes);
    }
  }

 private:
  void add(const std::vector<double>& sizes) {
    const auto ranked = ringtrial::detail::mid_ranks(sizes);
    for (std::size_t lab = 0; lab < sums.size(); ++lab) sums[lab] += ranked.ranks[lab];
    ties += ranked.ties;
    ++measurands;
  }
};

}  // namespace detail

/** Do laboratories differ at all? Friedman's test of |z| with measurands as blocks.

      χ²_F = (12 ΣR_j²/(b k(k + 1)) − 3b(k + 1))/(1 − Σ(t³ − t)/(b(k³ − k))),   W = χ²_F/(b(k − 1))

  k laboratories, b measurands, R_j rank sums, t sizes of ties.

  Source  Friedman, J. Am. Stat. Assoc. 32 (1937) 675; Kendall and Babington Smith 1939 (W). The same as
          R's friedman.test(t(abs(scores))).
  Input   scores: laboratories × measurands; a measurand with NaN anywhere is left out.
  Result  see friedman_result. `too_few` for less than two laboratories or complete measurands,
          `zero_scale` where everything is tied: χ²_F, p and W NaN; `not_finite` for any infinity.
  Cost    O(measurands · laboratories · log laboratories).
  p > 0.05 means that nobody won: ask this before any ranking.
*/
[[nodiscard]] inline friedman_result friedman(row_view<const double> scores) {
  detail::rank_sums ranks(scores);
  friedman_result r;
  r.n_labs = scores.rows;
  r.n_measurands = scores.rows == 0 ? 0 : ranks.measurands;
  r.df = r.n_labs > 0 ? r.n_labs - 1 : 0;
  r.mean_rank.assign(r.n_labs, friedman_result::nan);
  if (!ranks.finite) r.status = outcome::not_finite;
  if (!ranks.finite || r.n_labs < 2 || r.n_measurands < 2) return r;
  const auto k = static_cast<double>(r.n_labs), b = static_cast<double>(r.n_measurands);
  double squares = 0;  // 12 Σ(R − R̄)²/(b k(k + 1)) is the numerator without cancellation
  for (std::size_t lab = 0; lab < r.n_labs; ++lab) {
    r.mean_rank[lab] = ranks.sums[lab] / b;
    const double deviation = ranks.sums[lab] - b * (k + 1) / 2;
    squares += deviation * deviation;
  }
  const double untied = b * k * (k * k - 1) - ranks.ties;
  r.status = untied > 0 ? outcome::ok : outcome::zero_scale;
  if (r.status != outcome::ok) return r;
  r.statistic = 12 * squares * (k - 1) / untied;
  r.kendall_w = r.statistic / (b * (k - 1));
  r.p_value = chi_squared_cdf_upper(r.statistic, k - 1);
  return r;
}

}  // namespace ringtrial::ranking
