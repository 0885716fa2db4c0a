// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/detail/levels.hpp>
#include <ringtrial/qualitative/texts.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <vector>

namespace ringtrial::qualitative {

struct ordinal_summary_result {
  std::vector<std::string> levels = {};
  std::vector<std::size_t> counts = {};  ///< by level
  std::vector<double> proportions = {};  ///< by level
  std::vector<double> cumulative = {};   ///< share of results up to and with the level
  std::string median = {};               ///< empty if it lies between two levels
  std::string median_low = {};
  std::string median_high = {};
  std::string mode = {};            ///< most frequent level; of several the lowest
  double mean_rank = detail::nan;   ///< positions from 1; for information only
  double dispersion = detail::nan;  ///< l², from 0 (all agree) to 1 (half at each end)
  std::size_t n = 0;
  status_t status = outcome::too_few;
};

namespace detail {

/// The level of the result of that rank, ranks from 1.
[[nodiscard]] inline std::string level_at_rank(const ordinal_summary_result& r,
                                               std::size_t rank) {
  std::size_t k = 0, up_to = r.counts.front();
  while (up_to < rank) up_to += r.counts[++k];
  return r.levels[k];
}

inline void set_shares(ordinal_summary_result& r) {
  const auto n = static_cast<double>(r.n);
  std::size_t up_to = 0;
  for (const auto count : r.counts) {
    up_to += count;
    r.proportions.push_back(static_cast<double>(count) / n);
    r.cumulative.push_back(static_cast<double>(up_to) / n);
  }
}

/// l² = Σ F(1 − F)/((K − 1)/4) over the levels but the highest.
[[nodiscard]] inline double ordinal_dispersion(const std::vector<double>& cumulative) {
  if (cumulative.size() < 2) return 0;
  double sum = 0;
  for (const double f : cumulative) sum += f * (1 - f);
  return sum / (static_cast<double>(cumulative.size() - 1) / 4);
}

}  // namespace detail

/** Counts, median and dispersion of ordered categories.

  An ordinal scale has no middle of two levels: with an even number of results the median may lie
  between `median_low` and `median_high`, and `median` is then empty.

      mean_rank   Σ k n_k/n, positions from 1 (ISO 13528 warns against means on such scales)
      dispersion  l² = Σ_{k<K} F_k (1 − F_k)/((K − 1)/4)

  Source  ISO 13528:2022, clause 11; Blair and Lacy, Sociol. Methods Res. 28 (2000) 251 for l².
  Input   x: one category a laboratory, empty counts as not reported; levels lowest first.
  Result  in levels; dispersion 0 for one level. `too_few` if nothing is reported: numbers NaN,
          texts empty.
  Throws  std::invalid_argument for no levels, a level empty or given twice, a result that is not one
          of them (position and text).
  Cost    O(n · levels).
*/
[[nodiscard]] inline ordinal_summary_result ordinal_summary(texts x, texts levels) {
  ordinal_summary_result r{.levels = detail::ordered_levels("ordinal_summary", levels)};
  r.counts = detail::count_levels("ordinal_summary", "x", x, r.levels);
  r.n = std::accumulate(r.counts.begin(), r.counts.end(), std::size_t{0});
  detail::set_shares(r);
  if (r.n == 0) return r;
  r.median_low = detail::level_at_rank(r, (r.n + 1) / 2);
  r.median_high = detail::level_at_rank(r, r.n / 2 + 1);
  if (r.median_low == r.median_high) r.median = r.median_low;
  const auto most = std::ranges::max_element(r.counts) - r.counts.begin();
  r.mode = r.levels[static_cast<std::size_t>(most)];
  double ranks = 0;
  for (std::size_t k = 0; k < r.counts.size(); ++k)
    ranks += static_cast<double>((k + 1) * r.counts[k]);
  r.mean_rank = ranks / static_cast<double>(r.n);
  r.dispersion = detail::ordinal_dispersion(r.cumulative);
  r.status = outcome::ok;
  return r;
}

}  // namespace ringtrial::qualitative
