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

  [[nodiscard]] robust::algorithm_a_result<T> result(const tile<T>& t,
                                                     std::size_t lane) const {
    const auto scale = static_cast<T>(found.scale[lane] + 0.0);
    if (std::isinf(scale))  // beyond the largest float
      return {.n = t.count(lane), .status = status_t::not_finite};
    return {static_cast<T>(found.location[lane] + 0.0),
            scale,
            static_cast<std::size_t>(found.winsorized[lane]),
            t.count(lane),
            static_cast<int>(found.steps[lane]),
            status_t::ok};
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
  const auto network = sorting_exchanges(x.laboratories);
  each_measurand<fixed_points<T>>(
      x, ringtrial::detail::purpose::squares, network, out,
      [&](const tile<T>& t, auto& state) { state.find(t, constants); },
      [](const tile<T>& t, std::size_t lane,
         const auto& state) -> std::optional<robust::algorithm_a_result<T>> {
        if (!(state.found.settled[lane] > 0)) return std::nullopt;
        return state.result(t, lane);
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
