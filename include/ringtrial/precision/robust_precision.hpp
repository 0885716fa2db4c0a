// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/overflow.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/precision/detail/cells.hpp>
#include <ringtrial/robust/algorithm_a.hpp>
#include <ringtrial/robust/algorithm_s.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace ringtrial::precision {

struct robust_precision_options {
  double limit_factor = 2.8;
};

/// One level; in the unit of y unless said otherwise, the level as its code.
struct robust_level {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  std::size_t level = 0;
  double mean = nan;            ///< x* of Algorithm A of the laboratory means
  double s_r = nan;             ///< w* of Algorithm S of the standard deviations
  double s_d = nan;             ///< s* of Algorithm A of the laboratory means
  double s_L = nan, s_R = nan;  ///< between laboratories; reproducibility
  double r_limit = nan, R_limit = nan;
  std::size_t p = 0, n = 0;  ///< laboratories and results
  double n_bar = nan;        ///< harmonic mean of the numbers of results, without unit
  status_t status = outcome::too_few;
};

struct robust_precision_result {
  std::vector<robust_level> levels;  ///< in order of first appearance
};

namespace detail {

/// Algorithm S; a single laboratory with replicates is too few for it.
[[nodiscard]] inline double pooled_sd(const std::vector<cell>& cells) {
  std::vector<double> sds, df;
  for (const cell& c : cells) {
    if (c.n < 2) continue;
    sds.push_back(c.sd());
    df.push_back(c.count() - 1);
  }
  return robust::algorithm_s(sds, std::span<const double>(df)).scale;
}

inline void set_components(robust_level& r, const level_cells& level, double s_r,
                           double s_d, double limit_factor) {
  const double p = static_cast<double>(r.p);
  const auto reciprocals =
      sum_of(level.cells, [](const cell& c) { return double_double(1) / c.count(); });
  r.n_bar = p / reciprocals.rounded();
  const robust_level plain = r;
  const double var_L = std::max(0.0, s_d * s_d - s_r * s_r / r.n_bar);
  r.s_d = level.unit.width(s_d);
  r.s_L = level.unit.width(std::sqrt(var_L));
  r.s_R = level.unit.width(std::sqrt(var_L + s_r * s_r));
  r.r_limit = limit_factor * r.s_r;
  r.R_limit = limit_factor * r.s_R;
  r.status = s_r == 0 && s_d == 0 ? outcome::zero_scale : outcome::ok;
  if (!ringtrial::detail::overflows({r.s_d, r.s_R, r.R_limit})) return;
  r = plain;
  r.mean = r.s_r = nan;
  r.status = outcome::not_finite;
}

[[nodiscard]] inline robust_level robust_of(const level_cells& level,
                                            double limit_factor) {
  robust_level r{.level = level.level, .p = level.cells.size()};
  std::vector<double> means;
  for (const cell& c : level.cells) {
    r.n += c.n;
    means.push_back(c.mean.rounded());
  }
  if (!level.finite) r.status = outcome::not_finite;
  if (!level.finite || r.p == 0) return r;
  const auto between = robust::algorithm_a(means);
  r.mean = level.unit.value(r.p == 1 ? means.front() : between.location);
  const double s_r = pooled_sd(level.cells);
  r.s_r = level.unit.width(s_r);
  if (r.p >= 2 && !std::isnan(s_r))
    set_components(r, level, s_r, between.scale, limit_factor);
  return r;
}

}  // namespace detail

/** Repeatability and reproducibility without outlier decisions.

      s_r  Algorithm S of the laboratories' standard deviations (nᵢ ≥ 2), nᵢ − 1 degrees of freedom
      m, s_d  Algorithm A of the laboratory means;   n̄ the harmonic mean of the nᵢ
      s_L² = max(0, s_d² − s_r²/n̄),   s_R² = s_L² + s_r²

  Source  ISO 5725-5:1998, clause 6.
  Input   as collaborative_study().
  Result  see robust_level. A scale of 0 counts as such; both 0: `zero_scale`, with zeros. `too_few`
          for fewer than two laboratories or fewer than two with replicates: the mean, and s_r where
          Algorithm S gives one, the rest NaN. `not_finite` for an infinity, also of R_limit, in its level only.
  Throws  std::invalid_argument for lengths that differ or a bad option.
  Cost    O(N log N).
  Breakdown about 25 %. Prefer it where outlying laboratories are likely and nobody can look into each.
*/
template <sample R>
[[nodiscard]] robust_precision_result robust_precision(
    const R& y, std::span<const std::size_t> lab, std::span<const std::size_t> level = {},
    const robust_precision_options& options = {}) {
  constexpr auto function = "robust_precision";
  const auto values = ringtrial::detail::as_span(y);
  ringtrial::detail::require(
      options.limit_factor > 0 && std::isfinite(options.limit_factor), function,
      "limit_factor", options.limit_factor, "finite and positive");
  detail::require_labels(function, "lab", lab.size(), values.size());
  if (!level.empty())
    detail::require_labels(function, "level", level.size(), values.size());
  robust_precision_result result;
  for (const auto& cells : detail::levels_of(values, lab, level))
    result.levels.push_back(detail::robust_of(cells, options.limit_factor));
  return result;
}

}  // namespace ringtrial::precision
