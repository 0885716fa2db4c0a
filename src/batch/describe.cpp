// SPDX-License-Identifier: BSL-1.0
#include "fixed_points.hpp"
#include <ringtrial/batch/describe.hpp>
#include <ringtrial/robust/mad.hpp>
#include <ringtrial/robust/niqr.hpp>

namespace ringtrial::batch {
namespace {

/// The figures of the lanes of a tile.
class descriptions {
 public:
  void find(const tile<double>& t, const algorithm_a_constants& constants) {
    robust_.find(t, constants);
    best_kernels<double>().moments(t, robust_.middle.medians(), mean_, sd_);
  }

  /// False where the single form must be asked.
  [[nodiscard]] bool of_lane(const tile<double>& t, std::size_t lane,
                             round::statistics& out) const {
    robust::algorithm_a_result<double> pair;
    const std::size_t n = t.count(lane);
    if (n < 2 || !robust_.of_lane(t, lane, pair)) return false;
    const auto order = order_of_lane(t, lane);
    const auto range =
        ringtrial::detail::quartile_range_by(n, order, robust::quartile_rule::inclusive);
    out = {.n = n,
           .robust_mean = pair.location,
           .robust_sd = pair.scale,
           .iterations = pair.iterations,
           .status = pair.status,
           .median = robust_.middle.medians()[lane],
           .mad = mad_factor * robust_.middle.mad(n, lane) + 0.0,
           .niqr = niqr_factor * range + 0.0,
           .mean = mean_[lane] + 0.0,
           .sd = sd_[lane] + 0.0,
           .minimum = order(0).at,
           .maximum = order(n - 1).at};
    return true;
  }

 private:
  static constexpr double mad_factor = robust::mad_options<double>{}.factor,
                          niqr_factor = robust::niqr_options<double>{}.factor;
  fixed_points<double> robust_;
  alignas(64) double mean_[tile_width<double>], sd_[tile_width<double>];
};

}  // namespace

void describe(const table<double>& x, std::span<round::statistics> out) {
  const auto single = [](std::span<const double> sample) {
    return round::describe(sample);
  };
  check_call(x, out, "batch::describe", single);
  const robust::algorithm_a_options<double> standard;
  const algorithm_a_constants constants{standard.k,
                                        ringtrial::detail::correction_of(standard)};
  each_measurand<descriptions>(
      x, ringtrial::detail::purpose::squares, networks(x, sorting_network), out,
      [&](const tile<double>& t, descriptions& state) { state.find(t, constants); },
      [](const tile<double>& t, std::size_t lane, const descriptions& state,
         round::statistics& result) { return state.of_lane(t, lane, result); },
      single);
}

}  // namespace ringtrial::batch
