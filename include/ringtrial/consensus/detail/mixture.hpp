// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/bracketed_root.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

/// Quantiles of a mixture of normal and t distributions.
namespace ringtrial::consensus::detail {

using namespace ringtrial::detail;

/// P(T > t), normal where df is infinite.
[[nodiscard]] inline double upper_tail(double t, double df) noexcept {
  return std::isinf(df) ? normal_cdf_upper(t) : student_t_cdf_upper(t, df);
}

/// The t with P(T > t) = p.
[[nodiscard]] inline double upper_quantile(double p, double df) noexcept {
  return std::isinf(df) ? -normal_quantile(p) : student_t_quantile_upper(p, df);
}

struct mixture {
  struct component {
    double weight, centre, scale, df;
  };
  std::vector<component> components;

  [[nodiscard]] double quantile(double p) const {
    const auto side = [&](const component& c) {
      return c.centre - c.scale * upper_quantile(p, c.df);
    };
    return solve([&](double q) { return excess(q, p); }, side);
  }
  /// With upper tail p.
  [[nodiscard]] double quantile_upper(double p) const {
    const auto side = [&](const component& c) {
      return c.centre + c.scale * upper_quantile(p, c.df);
    };
    return solve([&](double q) { return p - excess_upper(q); }, side);
  }

 private:
  /// F(q) − p. Tails are summed on the side where they are small, so that far apart components leave the
  /// sign exact: F = Σ lower tails left of the centres + Σ (weight − upper tail) right of them.
  [[nodiscard]] double excess(double q, double p) const {
    double tails = 0, whole = 0;
    for (const auto& c : components) {
      const double z = (q - c.centre) / c.scale;
      tails += (z > 0 ? -c.weight : c.weight) * upper_tail(std::abs(z), c.df);
      if (z > 0) whole += c.weight;
    }
    return (whole - p) + tails;
  }
  /// 1 − F(q).
  [[nodiscard]] double excess_upper(double q) const {
    double sum = 0;
    for (const auto& c : components)
      sum += c.weight * upper_tail((q - c.centre) / c.scale, c.df);
    return sum;
  }

  /// The quantile lies between the least and the greatest of the components' ones.
  template <class F, class Side>
  [[nodiscard]] double solve(F f, Side side) const {
    double low = std::numeric_limits<double>::infinity(), high = -low, least = low;
    for (const auto& c : components) {
      low = std::min(low, side(c));
      high = std::max(high, side(c));
      least = std::min(least, c.scale);
    }
    const double slack = 1e-12 * (high - low + least);
    low -= slack;
    high += slack;
    const double tolerance =
        4 * std::numeric_limits<double>::epsilon() * (high - low + least);
    return bracketed_root(f, {low, f(low)}, {high, f(high)}, tolerance);
  }
};

}  // namespace ringtrial::consensus::detail
