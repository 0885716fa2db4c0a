// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/overflow.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/outliers/mandel_h.hpp>
#include <ringtrial/outliers/mandel_k.hpp>
#include <ringtrial/precision/decision.hpp>
#include <ringtrial/precision/detail/cells.hpp>
#include <ringtrial/precision/detail/outlier_procedure.hpp>
#include <ringtrial/precision/detail/variance_intervals.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace ringtrial::precision {

/// Confidence interval of s_R.
enum class interval : unsigned char {
  mls,            ///< modified large samples (Graybill and Wang 1980)
  satterthwaite,  ///< one χ² with approximate degrees of freedom
};

struct collaborative_study_options {
  precision::procedure procedure = precision::procedure::flag;
  double alpha_straggler = 0.05, alpha_outlier = 0.01;
  bool pairs = true;   ///< Grubbs' test of pairs too
  bool repeat = true;  ///< Cochran's test again after an outlier
  double limit_factor = 2.8, confidence = 0.95;
  precision::interval interval = precision::interval::mls;
};

/// One level; in the unit of y unless said otherwise, laboratories and level as their codes.
struct level_precision {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  std::size_t level = 0;
  std::size_t p = 0, n = 0;     ///< laboratories and results in the estimates
  double replicates = nan;      ///< the common number, NaN where it differs
  double mean = nan;            ///< m, weighted by the numbers of results
  double mean_of_means = nan;   ///< unweighted
  double s_r = nan, s_d = nan;  ///< repeatability; root of the mean square between
  double s_L = nan, s_R = nan;  ///< between laboratories; reproducibility
  double var_L = nan;           ///< s_L² before it is clipped at 0, unit squared
  double n_bar = nan;           ///< without unit
  double r_limit = nan, R_limit = nan;
  double rsd_r = nan, rsd_R = nan;  ///< s/|mean|, fractions
  double gamma = nan;               ///< s_R/s_r
  std::size_t df_r = 0;             ///< of s_r
  bounds s_r_interval, s_L_interval, s_R_interval;
  std::vector<std::size_t> labs, counts;  ///< with at least one result, and how many
  std::vector<std::size_t> removed;       ///< found to be outliers, in order
  std::vector<double> means, sds;         ///< one a laboratory
  std::vector<double> h, k;               ///< Mandel's, from all laboratories
  std::vector<bool> kept;                 ///< whether the estimates use it
  std::vector<decision> decisions;
  status_t status = outcome::too_few;
};

struct collaborative_study_result {
  std::vector<level_precision> levels;  ///< in order of first appearance
};

namespace detail {

inline void require_collaborative_study(const collaborative_study_options& o) {
  using ringtrial::detail::require;
  constexpr auto function = "collaborative_study";
  require_alpha(function, {o.alpha_straggler, o.alpha_outlier});
  require(o.limit_factor > 0 && std::isfinite(o.limit_factor), function, "limit_factor",
          o.limit_factor, "finite and positive");
  require(o.confidence > 0 && o.confidence < 1, function, "confidence", o.confidence,
          "between 0 and 1");
}

/// What is known of each laboratory before any test.
inline void describe(level_precision& r, const level_cells& level) {
  std::vector<double> means, sds;
  for (const cell& c : level.cells) {
    r.labs.push_back(c.lab);
    r.counts.push_back(c.n);
    means.push_back(c.mean.rounded());
    sds.push_back(c.sd());
    r.means.push_back(level.unit.value(c.mean));
    r.sds.push_back(level.unit.width(c.sd()));
  }
  r.h = outliers::mandel_h(means);
  r.k = outliers::mandel_k(sds, r.counts);
  r.kept.assign(level.cells.size(), true);
}

inline void test(level_precision& r, const level_cells& level,
                 const collaborative_study_options& o) {
  if (o.procedure == procedure::none || !level.finite) return;
  outlier_procedure tests(level.cells.size(), {o.alpha_straggler, o.alpha_outlier});
  std::vector<double> means, variances;
  for (const cell& c : level.cells) {
    means.push_back(c.mean.rounded());
    variances.push_back(c.n < 2 ? nan : c.squares.rounded() / (c.count() - 1));
  }
  tests.test_variances(std::move(variances), r.counts, o.repeat);
  tests.test_means(means, o.pairs);
  if (o.procedure == procedure::remove) r.kept = tests.kept;
  for (const std::size_t position : tests.removed) r.removed.push_back(r.labs[position]);
  for (auto& d : tests.decisions)
    for (auto& lab : d.labs) lab = r.labs[lab];
  r.decisions = std::move(tests.decisions);
}

/// Of the laboratories kept, in computing units.
struct between_and_within {
  double_double mean, between, within;
  double n_bar = nan;
};

[[nodiscard]] inline between_and_within analyse(const std::vector<cell>& cells,
                                                const level_precision& r) {
  between_and_within v;
  v.mean = mean_of(cells, [](const cell& c) { return c.count(); });
  v.within = squares_within(cells) / static_cast<double>(r.df_r);
  v.between = squares_between(cells, v.mean) / (static_cast<double>(r.p) - 1);
  v.n_bar = usual_count(cells);
  return v;
}

inline void set_intervals(level_precision& r, const level_cells& level,
                          const between_and_within& v,
                          const collaborative_study_options& o) {
  const double tail = (1 - o.confidence) / 2;
  const mean_square between{v.between.rounded(), static_cast<double>(r.p - 1), tail};
  const mean_square within{v.within.rounded(), static_cast<double>(r.df_r), tail};
  const auto in_unit = [&](const bounds& b) {
    return bounds{level.unit.width(b.lower), level.unit.width(b.upper)};
  };
  const double c1 = 1 / v.n_bar, c2 = 1 - c1;
  r.s_r_interval = in_unit(sd_interval(within));
  r.s_L_interval = in_unit(mls_difference_interval(between, within, v.n_bar));
  r.s_R_interval = in_unit(o.interval == interval::mls
                               ? mls_sum_interval(between, c1, within, c2)
                               : satterthwaite_interval(between, c1, within, c2));
}

inline void set_components(level_precision& r, const level_cells& level,
                           const between_and_within& v,
                           const collaborative_study_options& o) {
  const double within = v.within.rounded();
  const double var_L = ((v.between - v.within) / v.n_bar).rounded();
  const double s_R = std::sqrt(within + std::max(0.0, var_L));
  r.s_d = level.unit.width(std::sqrt(v.between.rounded()));
  r.s_L = level.unit.width(std::sqrt(std::max(0.0, var_L)));
  r.s_R = level.unit.width(s_R);
  r.var_L = level.unit.square(var_L);
  r.n_bar = v.n_bar;
  r.r_limit = o.limit_factor * r.s_r;
  r.R_limit = o.limit_factor * r.s_R;
  if (r.mean != 0) {
    r.rsd_r = r.s_r / std::abs(r.mean);
    r.rsd_R = r.s_R / std::abs(r.mean);
  }
  if (within > 0) r.gamma = s_R / std::sqrt(within);
  set_intervals(r, level, v, o);
  r.status = within > 0 ? outcome::ok : outcome::zero_scale;
}

[[nodiscard]] inline bool same_count(const std::vector<cell>& cells) {
  return !cells.empty() && std::ranges::all_of(cells, [&](const cell& c) {
    return c.n == cells.front().n;
  });
}

/// From the laboratories kept.
inline void estimate(level_precision& r, const level_cells& level,
                     const collaborative_study_options& o) {
  std::vector<cell> cells;
  for (std::size_t i = 0; i < level.cells.size(); ++i)
    if (r.kept[i]) cells.push_back(level.cells[i]);
  r.p = cells.size();
  for (const cell& c : cells) {
    r.n += c.n;
    r.df_r += c.n - 1;
  }
  if (same_count(cells)) r.replicates = cells.front().count();
  if (!level.finite) r.status = outcome::not_finite;
  if (!level.finite || cells.empty()) return;
  const level_precision tested = r;
  const auto v = analyse(cells, r);
  r.mean = level.unit.value(v.mean);
  if (r.df_r > 0) r.s_r = level.unit.width(std::sqrt(v.within.rounded()));
  if (r.p < 2 || r.df_r == 0) return;
  r.mean_of_means = level.unit.value(mean_of(cells, [](const cell&) { return 1.0; }));
  set_components(r, level, v, o);
  if (!ringtrial::detail::overflows({r.s_R, r.var_L, r.R_limit, r.s_R_interval.upper,
                                     r.s_L_interval.upper, r.rsd_R}))
    return;
  r = tested;
  r.status = outcome::not_finite;
}

}  // namespace detail

/** Repeatability and reproducibility of a measurement method from a collaborative study.

  Per level, over the laboratories kept, with nᵢ results of mean ȳᵢ and standard deviation sᵢ, N = Σnᵢ:

      m    = Σnᵢȳᵢ/N                        s_r² = Σ(nᵢ − 1)sᵢ²/Σ(nᵢ − 1)
      n̿    = (N − Σnᵢ²/N)/(p − 1)           s_d² = Σnᵢ(ȳᵢ − m)²/(p − 1)
      s_L² = max(0, (s_d² − s_r²)/n̿)        s_R² = s_r² + s_L²

  Outliers: Cochran's test on the variances, repeated; then Grubbs' on the means left, at the ends
  and, where neither is an outlier, in pairs. The procedure proposes: the standard asks for a
  technical reason before a result is dropped. Stragglers are kept.

  Source  ISO 5725-2:2019, 7.3 and 7.4; limits: ISO 5725-6, 2.8 s. Intervals: of s_r exact; of s_R
          Graybill and Wang, J. Am. Stat. Assoc. 75 (1980) 869, or Satterthwaite; of s_L Ting et al.,
          J. Stat. Comput. Simul. 35 (1990) 135. Nearly exact for equal nᵢ, approximate else.
  Input   y: results in one unit; NaN counts as not reported. lab, level: codes, one a result; no
          level codes: one level.
  Result  see level_precision. `zero_scale` for s_r = 0: gamma and k NaN, the rest with its zeros;
          `too_few` for p < 2 or no replicates: mean, and s_r where it has degrees of freedom, the
          rest NaN; `not_finite` for an infinity, also of var_L, a limit or an interval, in its
          level only.
  Throws  std::invalid_argument for lengths that differ or a bad option.
  Cost    O(N log N). Assumes one precision for all laboratories; prefer robust_precision where
          outliers are likely and nobody can look into each.
*/
template <sample R>
[[nodiscard]] collaborative_study_result collaborative_study(
    const R& y, std::span<const std::size_t> lab, std::span<const std::size_t> level = {},
    const collaborative_study_options& options = {}) {
  const auto values = ringtrial::detail::as_span(y);
  detail::require_collaborative_study(options);
  detail::require_labels("collaborative_study", "lab", lab.size(), values.size());
  if (!level.empty())
    detail::require_labels("collaborative_study", "level", level.size(), values.size());
  collaborative_study_result result;
  for (const auto& cells : detail::levels_of(values, lab, level)) {
    auto& r = result.levels.emplace_back();
    r.level = cells.level;
    detail::describe(r, cells);
    detail::test(r, cells, options);
    detail::estimate(r, cells, options);
  }
  return result;
}

}  // namespace ringtrial::precision
