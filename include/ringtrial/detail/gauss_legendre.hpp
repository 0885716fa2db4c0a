// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace ringtrial::detail {

/// Nodes and weights of Gauss and Legendre on [0, 1].
template <std::size_t N>
struct gauss_legendre {
  std::array<double, N> node{}, weight{};

  gauss_legendre() {
    for (std::size_t i = 0; i < N; ++i) set(i);
  }

 private:
  /// Newton's method on the Legendre polynomial of degree N, from Tricomi's approximation.
  void set(std::size_t i) {
    constexpr auto n = static_cast<double>(N);
    double x = -std::cos(std::numbers::pi * (static_cast<double>(i) + 0.75) / (n + 0.5));
    double slope = 1;
    for (int step = 0; step < 6; ++step) {
      double p = 1, before = 0;
      for (double k = 1; k <= n; ++k) {
        const double next = ((2 * k - 1) * x * p - (k - 1) * before) / k;
        before = p;
        p = next;
      }
      slope = n * (x * p - before) / (x * x - 1);
      x -= p / slope;
    }
    node[i] = (1 + x) / 2;
    weight[i] = 1 / ((1 - x * x) * slope * slope);
  }
};

/// ∫ f over [from, to] by N nodes, computed once.
template <std::size_t N, class F>
[[nodiscard]] double integrate(double from, double to, const F& f) {
  static const gauss_legendre<N> rule;
  double sum = 0;
  for (std::size_t i = 0; i < N; ++i)
    sum += rule.weight[i] * f(from + (to - from) * rule.node[i]);
  return sum * (to - from);
}

}  // namespace ringtrial::detail
