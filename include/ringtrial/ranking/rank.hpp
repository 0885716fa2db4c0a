// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/ranking/criterion.hpp>
#include <ringtrial/ranking/detail/options.hpp>
#include <ringtrial/ranking/detail/places.hpp>
#include <ringtrial/ranking/detail/statistics.hpp>
#include <ringtrial/row_view.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace ringtrial::ranking {

struct rank_options {
  std::vector<std::string> lab = {};  ///< names; empty: "1", "2", …
  ranking::criterion criterion = ranking::criterion::mean_abs;
  ranking::ties ties = ranking::ties::min;
  std::size_t min_scores = 1;  ///< fewer are not ranked
  std::array<double, 3> points = {2, 1, 0};
  std::array<double, 2> limits = {2, 3};
  double tie_tolerance = 1e-12;  ///< times max(1, |statistic|)
};

/// One entry a laboratory.
struct rank_result {
  std::vector<std::string> lab;
  std::vector<double> statistic;   ///< of the criterion
  std::vector<double> rank;        ///< 1 is best; NaN unranked
  std::vector<std::size_t> order;  ///< rows, the best first; the unranked left out
  std::vector<std::size_t> n;      ///< scores reported
  std::size_t n_ranked = 0;
  ranking::criterion criterion = ranking::criterion::mean_abs;
  std::vector<status_t> status;
};

namespace detail {

inline void require_rank(const rank_options& o) {
  require_rule("rank", {o.points, o.limits});
  require_min_scores("rank", o.min_scores);
  require(o.tie_tolerance >= 0 && std::isfinite(o.tie_tolerance), "rank", "tie_tolerance",
          o.tie_tolerance, "finite and not negative");
}

/// Statistics, counts and who can be ranked.
inline void set_statistics(rank_result& r, row_view<const double> scores,
                           const rank_options& o) {
  const statistics all(scores, o.criterion, {o.points, o.limits});
  const std::vector<double> once(scores.cols, 1.0);
  for (std::size_t lab = 0; lab < scores.rows; ++lab) {
    const auto [n, finite] = reported_in(scores[lab]);
    const double value = finite ? all(lab, once) : nan;
    const bool too_large = !finite || std::isinf(value);
    r.statistic.push_back(too_large ? nan : value);
    r.n.push_back(n);
    r.status.push_back(too_large          ? outcome::not_finite
                       : n < o.min_scores ? outcome::too_few
                                          : outcome::ok);
  }
}

}  // namespace detail

/** Laboratories in the order of a criterion.

  Statistics within tie_tolerance · max(1, |statistic|) of the best of their run are tied.

  Source  common practice of skill competitions; ISO 13528:2022 advises against rankings. Ask
          friedman() first whether anybody won, and show rank_intervals() with every rank.
  Input   scores: laboratories × measurands, NaN for not reported. `ssz` and `points` favour or punish
          laboratories with another number of scores: prefer `rms` and `mean_points` there.
  Result  see rank_result. A laboratory with fewer than min_scores is `too_few`, one with an infinite
          score `not_finite`: rank NaN, the others not affected.
  Throws  std::invalid_argument for names that do not fit or repeat and bad options.
  Cost    O(laboratories · (measurands + log laboratories)).
*/
[[nodiscard]] inline rank_result rank(row_view<const double> scores,
                                      const rank_options& options = {}) {
  detail::require_rank(options);
  rank_result r;
  r.lab = detail::laboratory_names("rank", options.lab, scores.rows);
  r.criterion = options.criterion;
  detail::set_statistics(r, scores, options);
  std::vector<double> ranked = r.statistic;
  for (std::size_t lab = 0; lab < ranked.size(); ++lab)
    if (r.status[lab] != outcome::ok) ranked[lab] = detail::nan;
  detail::places places(options.criterion, options.ties, options.tie_tolerance);
  places.sort(ranked);
  r.rank = std::move(places.rank);
  r.order = std::move(places.order);
  r.n_ranked = r.order.size();
  return r;
}

}  // namespace ringtrial::ranking
