// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/double_double.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace ringtrial::homogeneity::detail {

using ringtrial::detail::double_double;

/// a/b to double-double accuracy.
[[nodiscard]] constexpr double_double quotient(double_double a,
                                               double_double b) noexcept {
  const double first = a.high / b.high, second = (a - b * first).rounded() / b.high;
  return ringtrial::detail::fast_sum(first, second);
}

[[nodiscard]] inline double_double mean_of(const std::vector<double_double>& x) noexcept {
  double_double sum = 0;
  for (const auto v : x) sum = sum + v;
  return sum / static_cast<double>(x.size());
}

/// The least squares line y = ȳ + slope (t − t̄), in the units of its points.
struct straight_line {
  double_double mean_t = {}, mean_y = {};
  double_double slope = {};
  double squares_t = 0;    ///< Σ(t − t̄)²
  double residual_sd = 0;  ///< divisor n − 2; exactly 0 where the points lie on a line
  double s_slope = 0;
};

/// Through at least three points that are not all at one t.
[[nodiscard]] inline straight_line fit_line(const std::vector<double_double>& t,
                                            const std::vector<double_double>& y) {
  straight_line line{.mean_t = mean_of(t), .mean_y = mean_of(y)};
  double_double tt = 0, ty = 0, yy = 0, residual = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    const auto dt = t[i] - line.mean_t, dy = y[i] - line.mean_y;
    tt = tt + dt * dt;
    ty = ty + dt * dy;
    yy = yy + dy * dy;
  }
  line.slope = quotient(ty, tt);
  for (std::size_t i = 0; i < t.size(); ++i) {
    const auto rest = (y[i] - line.mean_y) - line.slope * (t[i] - line.mean_t);
    residual = residual + rest * rest;
  }
  line.squares_t = tt.rounded();
  const bool exact = residual.rounded() <= 0x1p-180 * yy.rounded();  // its own rounding
  const double df = static_cast<double>(t.size()) - 2;
  if (!exact) line.residual_sd = std::sqrt(residual.rounded() / df);
  line.s_slope = line.residual_sd / std::sqrt(line.squares_t);
  return line;
}

}  // namespace ringtrial::homogeneity::detail
