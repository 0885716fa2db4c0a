// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cmath>
#include <limits>

/** Quotients of scores: the difference first, and neither overflow nor lost digits on the way.

  Where every argument is finite the relative error is at most 3 ulp of what comes out; an infinite x
  or x_pt and a denominator of 0 give an infinity or NaN.
*/
namespace ringtrial::detail {

/// (x − x_pt)/s.
[[nodiscard]] inline double over(double x, double x_pt, double s) noexcept {
  const double difference = x - x_pt;
  if (std::isinf(difference) && std::isfinite(x) && std::isfinite(x_pt)) [[unlikely]]
    return (0.5 * x - 0.5 * x_pt) / (0.5 * s);
  return difference / s;
}

/// (x − x_pt)/√(a² + b²) where the difference or a square is too large or the squares too small.
[[nodiscard]] inline double over_extreme_hypot(double x, double x_pt, double a,
                                               double b) noexcept {
  if (!std::isfinite(x) || !std::isfinite(x_pt))
    return std::numeric_limits<double>::quiet_NaN();
  if (std::hypot(a, b) < 1)
    return (x - x_pt) * 0x1p200 / std::hypot(a * 0x1p200, b * 0x1p200);
  return (0.25 * x - 0.25 * x_pt) / std::hypot(0.25 * a, 0.25 * b);
}

/// (x − x_pt)/√(a² + b²); the plain root is within 1 ulp where the squares are of ordinary size.
[[nodiscard]] inline double over_hypot(double x, double x_pt, double a,
                                       double b) noexcept {
  const double difference = x - x_pt, squares = a * a + b * b;
  if (squares > 0x1p-900 && squares < 0x1p1000 && std::isfinite(difference)) [[likely]]
    return difference / std::sqrt(squares);
  return over_extreme_hypot(x, x_pt, a, b);
}

/// ((x − x_pt) + margin)/U.
[[nodiscard]] inline double over_with_margin(double x, double x_pt, double margin,
                                             double U) noexcept {
  const double sum = (x - x_pt) + margin;
  if (std::isfinite(sum) || !std::isfinite(x) || !std::isfinite(x_pt)) [[likely]]
    return sum / U;
  return ((0.25 * x - 0.25 * x_pt) + 0.25 * margin) / (0.25 * U);
}

}  // namespace ringtrial::detail
