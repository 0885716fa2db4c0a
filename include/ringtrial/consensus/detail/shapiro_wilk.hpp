// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/normal_draw.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

/// Test of normality for 3 to 5000 values.
///
/// Source  Royston, AS R94, Appl. Statist. 44 (1995) 547.
namespace ringtrial::consensus::detail {

using ringtrial::detail::polynomial;

struct shapiro_wilk_result {
  double w = 0, p_value = 0;
};

/// The weights of the upper half of the sorted values, the largest first.
[[nodiscard]] inline std::vector<double> shapiro_wilk_weights(std::size_t n) {
  constexpr std::array first{0.0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056};
  constexpr std::array second{0.0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633};
  if (n == 3) return {std::numbers::sqrt2 / 2};
  const double size = static_cast<double>(n), root = 1 / std::sqrt(size);
  std::vector<double> a;
  double squares = 0;
  for (std::size_t i = 1; i <= n / 2; ++i) {
    a.push_back(-normal_quantile((static_cast<double>(i) - 0.375) / (size + 0.25)));
    squares += 2 * a.back() * a.back();
  }
  const std::size_t exact = n > 5 ? 2 : 1;  // weights that are not of the common form
  const double a1 = polynomial(first, root) + a[0] / std::sqrt(squares);
  const double a2 = exact == 2 ? polynomial(second, root) + a[1] / std::sqrt(squares) : 0;
  const double rest = squares - 2 * a[0] * a[0] - (exact == 2 ? 2 * a[1] * a[1] : 0);
  const double factor = std::sqrt(rest / (1 - 2 * a1 * a1 - 2 * a2 * a2));
  for (std::size_t i = exact; i < a.size(); ++i) a[i] /= factor;
  a[0] = a1;
  if (exact == 2) a[1] = a2;
  return a;
}

/// P(W ≤ w).
[[nodiscard]] inline double shapiro_wilk_p(double w, double complement, std::size_t n) {
  constexpr std::array gamma{-2.273, 0.459};
  constexpr std::array small_mean{0.544, -0.39978, 0.025054, -6.714e-4};
  constexpr std::array small_sd{1.3822, -0.77857, 0.062767, -0.0020322};
  constexpr std::array mean{-1.5861, -0.31082, -0.083751, 0.0038915};
  constexpr std::array sd{-0.4803, -0.082676, 0.0030302};
  const double size = static_cast<double>(n), logarithm = std::log(size);
  if (n == 3)
    return std::max(0.0, 6 / std::numbers::pi *
                             (std::asin(std::sqrt(w)) - std::asin(std::sqrt(0.75))));
  double y = std::log(complement);
  if (n > 11)
    return normal_cdf_upper((y - polynomial(mean, logarithm)) /
                            std::exp(polynomial(sd, logarithm)));
  const double least = polynomial(gamma, size);
  if (y >= least) return 1e-99;
  y = -std::log(least - y);
  return normal_cdf_upper((y - polynomial(small_mean, size)) /
                          std::exp(polynomial(small_sd, size)));
}

/// Of ascending values, not all equal.
[[nodiscard]] inline shapiro_wilk_result shapiro_wilk(std::span<const double> sorted) {
  const std::size_t n = sorted.size();
  const auto half = shapiro_wilk_weights(n);
  const double range = sorted.back() - sorted.front();
  std::vector<double> z, a(n);
  double mean = 0;
  for (const double v : sorted) {
    z.push_back((v - sorted.front()) / range);
    mean += z.back() / static_cast<double>(n);
  }
  for (std::size_t i = 0; i < half.size(); ++i) {
    a[i] = -half[i];
    a[n - 1 - i] = half[i];
  }
  double weights = 0, squares = 0, products = 0;
  for (std::size_t i = 0; i < n; ++i) {
    weights += a[i] * a[i];
    squares += (z[i] - mean) * (z[i] - mean);
    products += a[i] * (z[i] - mean);
  }
  const double whole = std::sqrt(weights * squares);
  const double complement = (whole - products) * (whole + products) / (whole * whole);
  return {1 - complement, shapiro_wilk_p(1 - complement, complement, n)};
}

}  // namespace ringtrial::consensus::detail
