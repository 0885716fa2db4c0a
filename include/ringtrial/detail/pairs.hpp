// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace ringtrial::detail {

/// What one pass over sorted values tells about the differences v[j] − v[i], i < j, and a bound.
struct pair_count {
  std::uint64_t count = 0;                                  ///< differences ≤ the bound
  double below = -std::numeric_limits<double>::infinity();  ///< the largest of them
  double above = std::numeric_limits<double>::infinity();  ///< the smallest of the others
};

/// Two pointers, O(n).
[[nodiscard]] inline pair_count count_pairs(std::span<const double> v,
                                            double bound) noexcept {
  pair_count r;
  for (std::size_t i = 0, j = 0; i < v.size(); ++i) {
    j = std::max(j, i + 1);
    while (j < v.size() && v[j] - v[i] <= bound) ++j;
    r.count += j - i - 1;
    if (j > i + 1) r.below = std::max(r.below, v[j - 1] - v[i]);
    if (j < v.size()) r.above = std::min(r.above, v[j] - v[i]);
  }
  return r;
}

/// The k-th smallest of the differences above `low` and not above `high`; `before` are ≤ low.
[[nodiscard]] inline double select_listed_pair(std::span<const double> v, double low,
                                               double high, std::uint64_t k,
                                               std::uint64_t before) {
  std::vector<double> list;
  for (std::size_t i = 0, from = 0; i < v.size(); ++i) {
    from = std::max(from, i + 1);
    while (from < v.size() && v[from] - v[i] <= low) ++from;
    for (std::size_t j = from; j < v.size() && v[j] - v[i] <= high; ++j)
      list.push_back(v[j] - v[i]);
  }
  const auto wanted = list.begin() + static_cast<std::ptrdiff_t>(k - before - 1);
  std::nth_element(list.begin(), wanted, list.end());
  return *wanted;
}

/** The k-th smallest difference, k from 1 to n(n − 1)/2, exactly.

  A bracket on the value is narrowed by counts; its ends are true differences, so that ties end
  the search; once at most 2n differences are left they are listed.
  Cost  O(n log n), O(n) memory.
*/
[[nodiscard]] inline double kth_pair_difference(std::span<const double> v,
                                                std::uint64_t k) {
  const std::uint64_t n = v.size();
  double low = -1, first = 0, high = v.back() - v.front();
  std::uint64_t below = 0, upto = n * (n - 1) / 2;
  for (int step = 0; first < high && upto - below > 2 * n; ++step) {
    const double share =
        static_cast<double>(k - below) / static_cast<double>(upto - below);
    double bound = first + (high - first) * (step % 3 == 2 ? 0.5 : share);
    if (!(bound >= first && bound < high)) bound = first;
    const pair_count c = count_pairs(v, bound);
    if (c.count >= k) {
      high = c.below;
      upto = c.count;
    } else {
      low = bound;
      below = c.count;
      first = c.above;
    }
  }
  return first >= high ? high : select_listed_pair(v, low, high, k, below);
}

}  // namespace ringtrial::detail
