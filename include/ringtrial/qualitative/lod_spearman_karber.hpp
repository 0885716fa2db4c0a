// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/detail/positives.hpp>
#include <ringtrial/qualitative/lod_result.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/qualitative/texts.hpp>
#include <ringtrial/quantiles.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace ringtrial::qualitative {

namespace detail {

struct dose_share {
  double x, n, p;  ///< log10 of the level, tests, share of positives made monotone
};

/// Some levels in a row with one share of positives.
struct share_block {
  double positive, n;
  std::size_t levels = 1;
  [[nodiscard]] double share() const noexcept { return positive / n; }
};

/// Pool adjacent violators: the shares that rise and are nearest to those observed.
[[nodiscard]] inline std::vector<double> monotone_shares(
    const std::vector<share_block>& observed) {
  std::vector<share_block> blocks;
  for (auto block : observed) {
    while (!blocks.empty() && blocks.back().share() > block.share()) {
      block.positive += blocks.back().positive;
      block.n += blocks.back().n;
      block.levels += blocks.back().levels;
      blocks.pop_back();
    }
    blocks.push_back(block);
  }
  std::vector<double> shares;
  for (const auto& block : blocks)
    shares.insert(shares.end(), block.levels, block.share());
  return shares;
}

inline void require_rising_levels(std::span<const double> level) {
  for (std::size_t i = 0; i < level.size(); ++i) {
    if (!(level[i] > 0 && std::isfinite(level[i])))
      reject_at("lod_spearman_karber", "level", i, level[i], "finite and positive");
    if (i > 0 && !(level[i] > level[i - 1]))
      reject_at("lod_spearman_karber", "level", i, level[i],
                "above the level before, " + text_of(level[i - 1]));
  }
}

/// The levels that were tested.
[[nodiscard]] inline std::vector<dose_share> dose_shares(
    std::span<const double> level, std::span<const std::size_t> positive,
    std::span<const std::size_t> n) {
  std::vector<share_block> observed;
  std::vector<dose_share> doses;
  for (std::size_t i = 0; i < n.size(); ++i) {
    if (n[i] == 0) continue;
    const auto tests = static_cast<double>(n[i]);
    observed.push_back({static_cast<double>(positive[i]), tests});
    doses.push_back({std::log10(level[i]), tests, 0});
  }
  const auto shares = monotone_shares(observed);
  for (std::size_t i = 0; i < doses.size(); ++i) doses[i].p = shares[i];
  return doses;
}

/// Σ ((x₊ − x₋)/2)² p(1 − p)/(n − 1) over the inner levels; NaN if one test has to tell it.
[[nodiscard]] inline double spearman_karber_variance(const std::vector<dose_share>& d) {
  double sum = 0;
  for (std::size_t i = 1; i + 1 < d.size(); ++i) {
    const double half = (d[i + 1].x - d[i - 1].x) / 2, spread = d[i].p * (1 - d[i].p);
    if (spread > 0) sum += d[i].n > 1 ? half * half * spread / (d[i].n - 1) : nan;
  }
  return sum;
}

}  // namespace detail

/** Level that is detected with probability ½, without a model.

      m = Σ (p_{i+1} − p_i)(x_i + x_{i+1})/2,  x = log10 level,   lod = 10^m
      var m = Σ_inner ((x_{i+1} − x_{i−1})/2)² p_i (1 − p_i)/(n_i − 1)

  p are the shares of positives, made rising by pooling adjacent violators.

  Source  Spearman 1908, Kärber 1931; Finney, Statistical Method in Biological Assay, 3rd ed. (1978),
          ch. 19; ISO 16140-2:2016.
  Input   levels > 0, ascending; positive ≤ n; levels with n = 0 are left out.
  Result  in the unit of level; standard_error of log10 lod; what belongs to a model is NaN, df and
          iterations 0. `too_few` without tests, or where an inner level with 0 < p < 1 has one test (lod
          is told, its limits NaN); `not_identified` unless p is 0 at the lowest level, 1 at the highest.
  Throws  std::invalid_argument for unequal lengths, positive > n, a level that is not positive or not
          above the one before (with its position), a confidence outside (0, 1).
  Cost    O(levels).
*/
[[nodiscard]] inline lod_result lod_spearman_karber(std::span<const double> level,
                                                    std::span<const std::size_t> positive,
                                                    std::span<const std::size_t> n,
                                                    double confidence = 0.95) {
  detail::require_confidence("lod_spearman_karber", confidence);
  detail::require_positives("lod_spearman_karber", positive, n);
  detail::require_entries("lod_spearman_karber", "level", level.size(), n.size());
  detail::require_rising_levels(level);
  const auto doses = detail::dose_shares(level, positive, n);
  lod_result r;
  if (doses.empty()) return r;
  r.status = outcome::not_identified;
  if (doses.front().p > 0 || doses.back().p < 1) return r;
  double m = 0;
  for (std::size_t i = 0; i + 1 < doses.size(); ++i)
    m += (doses[i + 1].p - doses[i].p) * (doses[i].x + doses[i + 1].x) / 2;
  r.standard_error = std::sqrt(detail::spearman_karber_variance(doses));
  const double half = -normal_quantile((1 - confidence) / 2) * r.standard_error;
  r.lod = std::pow(10, m);
  r.lower = std::pow(10, m - half);
  r.upper = std::pow(10, m + half);
  r.status = std::isnan(half) ? outcome::too_few : outcome::ok;
  return r;
}

}  // namespace ringtrial::qualitative
