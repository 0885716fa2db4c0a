// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "sorted_columns.hpp"

namespace ringtrial::batch {

/** The root of Hampel's sum nearest the median in every lane of a sorted tile.

  From the median on, the root of the piece that a point lies on is the next point, until the piece
  stays. It is taken where it is the only root so near the median, for the sum falls all the way,
  and lies inside its piece, so that the walk of detail::hampel_sum comes to the same bits.
*/
template <real T>
class hampel_locations {
 public:
  /// scale: of each lane, positive; other lanes come to nothing.
  void find(const tile<T>& t, const double* scale,
            const ringtrial::detail::hampel_corners& corners) {
    const auto& run = best_kernels<T>();
    const std::size_t values = t.size * tile_width<T>;
    double* room = workspace<hampel_locations, double>(2 * values + tile_width<T>);
    const scaled_rows y{room, room + values};
    for (std::size_t lane = 0; lane < tile_width<T>; ++lane) {
      median_[lane] = median_of_lane(t, lane);
      at_[lane] = 0;
      settled_[lane] = false;
    }
    run.in_scales(t, median_, scale, y);
    for (int i = 0; i < most_steps && step(t, y, corners, i); ++i) {
    }
    surroundings_of_lanes<T> about;
    run.surroundings(t, y, at_, corners, about);
    for (std::size_t lane = 0; lane < tile_width<T>; ++lane)
      if (!(settled_[lane] && is_alone(about, lane, corners)))
        at_[lane] = ringtrial::detail::not_a_number;
  }

  /// NaN where the single form must be asked.
  [[nodiscard]] double location(std::size_t lane, double scale) const noexcept {
    return median_[lane] + scale * at_[lane];
  }

 private:
  static constexpr int most_steps = 8;

  /// True while a lane has not settled.
  [[nodiscard]] bool step(const tile<T>& t, const scaled_rows& y,
                          const ringtrial::detail::hampel_corners& corners, int i) {
    positions_of_lanes<T> now;
    best_kernels<T>().positions(t, y, at_, corners, now);
    bool all_settled = true;
    for (std::size_t lane = 0; lane < tile_width<T>; ++lane) {
      if (settled_[lane] || t.count(lane) == 0) continue;
      const auto here = positions_of(now, lane);
      settled_[lane] = i > 0 && here == last_[lane];
      if (settled_[lane]) continue;
      all_settled = false;
      last_[lane] = here;
      const auto sum = [&](std::size_t from, std::size_t to) {
        return y.sums[to * tile_width<T> + lane] - y.sums[from * tile_width<T> + lane];
      };
      at_[lane] = ringtrial::detail::hampel_piece(here, corners, sum).root();
    }
    return !all_settled;
  }

  [[nodiscard]] static ringtrial::detail::hampel_positions positions_of(
      const positions_of_lanes<T>& p, std::size_t lane) {
    const auto row = [lane](const double* rows) { return row_number(rows[lane]); };
    return {row(p.out),   row(p.fall),   row(p.flat),
            row(p.upper), row(p.fading), row(p.end)};
  }

  [[nodiscard]] bool is_alone(const surroundings_of_lanes<T>& about, std::size_t lane,
                              const ringtrial::detail::hampel_corners& k) const {
    const double margin = hampel_margin * (1 + k.c + std::abs(at_[lane]));
    const double steep = k.a / (k.c - k.b);
    return about.nearest[lane] > margin &&
           about.full[lane] - steep * about.fading[lane] >= 0.5;
  }

  alignas(64) double median_[tile_width<T>], at_[tile_width<T>];
  bool settled_[tile_width<T>];
  ringtrial::detail::hampel_positions last_[tile_width<T>];
};

}  // namespace ringtrial::batch
