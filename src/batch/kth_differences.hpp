// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "sorted_columns.hpp"
#include <ringtrial/detail/pairs.hpp>

namespace ringtrial::batch {

/// The rank-th smallest difference of every lane of a sorted tile, from 1.
template <real T>
class kth_differences {
 public:
  void set_rank(const tile<T>& t, std::size_t lane, std::uint64_t rank) {
    const std::size_t n = t.count(lane);
    const values_of_lane value(t, lane);
    rank_[lane] = static_cast<double>(rank);
    start_[lane] = rank == 0 ? 0
                             : ringtrial::detail::normal_pair_difference(
                                   static_cast<double>(n), rank_[lane],
                                   value[n - 1 - n / 4] - value[n / 4]);
  }
  void find(const tile<T>& t) {
    best_kernels<T>().kth_differences(t, rank_, start_, found_);
  }
  /// NaN where the single form must be asked.
  [[nodiscard]] double operator[](std::size_t lane) const noexcept {
    return found_[lane];
  }

 private:
  alignas(64) double rank_[tile_width<T>], start_[tile_width<T>], found_[tile_width<T>];
};

}  // namespace ringtrial::batch
