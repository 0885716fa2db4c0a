// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/scores/transform.hpp>

#include <cmath>
#include <limits>
#include <numbers>

/// The scale of an evaluation: that of the results, or logarithms of it.
namespace ringtrial::round {

/// A number of the results on the scale of the evaluation; NaN where it has no logarithm.
[[nodiscard]] inline double on_scale(scores::transform t, double value) noexcept {
  if (t != scores::transform::none && !(value > 0))
    return std::numeric_limits<double>::quiet_NaN();
  return detail::transformed(t, value);
}

/// A number of the scale of the evaluation in the unit of the results.
[[nodiscard]] inline double back_transformed(scores::transform t, double value) noexcept {
  if (t == scores::transform::none) return value;
  return t == scores::transform::ln ? std::exp(value) : std::pow(10.0, value);
}

/** A small deviation about `at` (an uncertainty, a standard deviation), both in the unit of the
    results, on the scale of the evaluation: d/at for ln, d/(at ln 10) for log10; NaN unless at > 0.

  Source  ISO/IEC Guide 98-3, 5.1.2 (propagation of first order).
*/
[[nodiscard]] inline double propagated(scores::transform t, double deviation,
                                       double at) noexcept {
  if (t == scores::transform::none) return deviation;
  if (!(at > 0)) return std::numeric_limits<double>::quiet_NaN();
  return deviation / (t == scores::transform::ln ? at : at * std::numbers::ln10);
}

}  // namespace ringtrial::round
