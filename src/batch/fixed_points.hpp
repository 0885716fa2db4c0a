// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "medians_and_mads.hpp"
#include "sorted_columns.hpp"
#include <ringtrial/robust/algorithm_a.hpp>

#include <cmath>

namespace ringtrial::batch {

/// The fixed points of the lanes of a tile.
template <real T>
struct fixed_points {
  medians_and_mads<T> middle;
  algorithm_a_of_lanes<T> found;

  void find(const tile<T>& t, const algorithm_a_constants& constants) {
    alignas(64) double start[tile_width<T>];
    middle.find(t);
    for (std::size_t lane = 0; lane < tile_width<T>; ++lane)
      start[lane] = ringtrial::detail::robust_start(middle.mad(t.count(lane), lane));
    best_kernels<T>().algorithm_a(
        t, middle.medians(), start, constants,
        workspace<fixed_points, double>(algorithm_a_room(t.size)), found);
  }

  /// False where the single form must be asked.
  [[nodiscard]] bool of_lane(const tile<T>& t, std::size_t lane,
                             robust::algorithm_a_result<T>& out) const {
    if (!(found.settled[lane] > 0)) return false;
    if (std::isinf(static_cast<T>(found.scale[lane])))
      return false;  // beyond the largest float
    out.location = static_cast<T>(found.location[lane] + 0.0);
    out.scale = static_cast<T>(found.scale[lane] + 0.0);
    out.winsorized = row_number(found.winsorized[lane]);
    out.n = t.count(lane);
    out.iterations = static_cast<int>(found.steps[lane]);
    out.status = status_t::ok;
    return true;
  }
};

}  // namespace ringtrial::batch
