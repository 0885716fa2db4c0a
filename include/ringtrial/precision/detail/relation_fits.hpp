// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/compensated_sum.hpp>
#include <ringtrial/precision/detail/cells.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

/// Levels with their standard deviations, and the lines through them.
namespace ringtrial::precision::detail {

using ringtrial::detail::compensated_sum;

/// The complete pairs, m and s each divided by a power of two.
struct level_pairs {
  std::vector<double> m, s;
  std::vector<std::size_t> position;
  bool finite = true;
  int exponent_m = 0, exponent_s = 0;

  template <class T>
  level_pairs(std::span<const T> levels, std::span<const T> sds) {
    double largest_m = 0, largest_s = 0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
      if (std::isnan(levels[i]) || std::isnan(sds[i])) continue;
      m.push_back(static_cast<double>(levels[i]));
      s.push_back(static_cast<double>(sds[i]));
      position.push_back(i);
      largest_m = std::max(largest_m, m.back());
      largest_s = std::max(largest_s, s.back());
    }
    finite = std::isfinite(largest_m) && std::isfinite(largest_s);
    if (!finite) return;
    exponent_m = computing_unit::exponent_of(largest_m);
    exponent_s = computing_unit::exponent_of(largest_s);
    for (double& v : m) v = std::ldexp(v, -exponent_m);
    for (double& v : s) v = std::ldexp(v, -exponent_s);
  }

  [[nodiscard]] std::size_t size() const noexcept { return m.size(); }
  [[nodiscard]] bool one_level() const {
    return std::ranges::adjacent_find(m, std::ranges::not_equal_to()) == m.end();
  }
};

/// y = a + b x.
struct line {
  double a = nan, b = nan;
  [[nodiscard]] double at(double x) const noexcept { return a + b * x; }
};

/// Weighted least squares, about the weighted means.
[[nodiscard]] inline line fit_line(const std::vector<double>& x,
                                   const std::vector<double>& y,
                                   const std::vector<double>& weight) {
  compensated_sum w, wx, wy, xx, xy;
  for (std::size_t i = 0; i < x.size(); ++i) {
    w.add(weight[i]);
    wx.add(weight[i] * x[i]);
    wy.add(weight[i] * y[i]);
  }
  const double mean_x = wx.value() / w.value(), mean_y = wy.value() / w.value();
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double d = x[i] - mean_x;
    xx.add(weight[i] * d * d);
    xy.add(weight[i] * d * (y[i] - mean_y));
  }
  const double b = xy.value() / xx.value();
  return {mean_y - b * mean_x, b};
}

/// √(Σ((s − ŝ)/ŝ)²/(q − parameters)); NaN where nothing is left.
[[nodiscard]] inline double relative_sd(const std::vector<double>& s,
                                        const std::vector<double>& fitted,
                                        std::size_t parameters) {
  if (s.size() <= parameters) return nan;
  compensated_sum squares;
  for (std::size_t j = 0; j < s.size(); ++j) {
    const double d = (s[j] - fitted[j]) / fitted[j];
    squares.add(d * d);
  }
  return std::sqrt(squares.value() / static_cast<double>(s.size() - parameters));
}

/// The line with weights 1/ŝ², ŝ of the line before; where some ŝ is not positive there is none.
class reweighted_line {
 public:
  explicit reweighted_line(const level_pairs& pairs) : pairs_(pairs), fitted(pairs.s) {
    double mean = 0;
    for (const double s : pairs.s) mean += s / static_cast<double>(pairs.size());
    for (double& s : fitted) s = s == 0 ? mean : s;
  }

  /// Fits, and returns the largest relative change of ŝ.
  double step() {
    std::vector<double> weights;
    for (const double s : fitted) weights.push_back(1 / s / s);
    found = fit_line(pairs_.m, pairs_.s, weights);
    double change = 0;
    for (std::size_t j = 0; j < fitted.size(); ++j) {
      const double next = found.at(pairs_.m[j]);
      change = std::max(change, std::abs(next - fitted[j]) / std::abs(next));
      fitted[j] = next;
    }
    return change;
  }
  [[nodiscard]] bool positive() const {
    return std::ranges::all_of(fitted, [](double s) { return s > 0; });
  }

 private:
  const level_pairs& pairs_;

 public:
  std::vector<double> fitted;
  line found;
};

}  // namespace ringtrial::precision::detail
