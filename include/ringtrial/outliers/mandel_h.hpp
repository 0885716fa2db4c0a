// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outliers/detail/extremes.hpp>
#include <ringtrial/quantiles.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace ringtrial::outliers {

/** Mandel's h: how far each laboratory mean is from the mean of all.

      hᵢ = (ȳᵢ − ȳ)/s_ȳ,   ȳ the unweighted mean of the reported means, s_ȳ their standard deviation

  Source  ISO 5725-2:2019, 7.3.1; ASTM E691, 15.
  Input   means: one a laboratory, in one unit; NaN counts as not reported.
  Result  without unit, one a laboratory, NaN where it did not report; all NaN for fewer than three
          means, equal ones or an infinity.
  Cost    O(p log p), one copy.
*/
template <sample R>
[[nodiscard]] std::vector<double> mandel_h(const R& means) {
  const auto x = ringtrial::detail::as_span(means);
  std::vector<double> h(x.size(), std::numeric_limits<double>::quiet_NaN());
  detail::reported_sample reported(x);
  auto& sorted = reported.values;
  if (!reported.finite || sorted.size() < 3 || reported.all_equal()) return h;
  const int exponent = detail::sort_and_scale(sorted);
  const double range = sorted.back() - sorted.front();
  const auto [mean, squares] = detail::moments_of(sorted, range);
  const double sd = std::sqrt(squares / static_cast<double>(sorted.size() - 1));
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double scaled = std::scalbn(static_cast<double>(x[i]), exponent);
    h[i] = ((scaled - sorted.front()) / range - mean) / sd;
  }
  return h;
}

/** The |h| that one laboratory, chosen beforehand, exceeds with probability alpha.

      (p − 1)t/√(p(p − 2 + t²)),   t the upper α/2 point of t_{p−2}

  No correction for the number of laboratories: an indicator for a plot, not an outlier test.

  Source  ISO 5725-2:2019, 7.3.1 with 0.05 and 0.01; ASTM E691 with 0.005: 2.152 for p = 8.
  Throws  std::invalid_argument unless p ≥ 3 and alpha in (0, 1).
  Cost    one t quantile.
*/
[[nodiscard]] inline double mandel_h_critical(std::size_t p, double alpha) {
  using ringtrial::detail::require;
  const auto labs = static_cast<double>(p);
  require(p >= 3, "mandel_h_critical", "p", labs, "at least 3");
  require(alpha > 0 && alpha < 1, "mandel_h_critical", "alpha", alpha, "between 0 and 1");
  return detail::single_critical(labs, alpha / 2, false);
}

}  // namespace ringtrial::outliers
