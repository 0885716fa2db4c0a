// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ringtrial::precision {

/// Ends of a confidence interval.
struct bounds {
  double lower = std::numeric_limits<double>::quiet_NaN();
  double upper = std::numeric_limits<double>::quiet_NaN();
};

namespace detail {

/// A mean square with its degrees of freedom, and what χ² makes of them at both ends.
struct mean_square {
  double value, df;
  double tail;  ///< α/2

  [[nodiscard]] double chi_squared_low() const { return chi_squared_quantile(tail, df); }
  [[nodiscard]] double chi_squared_high() const {
    return chi_squared_quantile_upper(tail, df);
  }
  [[nodiscard]] double g() const { return 1 - df / chi_squared_high(); }
  [[nodiscard]] double h() const { return df / chi_squared_low() - 1; }
};

[[nodiscard]] inline double root(double squared) {
  return std::sqrt(std::max(0.0, squared));
}

/// √(ν s²/χ²): exact.
[[nodiscard]] inline bounds sd_interval(const mean_square& ms) {
  return {std::sqrt(ms.df * ms.value / ms.chi_squared_high()),
          std::sqrt(ms.df * ms.value / ms.chi_squared_low())};
}

/// Of √(c₁MS₁ + c₂MS₂) by modified large samples (Graybill and Wang 1980).
[[nodiscard]] inline bounds mls_sum_interval(const mean_square& first, double c1,
                                             const mean_square& second, double c2) {
  const double a = c1 * first.value, b = c2 * second.value;
  return {root(a + b - std::hypot(first.g() * a, second.g() * b)),
          root(a + b + std::hypot(first.h() * a, second.h() * b))};
}

/// Of √(c₁MS₁ + c₂MS₂) by Satterthwaite's degrees of freedom.
[[nodiscard]] inline bounds satterthwaite_interval(const mean_square& first, double c1,
                                                   const mean_square& second, double c2) {
  const double a = c1 * first.value, b = c2 * second.value;
  if (a + b == 0) return {0, 0};
  const double df = (a + b) * (a + b) / (a * a / first.df + b * b / second.df);
  return sd_interval({a + b, df, first.tail});
}

/// Of √((MS₁ − MS₂)/n) by modified large samples for a difference (Ting et al. 1990).
[[nodiscard]] inline bounds mls_difference_interval(const mean_square& first,
                                                    const mean_square& second, double n) {
  const double a = first.value, b = second.value, difference = a - b;
  const double f_high = fisher_f_quantile_upper(first.tail, first.df, second.df);
  const double f_low = 1 / fisher_f_quantile_upper(first.tail, second.df, first.df);
  const double g1 = first.g(), g2 = second.g(), h1 = first.h(), h2 = second.h();
  const auto squared = [](double v) { return v * v; };
  const double g12 = (squared(f_high - 1) - squared(g1 * f_high) - squared(h2)) / f_high;
  const double h12 = (squared(1 - f_low) - squared(h1 * f_low) - squared(g2)) / f_low;
  return {root((difference - root(squared(g1 * a) + squared(h2 * b) + g12 * a * b)) / n),
          root((difference + root(squared(h1 * a) + squared(g2 * b) + h12 * a * b)) / n)};
}

}  // namespace detail
}  // namespace ringtrial::precision
