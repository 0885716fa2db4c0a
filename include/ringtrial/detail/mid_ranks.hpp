// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

namespace ringtrial::detail {

struct ranked {
  std::vector<double> ranks;  ///< from 1; equal values share the mean of their ranks
  double ties = 0;            ///< Σ(t³ − t) over the runs of t equal values
};

/// Ranks of values without NaN, the smallest first.
[[nodiscard]] inline ranked mid_ranks(std::span<const double> x) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return x[i]; });
  ranked r{.ranks = std::vector<double>(x.size())};
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    while (last < order.size() && x[order[last]] == x[order[first]]) ++last;
    const auto t = static_cast<double>(last - first);
    for (std::size_t k = first; k < last; ++k)
      r.ranks[order[k]] = static_cast<double>(first) + (t + 1) / 2;
    r.ties += t * (t * t - 1);
  }
  return r;
}

}  // namespace ringtrial::detail
