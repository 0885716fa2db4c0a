// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/censored/data.hpp>
#include <ringtrial/concepts.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace ringtrial::censored {

/// The interval in which each true result lies, in the unit of x.
struct intervals_result {
  std::vector<double> lower = {},
                      upper = {};  ///< equal for an exact value; NaN where not reported
};

namespace detail {

struct interval {
  double lower = std::numeric_limits<double>::quiet_NaN();
  double upper = std::numeric_limits<double>::quiet_NaN();
};

/// The interval of one result of data that require_data() has passed; NaN for NaN or ±∞.
[[nodiscard]] inline interval interval_at(const data& d, std::size_t i,
                                          const bounds& b) noexcept {
  const double x = d.x[i];
  if (!std::isfinite(x)) return {};
  switch (kind_at(d, i)) {
    case censoring::below:
      return {b.lower_bound, x};
    case censoring::above:
      return {x, b.upper_bound};
    case censoring::between:
      return {x, d.upper[i]};
    case censoring::exact:
      break;
  }
  return {x, x};
}

}  // namespace detail

/** The results as intervals: x for a found value, (lower_bound, x) for "<", (x, upper_bound) for
  ">", [x, upper] for "..".

  Source  docs/methods/censored.md; ISO 13528:2022, 5.5.3 on results below a limit.
  Input   x, upper and bounds in one unit; NaN counts as not reported.
  Result  lower and upper of the length of x; both NaN where x is NaN or infinite.
  Throws  std::invalid_argument: lengths that differ, ".." without upper, upper[i] < x[i], a limit
          beyond the bound on its side.
  Cost    O(n).
*/
[[nodiscard]] inline intervals_result intervals(const data& d, const bounds& b = {}) {
  detail::require_data("intervals", d, b);
  intervals_result r;
  r.lower.reserve(d.x.size());
  r.upper.reserve(d.x.size());
  for (std::size_t i = 0; i < d.x.size(); ++i) {
    const auto [lower, upper] = detail::interval_at(d, i, b);
    r.lower.push_back(lower);
    r.upper.push_back(upper);
  }
  return r;
}

/// The same for any sample; float values are widened.
template <sample R>
[[nodiscard]] intervals_result intervals(const R& x, std::span<const censoring> qualifier,
                                         std::span<const double> upper = {},
                                         const bounds& b = {}) {
  const auto values = detail::widened(x);
  return intervals(data{values, qualifier, upper}, b);
}

}  // namespace ringtrial::censored
