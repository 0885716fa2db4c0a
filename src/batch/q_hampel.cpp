// SPDX-License-Identifier: BSL-1.0
#include "hampel_locations.hpp"
#include "q_scales.hpp"
#include <ringtrial/batch/q_hampel.hpp>

#include <cmath>

namespace ringtrial::batch {
namespace {

/// Scale and location of every lane of a tile.
template <real T>
class scales_and_locations {
 public:
  using result = robust::q_hampel_result<T>;

  void find(const tile<T>& t, const ringtrial::detail::hampel_corners& corners) {
    q_.find(t);
    for (std::size_t lane = 0; lane < tile_width<T>; ++lane)
      scale_[lane] =
          t.count(lane) < 2 ? ringtrial::detail::not_a_number : q_.scale(t, lane);
    hampel_.find(t, scale_, corners);
  }

  /// False where the single form must be asked.
  [[nodiscard]] bool of_lane(const tile<T>& t, std::size_t lane, result& out) const {
    const std::size_t n = t.count(lane);
    out = {.p = n, .n = n};
    if (n < 2) return true;
    const double scale = scale_[lane];
    const double location =
        scale == 0 ? median_of_lane(t, lane) : hampel_.location(lane, scale);
    out.location = static_cast<T>(location + 0.0);
    out.scale = static_cast<T>(scale + 0.0);
    out.status = ringtrial::detail::status_of_scale(scale);
    return !std::isnan(location) && std::isfinite(out.scale);
  }

 private:
  q_scales<T> q_;
  hampel_locations<T> hampel_;
  alignas(64) double scale_[tile_width<T>];
};

}  // namespace

template <real T>
void q_hampel(const table<T>& x,
              std::type_identity_t<std::span<robust::q_hampel_result<T>>> out,
              const robust::hampel_options<T>& options) {
  using state = scales_and_locations<T>;
  const auto single = [&](std::span<const T> sample) {
    return robust::q_hampel(sample, options);
  };
  check_call(x, out, "batch::q_hampel", single);
  const ringtrial::detail::hampel_corners corners{static_cast<double>(options.a),
                                                  static_cast<double>(options.b),
                                                  static_cast<double>(options.c)};
  each_measurand<state>(
      x, ringtrial::detail::purpose::differences, networks(x, sorting_network), out,
      [&](const tile<T>& t, state& found) { found.find(t, corners); },
      [](const tile<T>& t, std::size_t lane, const state& found, auto& result) {
        return found.of_lane(t, lane, result);
      },
      single);
}

template void q_hampel(const table<double>&, std::span<robust::q_hampel_result<double>>,
                       const robust::hampel_options<double>&);
template void q_hampel(const table<float>&, std::span<robust::q_hampel_result<float>>,
                       const robust::hampel_options<float>&);

}  // namespace ringtrial::batch
