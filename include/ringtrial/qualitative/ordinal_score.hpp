// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/detail/levels.hpp>
#include <ringtrial/qualitative/texts.hpp>

#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

namespace ringtrial::qualitative {

struct ordinal_score_options {
  std::size_t tolerance = 0;  ///< whole categories that are satisfactory
  std::size_t warning = 1;    ///< further categories that are questionable
};

struct ordinal_score_result {
  std::vector<double> distance = {};  ///< in categories, signed; NaN not reported
  std::vector<verdict> signal = {};
  std::size_t n = 0, n_satisfactory = 0;
  status_t status = outcome::too_few;
};

namespace detail {

[[nodiscard]] inline verdict signal_of_distance(double size,
                                                const ordinal_score_options& o) noexcept {
  const auto tolerance = static_cast<double>(o.tolerance),
             warning = static_cast<double>(o.warning);
  if (size <= tolerance) return verdict::satisfactory;
  return size <= tolerance + warning ? verdict::questionable : verdict::unsatisfactory;
}

}  // namespace detail

/** Ordered categories against the assigned one, by whole categories.

      distance = position of the result − position of the assigned category

  Source  ISO 13528:2022, 11.4 (distance to the assigned category); the defaults are ours.
  Input   x: one category a laboratory, empty counts as not reported; levels lowest first.
  Result  |distance| ≤ tolerance satisfactory, ≤ tolerance + warning questionable, else
          unsatisfactory. `too_few` if nothing is reported.
  Throws  std::invalid_argument for no levels, a level empty or given twice, a result or assigned
          category that is not one of them (position and text).
  Cost    O(n · levels).
*/
[[nodiscard]] inline ordinal_score_result ordinal_score(
    texts x, std::string_view assigned, texts levels,
    const ordinal_score_options& options = {}) {
  constexpr std::string_view function = "ordinal_score";
  const auto order = detail::ordered_levels(function, levels);
  const auto centre =
      static_cast<double>(detail::level_of(function, "assigned", assigned, order));
  ordinal_score_result r;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (detail::stripped(x[i]).empty()) {
      r.distance.push_back(detail::nan);
      r.signal.push_back(verdict::not_scored);
      continue;
    }
    const auto level = detail::level_at(function, "x", x, i, order);
    r.distance.push_back(static_cast<double>(level) - centre);
    r.signal.push_back(detail::signal_of_distance(std::abs(r.distance.back()), options));
    ++r.n;
    r.n_satisfactory += r.signal.back() == verdict::satisfactory ? 1u : 0u;
  }
  r.status = r.n > 0 ? outcome::ok : outcome::too_few;
  return r;
}

}  // namespace ringtrial::qualitative
