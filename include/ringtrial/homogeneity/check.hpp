// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/overflow.hpp>
#include <ringtrial/homogeneity/detail/criterion.hpp>
#include <ringtrial/homogeneity/detail/items.hpp>
#include <ringtrial/homogeneity/detail/straight_line.hpp>
#include <ringtrial/homogeneity/expanded_factors.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/outliers/cochran.hpp>
#include <ringtrial/precision/oneway.hpp>
#include <ringtrial/quantiles.hpp>
#include <ringtrial/row_view.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace ringtrial::homogeneity {

struct check_options {
  double sigma_pt =
      std::numeric_limits<double>::quiet_NaN();  ///< unit of y; NaN: no criterion asked
  double alpha = 0.05;                           ///< of the F test
  double factor = 0.3;                           ///< of sigma_pt
};

/// In the unit of y unless said otherwise.
struct check_result {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  double mean = nan;  ///< of all values
  double s_x = nan;   ///< standard deviation of the item means
  double s_w = nan;   ///< within items
  double s_s = nan;   ///< between items
  double criterion = nan, expanded_criterion = nan;
  double u_bb_min = nan;  ///< heterogeneity that repeatability can hide
  double u_bb = nan;      ///< max(s_s, u_bb_min)
  double sigma_pt_expanded = nan;
  double ms_between = nan, ms_within = nan;  ///< unit squared
  double m = nan;                            ///< replicates; n₀ where they differ
  double f = nan, f_critical = nan, p_value = nan;
  std::size_t g = 0, n = 0;  ///< items, values
  std::size_t df_between = 0, df_within = 0;
  std::optional<bool> passes = {}, passes_expanded = {};
  std::optional<bool> significant = {};  ///< f > f_critical
  std::optional<bool> repeatability_adequate = {};
  outliers::cochran_result cochran;  ///< `index` is the item's number, from 0
  double trend_slope = nan;          ///< per item
  double trend_p_value = nan;
  status_t status = outcome::too_few;
};

namespace detail {

/// Cochran's test of the variances of items with two values or more.
[[nodiscard]] inline outliers::cochran_result suspect_item(const items& all) {
  std::vector<double> variances;
  std::vector<std::size_t> counts;
  for (const auto& item : all.cells) {
    variances.push_back(item.n < 2 ? nan : item.squares.rounded() / (item.count() - 1));
    counts.push_back(item.n);
  }
  auto r = outliers::cochran(variances, counts);
  if (r.index >= 0)
    r.index =
        static_cast<std::ptrdiff_t>(all.cells[static_cast<std::size_t>(r.index)].lab);
  return r;
}

/// What the analysis of variance says.
inline void set_variances(check_result& r, const items& all,
                          const precision::oneway_result& anova,
                          const precision::detail::sums_of_squares& ss,
                          const check_options& o) {
  const auto df_between = static_cast<double>(r.df_between),
             df_within = static_cast<double>(r.df_within);
  r.ms_between = anova.ms_between;
  r.ms_within = anova.ms_within;
  r.m = anova.n0;
  r.f = anova.f;
  r.p_value = anova.p_value;
  r.f_critical = fisher_f_quantile_upper(o.alpha, df_between, df_within);
  if (!std::isnan(r.f)) r.significant = r.f > r.f_critical;
  const double between =
      ((ss.between / df_between - ss.within / df_within) / r.m).rounded();
  r.s_w = anova.residual_sd;
  r.s_s = all.unit.width(std::sqrt(std::max(0.0, between)));
  r.u_bb_min = r.s_w / std::sqrt(r.m) * std::pow(2 / df_within, 0.25);
  r.u_bb = std::max(r.s_s, r.u_bb_min);
}

inline void set_criteria(check_result& r, const check_options& o) {
  const auto [f1, f2] = factors_of(static_cast<double>(r.df_between),
                                   static_cast<double>(r.df_within), r.m);
  r.criterion = o.factor * o.sigma_pt;
  r.expanded_criterion = std::hypot(std::sqrt(f1) * r.criterion, std::sqrt(f2) * r.s_w);
  r.sigma_pt_expanded = std::hypot(o.sigma_pt, r.s_s);
  r.passes = meets(r.s_s, r.criterion);
  r.passes_expanded = meets(r.s_s, r.expanded_criterion);
  r.repeatability_adequate = meets(r.s_w, 0.5 * o.sigma_pt);
}

/// The straight line of item means on item number.
inline void set_trend(check_result& r, const items& all) {
  if (r.g < 3) return;
  std::vector<double_double> number, mean;
  for (const auto& item : all.cells) {
    number.emplace_back(static_cast<double>(item.lab));
    mean.push_back(item.mean);
  }
  const auto line = fit_line(number, mean);
  r.trend_slope = all.unit.width(line.slope.rounded()) + 0.0;
  if (!(line.s_slope > 0)) return;
  const double t = std::abs(line.slope.rounded()) / line.s_slope;
  r.trend_p_value = 2 * student_t_cdf_upper(t, static_cast<double>(r.g) - 2);
}

[[nodiscard]] inline check_result check_items(const items& all, const check_options& o) {
  check_result r;
  precision::oneway_result anova;
  precision::detail::describe(anova, all);
  r.g = all.cells.size();
  r.n = anova.n;
  r.df_between = anova.df_between;
  r.df_within = anova.df_within;
  r.cochran = suspect_item(all);
  if (!all.finite) r.status = r.cochran.status = outcome::not_finite;
  if (!all.finite || r.n == 0) return r;
  const auto ss = precision::detail::set_sums(anova, all);
  if (ringtrial::detail::overflows({anova.ss_between, anova.ss_within}))
    r.status = outcome::not_finite;
  if (r.status == outcome::not_finite) return r;
  r.mean = anova.mean;
  r.s_x = all.unit.width(means_of(all).sd);
  if (r.df_between == 0 || r.df_within == 0) return r;
  precision::detail::compare(anova, all, ss);
  set_variances(r, all, anova, ss, o);
  set_criteria(r, o);
  set_trend(r, all);
  r.status = anova.status;
  return r;
}

inline void require_check(const check_options& o) {
  require_criterion("check", o.sigma_pt, o.factor);
  require_alpha("check", o.alpha);
}

}  // namespace detail

/** Are the items of a round alike enough? One-way analysis of variance over items.

      s_x² variance of the item means,   s_w² = MS_within,   s_s² = max(0, (MS_between − MS_within)/m)
      m = n₀ = (N − Σnₜ²/N)/(g − 1)
      criterion            s_s ≤ 0.3 σ_pt
      expanded criterion   s_s ≤ √(F₁(0.3 σ_pt)² + F₂ s_w²)
      u_bb = max(s_s, s_w/√m · (2/df_within)^¼)

  Source  ISO 13528:2022, B.2 and B.3; IUPAC harmonised protocol, Pure Appl. Chem. 78 (2006) 145,
          appendix 1; CNAS-GL003:2018 (F test); Guide 35:2017 (u_bb).
  Input   y: one item a row, its replicates in one unit; NaN is a missing replicate, an item without
          values is left out. Items of different length: the long form below.
  Result  see check_result. `too_few` for one item or no item with two values: `mean` and, from two
          items on, `s_x`; `zero_scale` where all replicates agree: f, p_value and `significant` are
          not given, the rest is; `not_finite` for an infinity or a sum of squares beyond the
          largest double. The trend is NaN below three items,
          its p value where the means lie on a line.
  Throws  std::invalid_argument for sigma_pt or factor not finite and positive, alpha outside (0, 1).
  Cost    O(N log N).
  The expanded criterion is a test of σ_s ≤ 0.3 σ_pt and passes where s_w is large and the check
  weak: report both with repeatability_adequate (s_w ≤ 0.5 σ_pt).
*/
template <real T>
[[nodiscard]] check_result check(row_view<const T> y, const check_options& options = {}) {
  detail::require_check(options);
  return detail::check_items(detail::items_of(y), options);
}

/// The same in long form: the 0-based number of its item for each value.
template <sample R>
[[nodiscard]] check_result check(const R& y, std::span<const std::size_t> item,
                                 const check_options& options = {}) {
  detail::require_check(options);
  const auto values = ringtrial::detail::as_span(y);
  precision::detail::require_labels("check", "item", item.size(), values.size());
  return detail::check_items(detail::items_of(values, item), options);
}

}  // namespace ringtrial::homogeneity
