// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "tile.hpp"

#include <span>

namespace ringtrial::batch {

struct algorithm_a_constants {
  double k, c;
};

/// Algorithm A of every lane of a tile; where `settled` is 0 the single form must be asked.
template <real T>
struct algorithm_a_of_lanes {
  double location[tile_width<T>], scale[tile_width<T>], winsorized[tile_width<T>],
      steps[tile_width<T>], settled[tile_width<T>];
};

/// Numbers of room that Algorithm A needs for `size` rows.
[[nodiscard]] constexpr std::size_t algorithm_a_room(std::size_t size) noexcept {
  constexpr std::size_t most_lanes = 8;
  return (3 * size + 2) * most_lanes;
}

/// What runs in lanes, compiled for every instruction set.
template <real T>
struct kernels {
  /// Reads `size` rows of `tile_width` values, `stride` elements apart, and runs the exchanges.
  /// The rows may be those of the tile.
  void (*sort)(tile<T>& t, const T* from, std::ptrdiff_t stride,
               std::span<const exchange> network);
  /// For each lane the ⌈n/2⌉-th and the (⌊n/2⌋ + 1)-th smallest distance from `centre`.
  void (*middle_distances)(const tile<T>& t, const double* centre, double* lower,
                           double* upper);
  /// From the median and a first scale of each lane.
  void (*algorithm_a)(const tile<T>& t, const double* medians, const double* start,
                      const algorithm_a_constants& constants, double* room,
                      algorithm_a_of_lanes<T>& out);
};

/// The best that this processor can run; RINGTRIAL_ISA = baseline, avx2 or avx512 asks for less.
template <real T>
[[nodiscard]] const kernels<T>& best_kernels();

}  // namespace ringtrial::batch
