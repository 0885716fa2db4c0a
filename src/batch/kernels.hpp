// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "network.hpp"
#include "tile.hpp"
#include <ringtrial/batch/z.hpp>
#include <ringtrial/detail/hampel_roots.hpp>

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

/// What is known of the differences of each lane's values and a bound, as detail::pair_weight.
template <real T>
struct pair_counts_of_lanes {
  double count[tile_width<T>], below[tile_width<T>], above[tile_width<T>];
};

/// The values of each lane in scales about a centre, and their sums from the middle to each row.
struct scaled_rows {
  double *values, *sums;
};

/// The rows of detail::hampel_positions in each lane.
template <real T>
struct positions_of_lanes {
  double out[tile_width<T>], fall[tile_width<T>], flat[tile_width<T>],
      upper[tile_width<T>], fading[tile_width<T>], end[tile_width<T>];
};

/// Breakpoints of Hampel's sum nearer than this times (1 + c + |t|) to t are not told apart from it.
inline constexpr double hampel_margin = 1e-9;

/// What lies about a point of Hampel's sum in each lane: how near the nearest breakpoint is, and how
/// many values count in full, and fade, at least and at most, on the way there from the median.
template <real T>
struct surroundings_of_lanes {
  double nearest[tile_width<T>], full[tile_width<T>], fading[tile_width<T>];
};

/// Most lanes of double that are side by side in a vector.
inline constexpr std::size_t most_lanes = 8;

/// Numbers of room that Algorithm A needs for two groups of lanes of `size` rows.
[[nodiscard]] constexpr std::size_t algorithm_a_room(std::size_t size) noexcept {
  return 2 * (3 * size + 2) * most_lanes;
}

/// What runs in lanes, compiled for every instruction set.
template <real T>
struct kernels {
  /// Reads `size` rows of `tile_width` values, `stride` elements apart, and sorts them.
  /// The rows may be those of the tile.
  void (*sort)(tile<T>& t, const T* from, std::ptrdiff_t stride, const network& sorting);
  /// For each lane the ⌈n/2⌉-th and the (⌊n/2⌋ + 1)-th smallest distance from `centre`.
  void (*middle_distances)(const tile<T>& t, const double* centre, double* lower,
                           double* upper);
  /// Mean and standard deviation of each lane with two values or more.
  void (*moments)(const tile<T>& t, const double* medians, double* means, double* sds);
  /// For each lane the low median of the high medians of the distances, of Sn. `selecting` is for
  /// the middle rows; room: twice most_lanes numbers a row.
  void (*low_medians)(const tile<T>& t, const network& selecting, double* room,
                      double* out);
  /// Differences xⱼ − xᵢ, i < j, up to each lane's bound; none for a bound that is not a number.
  void (*count_pairs)(const tile<T>& t, const double* bound,
                      pair_counts_of_lanes<T>& out);
  /// For each lane the rank-th smallest difference, from 1, begun at `start`; NaN where the single
  /// form must be asked. Lanes of rank 0 are left alone.
  void (*kth_differences)(const tile<T>& t, const double* rank, const double* start,
                          double* out);
  /// Rows of tile_width values and sums; of the sums one more.
  void (*in_scales)(const tile<T>& t, const double* centre, const double* scale,
                    const scaled_rows& out);
  void (*positions)(const tile<T>& t, const scaled_rows& y, const double* at,
                    const ringtrial::detail::hampel_corners& corners,
                    positions_of_lanes<T>& out);
  void (*surroundings)(const tile<T>& t, const scaled_rows& y, const double* at,
                       const ringtrial::detail::hampel_corners& corners,
                       surroundings_of_lanes<T>& out);
  /// From the median and a first scale of each lane.
  void (*algorithm_a)(const tile<T>& t, const double* medians, const double* start,
                      const algorithm_a_constants& constants, double* room,
                      algorithm_a_of_lanes<T>& out);
  /// (x − x_pt)/σ_pt; false if one of them is infinite.
  bool (*quotients)(const detail::z_run& run);
};

/// The best that this processor can run; RINGTRIAL_ISA = baseline, avx2 or avx512 asks for less.
template <real T>
[[nodiscard]] const kernels<T>& best_kernels();

}  // namespace ringtrial::batch
