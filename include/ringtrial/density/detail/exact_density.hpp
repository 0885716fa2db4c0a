// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace ringtrial::density::detail {

/** Σ exp(−((t − xᵢ)/h)²/2) over sorted values, term by term.

  Only terms that cannot show in the sum are left out. Sums are taken over runs of 128 values and
  these added, so that rounding does not grow with n.
*/
class exact_density {
 public:
  exact_density(std::span<const double> sorted, double h) : v_(sorted), h_(h) {}

  [[nodiscard]] double at(double t) const {
    const auto [from, to] = window(t);
    return in_runs<1>(from, to, [&](double x, std::array<double, 1>& sum) {
      const double u = (t - x) / h_;
      sum[0] += std::exp(-0.5 * u * u);
    })[0];
  }

  /** On abscissae that are equally spaced but for rounding.

    With u the distance of the middle of a block of 16 and δ the step, in h, the value j steps on is
    exp(−u²/2) · exp(−uδ)ʲ · exp(−(jδ)²/2): two exponentials for 16 terms. A rounded abscissa is
    some η off; there the sum is the less by η Σ(u + jδ) of the terms.
  */
  [[nodiscard]] std::vector<double> on(std::span<const double> grid) const {
    std::vector<double> sums(grid.size());
    const double step =
        (grid.back() / h_ - grid.front() / h_) / static_cast<double>(grid.size() - 1);
    const double rounding = std::numeric_limits<double>::epsilon() / h_ *
                            std::max(std::abs(grid.front()), std::abs(grid.back()));
    const bool even = step <= 0.5 && rounding < 1e-9;
    std::size_t i = 0;
    for (; even && i + block <= grid.size(); i += block)
      if (nearest(grid[i]) <= 16 * h_ && nearest(grid[i + block - 1]) <= 16 * h_)
        block_sums(grid.subspan(i, block), step, sums.data() + i);
      else
        for (std::size_t j = i; j < i + block; ++j) sums[j] = at(grid[j]);
    for (; i < grid.size(); ++i) sums[i] = at(grid[i]);
    return sums;
  }

 private:
  static constexpr std::size_t block = 16, run = 128;
  struct range {
    std::size_t from, to;
  };

  [[nodiscard]] double nearest(double t) const {
    const auto right = std::lower_bound(v_.begin(), v_.end(), t);
    const double above = right == v_.end() ? t - v_.back() : *right - t;
    return right == v_.begin() ? above : std::min(above, t - right[-1]);
  }

  /// The values whose terms are above 1e-20 / n of the largest.
  [[nodiscard]] range window(double t) const {
    const double m = nearest(t) / h_;
    const double excess = 2 * (46 + std::log(static_cast<double>(v_.size())));
    const double reach = h_ * std::sqrt(m * m + excess);
    return {static_cast<std::size_t>(std::lower_bound(v_.begin(), v_.end(), t - reach) -
                                     v_.begin()),
            static_cast<std::size_t>(std::upper_bound(v_.begin(), v_.end(), t + reach) -
                                     v_.begin())};
  }

  template <std::size_t N, class F>
  [[nodiscard]] std::array<double, N> in_runs(std::size_t from, std::size_t to,
                                              F add) const {
    std::array<double, N> sums{};
    while (from < to) {
      std::array<double, N> part{};
      for (const std::size_t end = std::min(to, from + run); from < end; ++from)
        add(v_[from], part);
      for (std::size_t j = 0; j < N; ++j) sums[j] += part[j];
    }
    return sums;
  }

  void block_sums(std::span<const double> grid, double step, double* out) const {
    const double middle = grid[block / 2];
    const auto sums =
        in_runs<2 * block>(window(grid.front()).from, window(grid.back()).to,
                           [&](double x, std::array<double, 2 * block>& sum) {
                             const double u = (middle - x) / h_;
                             const double factor = std::exp(-u * step),
                                          two = factor * factor, four = two * two;
                             std::array<double, block> term;
                             term[0] = std::exp(-0.5 * u * u) / (four * four);
                             term[1] = term[0] * factor;
                             term[2] = term[0] * two;
                             term[3] = term[1] * two;
                             for (std::size_t j = 4; j < block; ++j)
                               term[j] = term[j - 4] * four;
                             for (std::size_t j = 0; j < block; ++j) sum[j] += term[j];
                             for (std::size_t j = 0; j < block; ++j)
                               sum[block + j] += u * term[j];
                           });
    for (std::size_t j = 0; j < block; ++j) {
      const double s = (static_cast<double>(j) - static_cast<double>(block) / 2) * step;
      const double off = (grid[j] - middle) / h_ - s;
      out[j] = std::exp(-0.5 * s * s) * (sums[j] - off * (s * sums[j] + sums[block + j]));
    }
  }

  std::span<const double> v_;
  double h_;
};

}  // namespace ringtrial::density::detail
