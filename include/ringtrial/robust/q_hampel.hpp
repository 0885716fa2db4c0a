// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/robust/hampel.hpp>
#include <ringtrial/robust/q_method.hpp>

namespace ringtrial::robust {

template <real T>
struct q_hampel_result {
  T location = std::numeric_limits<T>::quiet_NaN();       ///< unit of the data
  T scale = std::numeric_limits<T>::quiet_NaN();          ///< s* or s_R of the Q method
  T repeatability = std::numeric_limits<T>::quiet_NaN();  ///< s_r; NaN without replicates
  std::size_t p = 0;                                      ///< laboratories
  std::size_t n = 0;                                      ///< values used
  status_t status = status_t::too_few;
};

}  // namespace ringtrial::robust

namespace ringtrial::detail {

/// Means of the laboratories, sorted; summed about the median of all.
[[nodiscard]] inline std::vector<double> laboratory_means(const labelled_sample& s) {
  const double centre = median_of_sorted(s.values);
  std::vector<double> means;
  means.reserve(s.by_laboratory.size());
  for (const auto& v : s.by_laboratory) {
    double sum = 0;
    for (const double value : v) sum += value - centre;
    means.push_back(centre + sum / static_cast<double>(v.size()));
  }
  sort_values(means);
  return means;
}

/// Hampel's location of sorted laboratory means with the scale of the Q method.
template <real T>
[[nodiscard]] robust::q_hampel_result<T> with_location(
    const robust::q_method_result<double>& q, std::span<const double> means,
    const robust::hampel_options<T>& o, const sorted_sample& s) {
  double location = not_a_number;
  if (q.status == status_t::zero_scale) location = median_of_sorted(means);
  if (q.status == status_t::ok)
    location = hampel_of_sorted(means, q.scale,
                                {static_cast<double>(o.a), static_cast<double>(o.b),
                                 static_cast<double>(o.c)})
                   .location;
  const auto scale = static_cast<T>(s.unit(q.scale));
  if (std::isinf(scale)) return {.p = q.p, .n = q.n, .status = status_t::not_finite};
  return {static_cast<T>(s.unit(location)),
          scale,
          static_cast<T>(s.unit(q.repeatability)),
          q.p,
          q.n,
          q.status};
}

}  // namespace ringtrial::detail

namespace ringtrial::robust {

/** Q method for the scale, then Hampel's location with it on the laboratories' means.

  Source  ISO 13528:2022, C.5.4.
  Input   x: values in one unit; NaN is skipped. lab: the laboratory of each value; without it each
          value is a laboratory.
  Result  in the unit of x, `ok`; `zero_scale`: the median of the means and 0; NaN with `too_few`
          for fewer than two laboratories, `not_finite` for an infinity.
  Throws  std::invalid_argument unless 0 < a ≤ b < c, or where lab and x differ in length.
  Cost    O(N log N), O(N) memory.
  Resists more outliers than Algorithm A and takes replicates and discrete results as they are.
*/
template <sample R>
[[nodiscard]] q_hampel_result<value_t<R>> q_hampel(
    const R& x, const hampel_options<value_t<R>>& options = {}) {
  detail::require_hampel("q_hampel", options);
  const auto s = detail::sort_reported(detail::as_span(x), detail::purpose::differences);
  const std::size_t n = s.values.size();
  if (!s.finite) return {.p = n, .n = n, .status = status_t::not_finite};
  return detail::with_location(detail::q_method_of_sorted(s.span()), s.span(), options,
                               s);
}

template <sample R, std::integral L>
[[nodiscard]] q_hampel_result<value_t<R>> q_hampel(
    const R& x, std::span<const L> lab, const hampel_options<value_t<R>>& options = {}) {
  detail::require_hampel("q_hampel", options);
  detail::require_labels("q_hampel", x, lab);
  const auto s = detail::sort_reported(detail::as_span(x), detail::purpose::differences);
  const auto labelled = detail::label(detail::as_span(x), lab, s.finite ? s.exponent : 0);
  if (!s.finite)
    return {.p = labelled.by_laboratory.size(),
            .n = s.values.size(),
            .status = status_t::not_finite};
  return detail::with_location(detail::q_method_of_labelled(labelled),
                               detail::laboratory_means(labelled), options, s);
}

}  // namespace ringtrial::robust
