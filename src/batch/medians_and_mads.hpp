// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "sorted_columns.hpp"

namespace ringtrial::batch {

/// Median and raw median absolute deviation of every lane of a sorted tile.
template <real T>
class medians_and_mads {
 public:
  void find(const tile<T>& t) {
    for (std::size_t lane = 0; lane < tile_width<T>; ++lane)
      median_[lane] = median_of_lane(t, lane);
    best_kernels<T>().middle_distances(t, median_, lower_, upper_);
  }
  [[nodiscard]] const double* medians() const noexcept { return median_; }
  [[nodiscard]] double mad(std::size_t n, std::size_t lane) const noexcept {
    return n % 2 == 1 ? upper_[lane]
                      : ringtrial::detail::midpoint(lower_[lane], upper_[lane]);
  }

 private:
  alignas(64) double median_[tile_width<T>], lower_[tile_width<T>], upper_[tile_width<T>];
};

}  // namespace ringtrial::batch
