// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/overflow.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/precision/detail/cells.hpp>
#include <ringtrial/quantiles.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace ringtrial::precision {

/// In the unit of y, its square for sums of squares, mean squares and var_between.
struct oneway_result {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  double mean = nan;
  double ss_between = nan, ss_within = nan;
  std::size_t df_between = 0, df_within = 0;
  double ms_between = nan, ms_within = nan;
  double f = nan, p_value = nan, r_squared = nan;  ///< without unit
  double residual_sd = nan;                        ///< √ms_within
  double n0 = nan;                                 ///< without unit
  double var_between = nan;                        ///< may be negative
  std::vector<std::size_t> groups;                 ///< codes of those with results
  std::vector<double> group_means;
  std::vector<std::size_t> group_counts;
  std::size_t n = 0;
  status_t status = outcome::too_few;
};

namespace detail {

inline void describe(oneway_result& r, const level_cells& all) {
  for (const cell& c : all.cells) {
    r.groups.push_back(c.lab);
    r.group_means.push_back(all.unit.value(c.mean));
    r.group_counts.push_back(c.n);
    r.n += c.n;
    r.df_within += c.n - 1;
  }
  r.df_between = all.cells.empty() ? 0 : all.cells.size() - 1;
}

/// In computing units.
struct sums_of_squares {
  double_double between, within;
};

/// Everything that has degrees of freedom by itself.
[[nodiscard]] inline sums_of_squares set_sums(oneway_result& r, const level_cells& all) {
  const auto mean = mean_of(all.cells, [](const cell& c) { return c.count(); });
  const sums_of_squares ss{squares_between(all.cells, mean), squares_within(all.cells)};
  const auto df_between = static_cast<double>(r.df_between),
             df_within = static_cast<double>(r.df_within);
  r.mean = all.unit.value(mean);
  if (r.df_between > 0) {
    r.ss_between = all.unit.square(ss.between.rounded());
    r.ms_between = all.unit.square((ss.between / df_between).rounded());
    r.n0 = usual_count(all.cells);
  }
  if (r.df_within > 0) {
    const double ms = (ss.within / df_within).rounded();
    r.ss_within = all.unit.square(ss.within.rounded());
    r.ms_within = all.unit.square(ms);
    r.residual_sd = all.unit.width(std::sqrt(ms));
  }
  return ss;
}

/// What compares both.
inline void compare(oneway_result& r, const level_cells& all, const sums_of_squares& ss) {
  const auto df_between = static_cast<double>(r.df_between),
             df_within = static_cast<double>(r.df_within);
  const auto between = ss.between / df_between, within = ss.within / df_within;
  r.var_between = all.unit.square(((between - within) / r.n0).rounded());
  const double total = (ss.between + ss.within).rounded();
  if (total > 0) r.r_squared = ss.between.rounded() / total;
  r.status = within.rounded() > 0 ? outcome::ok : outcome::zero_scale;
  if (r.status != outcome::ok) return;
  r.f = between.rounded() / within.rounded();
  r.p_value = fisher_f_cdf_upper(r.f, df_between, df_within);
}

}  // namespace detail

/** One-way analysis of variance.

      SSB = Σnᵢ(ȳᵢ − ȳ)²,  SSW = ΣΣ(y − ȳᵢ)²,  F = MSB/MSW,  n₀ = (N − Σnᵢ²/N)/(k − 1)
      var_between = (MSB − MSW)/n₀

  Source  ISO 5725-2:2019, 7.4; held against the certified sets of NIST StRD (SiRstv, SmLs01 to 09,
          AtmWtAg).
  Input   y: results in one unit; NaN counts as not reported. group: codes, one a result.
  Result  `too_few` for one group or no group with two results: the mean and what has degrees of
          freedom; `zero_scale` for MSW = 0: f and p_value NaN; `not_finite` for an infinity or
          a sum of squares beyond the largest double.
  Throws  std::invalid_argument for lengths that differ.
  Cost    O(N log N).
*/
template <sample R>
[[nodiscard]] oneway_result oneway(const R& y, std::span<const std::size_t> group) {
  const auto values = ringtrial::detail::as_span(y);
  detail::require_labels("oneway", "group", group.size(), values.size());
  const auto all = detail::levels_of(values, group, {}).front();
  oneway_result r;
  detail::describe(r, all);
  if (!all.finite) r.status = outcome::not_finite;
  if (!all.finite || r.n == 0) return r;
  oneway_result counted = r;
  const auto ss = detail::set_sums(r, all);
  if (r.df_between > 0 && r.df_within > 0) detail::compare(r, all, ss);
  if (!ringtrial::detail::overflows({r.ss_between, r.ss_within})) return r;
  counted.status = outcome::not_finite;
  return counted;
}

}  // namespace ringtrial::precision
