// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/density/detail/gaussian_sum.hpp>

#include <array>

namespace ringtrial::density::detail {

/// Σ coefficient[l] sˡ.
template <std::size_t Terms>
struct polynomial {
  std::array<double, Terms> coefficient{};

  [[nodiscard]] double at(double s) const noexcept {
    double sum = 0;
    for (std::size_t l = Terms; l-- > 0;) sum = coefficient[l] + sum * s;
    return sum;
  }
  /// At many places side by side.
  template <std::size_t Many>
  [[nodiscard]] std::array<double, Many> at(
      const std::array<double, Many>& s) const noexcept {
    std::array<double, Many> sum{};
    for (std::size_t l = Terms; l-- > 0;)
      for (std::size_t k = 0; k < Many; ++k) sum[k] = coefficient[l] + sum[k] * s[k];
    return sum;
  }
};

/// Derivatives 0, 1, 2, … of a function at a point.
template <std::size_t Terms>
struct taylor {
  std::array<double, Terms> derivative{};

  /// The derivative of this order by the distance from the point.
  [[nodiscard]] polynomial<Terms> of_order(std::size_t order) const noexcept {
    polynomial<Terms> p;
    double factorial = 1;
    for (std::size_t l = 0; l + order < Terms; ++l) {
      p.coefficient[l] = derivative[order + l] / factorial;
      factorial *= static_cast<double>(l + 1);
    }
    return p;
  }
};

/// The derivatives of exp(−u²/2): g₊ = −(u g + j g₋).
template <std::size_t Terms>
[[nodiscard]] taylor<Terms> gaussian_derivatives(double u) noexcept {
  taylor<Terms> g;
  g.derivative[0] = std::exp(-0.5 * u * u);
  g.derivative[1] = -u * g.derivative[0];
  for (std::size_t j = 1; j + 1 < Terms; ++j)
    g.derivative[j + 1] =
        -(u * g.derivative[j] + static_cast<double>(j) * g.derivative[j - 1]);
  return g;
}

/** F(t) = Σ weight · exp(−(t − u)²/2) with all its derivatives, in time that does not grow with n.

  Values share cells half a bandwidth wide; a cell of moments μₖ = Σ weight · (−δ)ᵏ/k! about its
  centre c adds Σₖ g⁽ˡ⁺ᵏ⁾(t − c) μₖ to the l-th derivative (the fast Gauss transform of Greengard
  and Strain, SIAM J. Sci. Stat. Comput. 12 (1991) 79, in one dimension). For distances up to a
  quarter of a bandwidth from t the error of F′ is below 2e-11 Σ weight with 16 terms, that of F⁗ and
  F⁽⁶⁾ below 1e-10 with 24.
*/
template <std::size_t Terms>
class gaussian_cells {
 public:
  static constexpr double width = 0.5;
  static constexpr double reach = 10.5;  ///< e^−55: nothing beyond counts

  struct cell {
    double centre = 0;
    std::size_t begin = 0, end = 0;      ///< of the values
    std::array<double, Terms> moment{};  ///< Σ weight · (−δ)ᵏ/k!
  };

  /// Cells on the lattice from + k · width.
  gaussian_cells(const standard_values& values, double from) : v_(values) {
    double last = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < v_.at.size(); ++i) {
      const double number = std::floor((v_.at[i] - from) / width);
      if (number > last) cells_.push_back({from + width * (number + 0.5), i, i, {}});
      last = number;
      cells_.back().end = i + 1;
      add_to(cells_.back(), v_.at[i], v_.weight[i]);
    }
  }

  [[nodiscard]] const std::vector<cell>& cells() const noexcept { return cells_; }

  [[nodiscard]] taylor<Terms> about(double t) const {
    taylor<Terms> f;
    auto c = std::lower_bound(cells_.begin(), cells_.end(), t - reach,
                              [](const cell& a, double b) { return a.centre < b; });
    std::size_t first = 0, last = 0;  // values of cells with few of them
    for (; c != cells_.end() && c->centre <= t + reach; ++c) {
      const bool own = c->end - c->begin < few;
      if (own && last == c->begin) {
        last = c->end;
        continue;
      }
      add_values(f, t, first, last);
      first = last = c->end;
      if (own)
        first = c->begin;
      else
        add_cell(f, gaussian_derivatives<Terms>(t - c->centre), c->moment);
    }
    add_values(f, t, first, last);
    return f;
  }

  /// F alone.
  [[nodiscard]] double value_at(double t) const {
    double sum = 0;
    auto c = std::lower_bound(cells_.begin(), cells_.end(), t - reach,
                              [](const cell& a, double b) { return a.centre < b; });
    for (; c != cells_.end() && c->centre <= t + reach; ++c) {
      const auto g = gaussian_derivatives<Terms>(t - c->centre);
      for (std::size_t k = 0; k < Terms; ++k) sum += g.derivative[k] * c->moment[k];
    }
    return sum;
  }

 private:
  static constexpr std::size_t few = 4;  ///< below, each value for itself is quicker

  static void add_to(cell& c, double at, double weight) noexcept {
    double term = weight;
    for (std::size_t k = 0; k < Terms; ++k) {
      c.moment[k] += term;
      term *= (c.centre - at) / static_cast<double>(k + 1);
    }
  }

  static void add_cell(taylor<Terms>& f, const taylor<Terms>& g,
                       const std::array<double, Terms>& moment) noexcept {
    for (std::size_t k = 0; k < Terms; ++k)
      for (std::size_t l = 0; l + k < Terms; ++l)
        f.derivative[l] += g.derivative[l + k] * moment[k];
  }

  /// Some values side by side: each derivative of one waits for that before.
  void add_values(taylor<Terms>& f, double t, std::size_t first,
                  std::size_t last) const noexcept {
    constexpr std::size_t some = 8;
    for (; first < last; first += some) {
      std::array<double, some> u{}, before{}, g{};
      const std::size_t n = std::min(some, last - first);
      for (std::size_t i = 0; i < n; ++i) {
        u[i] = t - v_.at[first + i];
        g[i] = v_.weight[first + i] * std::exp(-0.5 * u[i] * u[i]);
      }
      for (std::size_t l = 0; l < Terms; ++l) {
        for (std::size_t i = 0; i < some; i += 4)
          f.derivative[l] += (g[i] + g[i + 1]) + (g[i + 2] + g[i + 3]);
        for (std::size_t i = 0; i < some; ++i) {
          const double next = -(u[i] * g[i] + static_cast<double>(l) * before[i]);
          before[i] = g[i];
          g[i] = next;
        }
      }
    }
  }

  const standard_values& v_;
  std::vector<cell> cells_;
};

}  // namespace ringtrial::density::detail
