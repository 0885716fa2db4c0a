// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/ranking/criterion.hpp>
#include <ringtrial/ranking/detail/options.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <tuple>
#include <vector>

namespace ringtrial::ranking::detail {

/// Ranks of statistics; one object serves many draws without allocating.
class places {
 public:
  places(criterion by, ranking::ties how, double tolerance)
      : larger_is_better_(by == criterion::points || by == criterion::mean_points),
        how_(how),
        tolerance_(tolerance) {}

  /// NaN is not ranked.
  void sort(std::span<const double> statistic) {
    rank.assign(statistic.size(), nan);
    order.clear();
    for (std::size_t i = 0; i < statistic.size(); ++i)
      if (!std::isnan(statistic[i])) order.push_back(i);
    std::ranges::sort(order, {}, [&](std::size_t i) {
      return std::tuple(larger_is_better_ ? -statistic[i] : statistic[i], i);
    });
    std::size_t run = 0;
    for (std::size_t first = 0, last = 0; first < order.size(); first = last, ++run) {
      const double best = statistic[order[first]];
      while (last < order.size() && agree(statistic[order[last]], best)) ++last;
      std::sort(order.begin() + static_cast<std::ptrdiff_t>(first),
                order.begin() + static_cast<std::ptrdiff_t>(last));
      for (std::size_t k = first; k < last; ++k)
        rank[order[k]] = rank_in(first, last, run, k);
    }
  }

  std::vector<double> rank;        ///< by row; NaN unranked
  std::vector<std::size_t> order;  ///< rows, the best first, within ties in row order

 private:
  /// Equal infinities agree, finite and infinite do not.
  [[nodiscard]] bool agree(double statistic, double best) const noexcept {
    return statistic == best ||
           std::abs(statistic - best) <= tolerance_ * std::max(1.0, std::abs(statistic));
  }

  /// Of position k in a run of positions first … last − 1.
  [[nodiscard]] double rank_in(std::size_t first, std::size_t last, std::size_t run,
                               std::size_t k) const noexcept {
    switch (how_) {
      case ranking::ties::min:
        return static_cast<double>(first + 1);
      case ranking::ties::max:
        return static_cast<double>(last);
      case ranking::ties::average:
        return static_cast<double>(first + 1 + last) / 2;
      case ranking::ties::dense:
        return static_cast<double>(run + 1);
      case ranking::ties::first:
        break;
    }
    return static_cast<double>(k + 1);
  }

  bool larger_is_better_;
  ranking::ties how_;
  double tolerance_;
};

}  // namespace ringtrial::ranking::detail
