// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/overflow.hpp>
#include <ringtrial/homogeneity/detail/criterion.hpp>
#include <ringtrial/homogeneity/detail/items.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/quantiles.hpp>
#include <ringtrial/row_view.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <optional>
#include <span>

namespace ringtrial::homogeneity {

struct stability_options {
  double sigma_pt =
      std::numeric_limits<double>::quiet_NaN();  ///< unit of y; NaN: no criterion asked
  double factor = 0.3;                           ///< of sigma_pt
  double alpha = 0.05;                           ///< of the t test
};

/// In the unit of the results unless said otherwise.
struct stability_result {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  double mean_before = nan, mean_after = nan;  ///< of the item means
  double difference = nan;                     ///< after − before
  double u_before = nan, u_after = nan;        ///< standard errors of the means
  double criterion = nan;                      ///< factor · sigma_pt
  std::optional<bool> passes = {};
  double expanded_criterion = nan;
  std::optional<bool> passes_expanded = {};
  double t = nan;  ///< without unit
  std::size_t df = 0;
  double t_critical = nan, p_value = nan;
  std::optional<bool> significant = {};
  double u_stability = nan;               ///< |difference|/√3
  std::size_t g_before = 0, g_after = 0;  ///< items
  status_t status = outcome::too_few;
};

namespace detail {

/// The mean of item means in the unit of the data, unrounded.
[[nodiscard]] inline double_double mean_in_unit(const items& all, const item_means& m) {
  const auto mean = m.mean + all.unit.shift;
  return {all.unit.width(mean.high), all.unit.width(mean.low)};
}

/// The mean of one side, and its standard error.
[[nodiscard]] inline double standard_error(const items& all, const item_means& m) {
  return all.unit.width(m.sd) / std::sqrt(static_cast<double>(all.cells.size()));
}

inline void set_difference(stability_result& r, double_double before, double_double after,
                           const stability_options& o) {
  r.mean_before = before.rounded() + 0.0;
  r.mean_after = after.rounded() + 0.0;
  r.difference = (after - before).rounded() + 0.0;
  r.criterion = o.factor * o.sigma_pt;
  r.passes = meets(std::abs(r.difference), r.criterion);
  r.u_stability = std::abs(r.difference) / std::numbers::sqrt3;
  const double p = o.alpha / 2;
  r.t_critical = student_t_quantile_upper(p, static_cast<double>(r.df));
}

/// t of the pooled standard deviation of item means; 0 and NaN are no standard deviations.
inline void set_test(stability_result& r, double sd_before, double sd_after) {
  const auto before = static_cast<double>(r.g_before),
             after = static_cast<double>(r.g_after), df = static_cast<double>(r.df);
  const double pooled = std::hypot(sd_before * std::sqrt((before - 1) / df),
                                   sd_after * std::sqrt((after - 1) / df));
  const double t = r.difference / pooled / std::sqrt(1 / before + 1 / after);
  r.status = std::isfinite(t) ? outcome::ok : outcome::zero_scale;
  if (r.status != outcome::ok) return;
  r.t = t;
  r.p_value = 2 * student_t_cdf_upper(std::abs(r.t), df);
  r.significant = std::abs(r.t) > r.t_critical;
}

[[nodiscard]] inline stability_result compare_items(const items& before,
                                                    const items& after,
                                                    const stability_options& o) {
  stability_result r{.g_before = before.cells.size(), .g_after = after.cells.size()};
  if (r.g_before + r.g_after > 2) r.df = r.g_before + r.g_after - 2;
  if (!before.finite || !after.finite) r.status = outcome::not_finite;
  if (r.status == outcome::not_finite) return r;
  const auto first = means_of(before), second = means_of(after);
  set_difference(r, mean_in_unit(before, first), mean_in_unit(after, second), o);
  r.u_before = standard_error(before, first);
  r.u_after = standard_error(after, second);
  if (ringtrial::detail::overflows({r.difference, r.u_before, r.u_after}))
    return {.df = r.df,
            .g_before = r.g_before,
            .g_after = r.g_after,
            .status = outcome::not_finite};
  if (r.g_before < 2 || r.g_after < 2) return r;
  r.expanded_criterion = r.criterion + 2 * std::hypot(r.u_before, r.u_after);
  r.passes_expanded = meets(std::abs(r.difference), r.expanded_criterion);
  set_test(r, before.unit.width(first.sd), after.unit.width(second.sd));
  return r;
}

inline void require_stability(const stability_options& o) {
  require_criterion("stability", o.sigma_pt, o.factor);
  require_alpha("stability", o.alpha);
}

}  // namespace detail

/** Have the items changed between two times? Means of item means before and after.

      |ȳ₂ − ȳ₁| ≤ 0.3 σ_pt,   expanded   |ȳ₂ − ȳ₁| ≤ 0.3 σ_pt + 2 √(u₁² + u₂²)
      t = (ȳ₂ − ȳ₁)/(s_p √(1/g₁ + 1/g₂)),   g₁ + g₂ − 2 degrees of freedom

  u the standard deviation of the item means over √g, s_p pooled over item means.

  Source  ISO 13528:2022, B.5; CNAS-GL003:2018 (t test). u_stability is that of a rectangular
          allowance of ± the difference.
  Input   before, after: one item a row, its replicates in one unit; NaN is a missing replicate, an
          item without values is left out.
  Result  see stability_result. `too_few` for one item on a side: its u, t, p_value, the expanded
          criterion and what follows from them are not given; `zero_scale` where the item means
          agree on both sides (or t is beyond the largest double): t, p_value and `significant`
          are not; `not_finite` for an infinity or a difference beyond the largest double.
  Throws  std::invalid_argument for sigma_pt or factor not finite and positive, alpha outside (0, 1).
  Cost    O(N log N).
  Assumes repeatability conditions: what the method shifts between the two days looks like a change
  of the items. Prefer stability_trend for more than two times.
*/
template <real T>
[[nodiscard]] stability_result stability(row_view<const T> before,
                                         row_view<const T> after,
                                         const stability_options& options = {}) {
  detail::require_stability(options);
  return detail::compare_items(detail::items_of(before), detail::items_of(after),
                               options);
}

/// The same in long form: the 0-based number of its item for each value.
template <sample R>
[[nodiscard]] stability_result stability(const R& before,
                                         std::span<const std::size_t> item_before,
                                         const R& after,
                                         std::span<const std::size_t> item_after,
                                         const stability_options& options = {}) {
  using precision::detail::require_labels;
  detail::require_stability(options);
  const auto first = ringtrial::detail::as_span(before);
  const auto second = ringtrial::detail::as_span(after);
  require_labels("stability", "item_before", item_before.size(), first.size());
  require_labels("stability", "item_after", item_after.size(), second.size());
  return detail::compare_items(detail::items_of(first, item_before),
                               detail::items_of(second, item_after), options);
}

}  // namespace ringtrial::homogeneity
