// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/exact_differences.hpp>
#include <ringtrial/detail/mid_ranks.hpp>
#include <ringtrial/quantiles.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace ringtrial::paired::detail {

using ringtrial::detail::double_double;
using ringtrial::detail::exact_differences;

/// Mean and Σ(x − x̄)² of exact differences, in their unit.
struct sums_about_mean {
  double_double mean = 0, squares = 0;

  explicit sums_about_mean(const std::vector<double_double>& x) {
    double_double sum = 0;
    for (const auto v : x) sum = sum + v;
    mean = sum / static_cast<double>(x.size());
    for (const auto v : x) squares = squares + (v - mean) * (v - mean);
  }
};

/// A coefficient with 1 − r² at all its figures: near ±1 that is what p values and ellipses live on.
struct correlation {
  double r = std::numeric_limits<double>::quiet_NaN();
  double rest =
      std::numeric_limits<double>::quiet_NaN();  ///< 1 − r², exactly 0 where r is ±1

  /// Two-sided, of no correlation, for n pairs.
  [[nodiscard]] double p_value(std::size_t n) const {
    if (rest == 0) return 0;
    const double df = static_cast<double>(n) - 2;
    return 2 * student_t_cdf_upper(std::abs(r) * std::sqrt(df / rest), df);
  }
};

/// Of Pearson; NaN where one side does not vary.
[[nodiscard]] inline correlation pearson(const std::vector<double_double>& x,
                                         const std::vector<double_double>& y) {
  const sums_about_mean of_x(x), of_y(y);
  double_double product = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    product = product + (x[i] - of_x.mean) * (y[i] - of_y.mean);
  const auto squares = of_x.squares * of_y.squares;
  if (!(squares.rounded() > 0)) return {};
  const double left = (squares - product * product).rounded() / squares.rounded();
  const bool line = left < std::numeric_limits<double>::epsilon() / 2;  // r rounds to ±1
  if (line) return {std::copysign(1.0, product.high), 0};
  return {product.rounded() / std::sqrt(squares.rounded()) + 0.0, left};
}

/// Of Spearman: that of mid-ranks.
[[nodiscard]] inline correlation spearman(std::span<const double> x,
                                          std::span<const double> y) {
  const auto ranks = [](std::span<const double> v) {
    return exact_differences(ringtrial::detail::mid_ranks(v).ranks, 0).values;
  };
  return pearson(ranks(x), ranks(y));
}

/// 2 sin(πρ/6), the correlation of a normal pair whose rank correlation is ρ.
[[nodiscard]] inline correlation of_normal_pair(const correlation& ranks) {
  if (ranks.rest == 0) return ranks;
  constexpr double sixth = 0.52359877559829887307710723054658381;  // π/6
  const double r = 2 * std::sin(sixth * ranks.r);
  return {r, (1 - r) * (1 + r)};
}

}  // namespace ringtrial::paired::detail
