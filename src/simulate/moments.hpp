// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/sorted.hpp>

#include <cmath>
#include <span>
#include <vector>

namespace ringtrial::simulate {

/// Mean and sum of squares about it of what has been seen; parts may be joined (Chan et al. 1979).
struct moments {
  double n = 0, mean = 0, squares = 0;

  /// The finite ones.
  void add(std::span<const double> x) {
    moments part;
    double sum = 0;
    for (const double v : x) {
      if (!std::isfinite(v)) continue;
      part.n += 1;
      sum += v;
    }
    if (part.n == 0) return;
    part.mean = sum / part.n;
    for (const double v : x)
      if (std::isfinite(v)) part.squares += (v - part.mean) * (v - part.mean);
    join(part);
  }

  void join(const moments& other) {
    if (other.n == 0) return;
    const double all = n + other.n, step = other.mean - mean;
    squares += other.squares + step * step * (n * other.n / all);
    mean += step * (other.n / all);
    n = all;
  }

  [[nodiscard]] double variance() const {
    return n > 1 ? squares / (n - 1) : detail::not_a_number;
  }
  [[nodiscard]] double sd() const { return std::sqrt(variance()); }
};

/// Everything that the groups have seen.
template <class Sums>
[[nodiscard]] Sums joined(const std::vector<Sums>& groups, std::size_t without) {
  Sums all = {};
  for (std::size_t g = 0; g < groups.size(); ++g)
    if (g != without) all.join(groups[g]);
  return all;
}

template <class Sums>
[[nodiscard]] Sums joined(const std::vector<Sums>& groups) {
  return joined(groups, groups.size());
}

/// Standard error of f(all groups) that is due to the number of rounds, by the jackknife over groups.
template <class Sums, class F>
[[nodiscard]] double simulation_error(const std::vector<Sums>& groups, F f) {
  moments without;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const double value = f(joined(groups, g));
    if (!std::isfinite(value)) return detail::not_a_number;
    without.add({&value, 1});
  }
  return std::sqrt((without.n - 1) / without.n * without.squares);
}

}  // namespace ringtrial::simulate
