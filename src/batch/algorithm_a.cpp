// SPDX-License-Identifier: BSL-1.0
#include "medians_and_mads.hpp"
#include "sorted_columns.hpp"
#include <ringtrial/batch/algorithm_a.hpp>

#include <cmath>

namespace ringtrial::batch {
namespace {

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

}  // namespace

template <real T>
void algorithm_a(const table<T>& x,
                 std::type_identity_t<std::span<robust::algorithm_a_result<T>>> out,
                 const robust::algorithm_a_options<T>& options) {
  const auto single = [&](std::span<const T> sample) {
    return robust::algorithm_a(sample, options);
  };
  check_call(x, out, "batch::algorithm_a", single);
  if (options.stopping != robust::stopping::fixed_point)
    return each_sample(x, out, single);
  const algorithm_a_constants constants{static_cast<double>(options.k),
                                        ringtrial::detail::correction_of(options)};
  each_measurand<fixed_points<T>>(
      x, ringtrial::detail::purpose::squares, networks(x, sorting_network), out,
      [&](const tile<T>& t, auto& state) { state.find(t, constants); },
      [](const tile<T>& t, std::size_t lane, const auto& state, auto& result) {
        return state.of_lane(t, lane, result);
      },
      single);
}

template void algorithm_a(const table<double>&,
                          std::span<robust::algorithm_a_result<double>>,
                          const robust::algorithm_a_options<double>&);
template void algorithm_a(const table<float>&,
                          std::span<robust::algorithm_a_result<float>>,
                          const robust::algorithm_a_options<float>&);

}  // namespace ringtrial::batch
