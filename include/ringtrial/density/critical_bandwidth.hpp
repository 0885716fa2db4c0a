// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/density/detail/mode_count.hpp>
#include <ringtrial/detail/require.hpp>

namespace ringtrial::density {

struct critical_bandwidth_options {
  std::size_t modes = 1;  ///< the density may have at most so many, ≥ 1
};

namespace detail {

inline void require_modes(std::string_view function, std::size_t modes) {
  ringtrial::detail::require(modes >= 1, function, "modes", static_cast<double>(modes),
                             "at least 1");
}

}  // namespace detail

/** The smallest bandwidth at which the Gaussian kernel density has at most `modes` modes.

  The number of modes never rises with h, so it is found by bisection of ln h, to 1e-10.

  Source  Silverman, J. R. Stat. Soc. B 43 (1981) 97.
  Input   x: values in one unit; NaN is skipped.
  Result  in that unit; NaN for fewer than two values, no more distinct values than modes (any bandwidth
          does), or an infinity.
  Throws  std::invalid_argument for modes 0.
  Cost    that of modes(), some 40 times.
*/
template <sample R>
[[nodiscard]] double critical_bandwidth(const R& x,
                                        const critical_bandwidth_options& options = {}) {
  detail::require_modes("critical_bandwidth", options.modes);
  const auto s = ringtrial::detail::sort_reported(ringtrial::detail::as_span(x),
                                                  ringtrial::detail::purpose::squares);
  if (!s.finite) return ringtrial::detail::not_a_number;
  const auto values = detail::distinct_values(s.span());
  if (values.at.size() < 2 || values.at.size() <= options.modes)
    return ringtrial::detail::not_a_number;
  return s.unit(detail::smallest_bandwidth(values, options.modes));
}

}  // namespace ringtrial::density
