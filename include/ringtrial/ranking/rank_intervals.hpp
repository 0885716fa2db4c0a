// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/random.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/ranking/rank.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ringtrial::ranking {

struct rank_intervals_options {
  std::vector<std::string> lab = {};  ///< names; empty: "1", "2", …
  ranking::criterion criterion = ranking::criterion::mean_abs;
  double confidence = 0.95;  ///< of the intervals, in (0, 1)
  std::size_t replicates = 2000;
  std::uint64_t seed = 1;
  ranking::ties ties = ranking::ties::average;
  std::size_t min_scores = 1;  ///< fewer are not ranked
};

/// One entry a laboratory.
struct rank_intervals_result {
  std::vector<std::string> lab;
  std::vector<double> rank;              ///< of all measurands, as rank()
  std::vector<double> lower, upper;      ///< contain `rank`
  std::vector<double> mean_rank;         ///< over the draws
  std::vector<double> probability_best;  ///< share of draws; ties share it
  std::vector<double> probability_top;   ///< share of draws with a rank up to 3
  std::size_t n_ranked = 0;
  std::vector<status_t> status;
};

namespace detail {

/// How often each measurand is drawn.
[[nodiscard]] inline std::vector<double> draw(std::size_t measurands,
                                              ringtrial::detail::random_stream random) {
  std::vector<double> weight(measurands);
  for (std::size_t j = 0; j < measurands; ++j) ++weight[random.index_below(measurands)];
  return weight;
}

/// Ranks of one laboratory over draws, doubled: ranks are whole or half.
using doubled_ranks = std::vector<std::uint32_t>;

/// The ⌈Bq⌉-th of B sorted ranks (Hyndman and Fan's type 1).
[[nodiscard]] inline double rank_quantile(const doubled_ranks& sorted, double q) {
  const auto size = static_cast<double>(sorted.size());
  const double position = std::clamp(std::ceil(size * q * (1 - 1e-12)), 1.0, size);
  return sorted[static_cast<std::size_t>(position) - 1] / 2.0;
}

/// The draws of all laboratories.
class bootstrap {
 public:
  bootstrap(row_view<const double> scores, const rank_intervals_options& o,
            const std::vector<status_t>& status)
      : best(scores.rows), top(scores.rows), ranks(scores.rows) {
    const statistics all(scores, o.criterion, {});
    places places(o.criterion, o.ties, rank_options{}.tie_tolerance);
    std::vector<double> statistic(scores.rows, nan);
    for (std::size_t b = 0; b < o.replicates; ++b) {
      const auto weight = draw(scores.cols, {o.seed, b});
      for (std::size_t lab = 0; lab < scores.rows; ++lab)
        if (status[lab] == outcome::ok) statistic[lab] = all(lab, weight);
      places.sort(statistic);
      keep(places);
    }
  }

  std::vector<double> best, top;     ///< by laboratory; numbers of draws
  std::vector<doubled_ranks> ranks;  ///< by laboratory, of the draws with scores of it

 private:
  void keep(const places& p) {
    if (p.order.empty()) return;
    const double least = p.rank[p.order.front()];
    const auto tied = static_cast<double>(std::ranges::count_if(
        p.order, [&](std::size_t i) { return p.rank[i] == least; }));
    for (const std::size_t lab : p.order) {
      ranks[lab].push_back(static_cast<std::uint32_t>(2 * p.rank[lab]));
      if (p.rank[lab] == least) best[lab] += 1 / tied;
      if (p.rank[lab] <= 3) ++top[lab];
    }
  }
};

inline void set_interval(rank_intervals_result& r, std::size_t lab, doubled_ranks ranks,
                         double confidence) {
  std::ranges::sort(ranks);
  double sum = 0;
  for (const auto rank : ranks) sum += rank / 2.0;
  const double tail = (1 - confidence) / 2;
  r.lower[lab] = std::min(r.rank[lab], rank_quantile(ranks, tail));
  r.upper[lab] = std::max(r.rank[lab], rank_quantile(ranks, 1 - tail));
  r.mean_rank[lab] = sum / static_cast<double>(ranks.size());
}

inline void set_intervals(rank_intervals_result& r, bootstrap all,
                          const rank_intervals_options& o) {
  const auto draws = static_cast<double>(o.replicates);
  for (std::size_t lab = 0; lab < r.rank.size(); ++lab) {
    if (r.status[lab] != outcome::ok) continue;
    r.probability_best[lab] = all.best[lab] / draws;
    r.probability_top[lab] = all.top[lab] / draws;
    if (all.ranks[lab].empty())
      r.status[lab] = outcome::too_few;
    else
      set_interval(r, lab, std::move(all.ranks[lab]), o.confidence);
  }
}

/// Whether two measurands at least have scores of ranked laboratories.
[[nodiscard]] inline bool shows_noise(row_view<const double> scores,
                                      const std::vector<status_t>& status) {
  std::size_t measurands = 0;
  for (std::size_t j = 0; j < scores.cols; ++j) {
    bool any = false;
    for (std::size_t lab = 0; lab < scores.rows && !any; ++lab)
      any = status[lab] == outcome::ok && !std::isnan(scores[lab][j]);
    measurands += any;
  }
  return measurands >= 2;
}

inline void require_intervals(const rank_intervals_options& o) {
  require_share("rank_intervals", "confidence", o.confidence);
  require(o.replicates >= 1, "rank_intervals", "replicates",
          static_cast<double>(o.replicates), "at least 1");
  require_min_scores("rank_intervals", o.min_scores);
}

}  // namespace detail

/** Ranks with the noise that they have: bootstrap over measurands.

  Measurands are drawn with replacement, the same draw for all laboratories, so that what is difficult
  for everybody cancels. A laboratory without a score in a draw is left out of it. lower and upper are
  the ⌈Bα/2⌉-th and ⌈B(1 − α/2)⌉-th of its B sorted ranks, widened to contain its rank.

  Source  Goldstein and Spiegelhalter, J. R. Stat. Soc. A 159 (1996) 385 (intervals of ranks); Efron and
          Tibshirani 1993. Random numbers: xoshiro256**, one stream a draw.
  Input   scores: laboratories × measurands, NaN for not reported.
  Result  see rank_intervals_result; probabilities are shares of all draws. As rank() for `too_few` and
          `not_finite` of a laboratory. Less than two measurands: everything but `rank` NaN, `too_few`:
          one measurand says nothing about noise.
  Throws  std::invalid_argument for names that do not fit or repeat and bad options.
  Cost    O(replicates · laboratories · (measurands + log laboratories)).
  Laboratories whose intervals overlap should not be told apart in public.
*/
[[nodiscard]] inline rank_intervals_result rank_intervals(
    row_view<const double> scores, const rank_intervals_options& options = {}) {
  detail::require_intervals(options);
  rank_intervals_result r;
  r.lab = detail::laboratory_names("rank_intervals", options.lab, scores.rows);
  auto ranked = rank(scores, {.criterion = options.criterion,
                              .ties = options.ties,
                              .min_scores = options.min_scores});
  r.rank = std::move(ranked.rank);
  r.n_ranked = ranked.n_ranked;
  r.status = std::move(ranked.status);
  for (auto* column :
       {&r.lower, &r.upper, &r.mean_rank, &r.probability_best, &r.probability_top})
    column->assign(scores.rows, detail::nan);
  if (detail::shows_noise(scores, r.status))
    detail::set_intervals(r, detail::bootstrap(scores, options, r.status), options);
  else
    std::ranges::replace(r.status, outcome::ok, outcome::too_few);
  return r;
}

}  // namespace ringtrial::ranking
