// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/density/detail/gaussian_cells.hpp>
#include <ringtrial/detail/bracketed_root.hpp>
#include <ringtrial/detail/sorted.hpp>

#include <numbers>

namespace ringtrial::density::detail {

/// Σᵢ Σⱼ of the derivative of this order of exp(−δ²/2), δ = (zᵢ − zⱼ)/g, over all pairs and i = j.
[[nodiscard]] inline double pair_derivatives(std::span<const double> z, double g,
                                             std::size_t order) {
  constexpr std::size_t terms = 24;
  standard_values v;
  v.weight.assign(z.size(), 1.0);
  for (const double value : z) v.at.push_back((value - z.front()) / g);
  const gaussian_cells<terms> cells(v, 0);
  double sum = 0;
  for (const auto& c : cells.cells()) {
    const auto f = cells.about(c.centre).of_order(order);
    for (std::size_t i = c.begin; i < c.end; ++i) sum += f.at(v.at[i] - c.centre);
  }
  return sum;
}

/** Solve-the-equation bandwidth of sorted values z whose scale λ is 1; NaN where there is none.

  Every pair counts, in time that does not grow with n²: through gaussian_cells.
*/
[[nodiscard]] inline double sheather_jones(std::span<const double> z) {
  const double n = static_cast<double>(z.size());
  const double root_2pi = std::sqrt(2 * std::numbers::pi);
  const auto s = [&](double g) {
    return pair_derivatives(z, g, 4) / (n * (n - 1) * std::pow(g, 5) * root_2pi);
  };
  const auto t = [&](double g) {
    return -pair_derivatives(z, g, 6) / (n * (n - 1) * std::pow(g, 7) * root_2pi);
  };
  const double third = t(1.23 * std::pow(n, -1.0 / 9));
  const double ratio = std::pow(s(1.24 * std::pow(n, -1.0 / 7)) / third, 1.0 / 7);
  if (!(third > 0) || !std::isfinite(ratio)) return ringtrial::detail::not_a_number;
  const auto excess = [&](double h) {
    const double alpha = 1.357 * ratio * std::pow(h, 5.0 / 7);
    return std::pow(1 / (2 * std::sqrt(std::numbers::pi) * n * s(alpha)), 0.2) - h;
  };
  const double widest = 1.144 * std::pow(n, -0.2);
  ringtrial::detail::function_point low{0.1 * widest, excess(0.1 * widest)},
      high{widest, excess(widest)};
  for (int i = 0; i < 99 && !(low.value * high.value <= 0); ++i) {
    low = {0.9 * low.at, excess(0.9 * low.at)};
    high = {1.1 * high.at, excess(1.1 * high.at)};
  }
  if (!(low.value * high.value <= 0)) return ringtrial::detail::not_a_number;
  return ringtrial::detail::bracketed_root(excess, low, high, 1e-13 * low.at);
}

}  // namespace ringtrial::density::detail
