// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "kth_differences.hpp"
#include <ringtrial/robust/q_method.hpp>

namespace ringtrial::batch {

/// The scale of the Q method of every lane of a sorted tile, each value a laboratory.
template <real T>
class q_scales {
 public:
  void find(const tile<T>& t) {
    for (std::size_t lane = 0; lane < tile_width<T>; ++lane)
      tolerance_[lane] = tolerance_of(t, lane);
    count(t, tolerance_, zero_);
    for (std::size_t lane = 0; lane < tile_width<T>; ++lane)
      reached_.set_rank(t, lane, rank_of(t, lane));
    reached_.find(t);
    ask(t, before_, [&](std::size_t i) { return g(t, i).before(reached_[i]); });
    ask(t, here_, [&](std::size_t i) { return g(t, i).here(at(before_, i)); });
    ask(t, beyond_,
        [&](std::size_t i) { return g(t, i).beyond(at(before_, i), at(here_, i)); });
  }

  /// Of a lane with at least two values; NaN where the single form must be asked.
  [[nodiscard]] double scale(const tile<T>& t, std::size_t lane) {
    if (ringtrial::detail::all_agree(zero(t, lane))) return 0;
    if (std::isnan(reached_[lane])) return ringtrial::detail::not_a_number;
    return g(t, lane).value(at(before_, lane), at(here_, lane), at(beyond_, lane)) /
           inverse_of_normal_g(target(t, lane));
  }

 private:
  using counts = pair_counts_of_lanes<T>;

  [[nodiscard]] static double total(const tile<T>& t, std::size_t lane) {
    const auto n = static_cast<double>(t.count(lane));
    return n * (n - 1) / 2;
  }
  [[nodiscard]] double zero(const tile<T>& t, std::size_t lane) const {
    return zero_.count[lane] / total(t, lane);
  }
  [[nodiscard]] double target(const tile<T>& t, std::size_t lane) const {
    return ringtrial::detail::target_above(zero(t, lane), 0.25);
  }
  [[nodiscard]] ringtrial::detail::inverse_of_g g(const tile<T>& t,
                                                  std::size_t lane) const {
    return {total(t, lane), tolerance_[lane], target(t, lane)};
  }
  [[nodiscard]] static ringtrial::detail::pair_weight at(const counts& c,
                                                         std::size_t lane) {
    return {c.count[lane], c.below[lane], c.above[lane]};
  }

  [[nodiscard]] static double tolerance_of(const tile<T>& t, std::size_t lane) {
    if (t.count(lane) < 2) return ringtrial::detail::not_a_number;
    return ringtrial::detail::decimal_tolerance(values_of_lane(t, lane), t.count(lane));
  }
  /// 0 where there is nothing to search for.
  [[nodiscard]] std::uint64_t rank_of(const tile<T>& t, std::size_t lane) const {
    if (t.count(lane) < 2 || ringtrial::detail::all_agree(zero(t, lane))) return 0;
    return static_cast<std::uint64_t>(ringtrial::detail::rank_reaching(
        target(t, lane) * total(t, lane), total(t, lane)));
  }

  static void count(const tile<T>& t, const double* bound, counts& out) {
    best_kernels<T>().count_pairs(t, bound, out);
  }
  template <class Bound>
  void ask(const tile<T>& t, counts& out, Bound bound_of) {
    alignas(64) double bound[tile_width<T>];
    for (std::size_t lane = 0; lane < tile_width<T>; ++lane)
      bound[lane] = t.count(lane) < 2 ? ringtrial::detail::not_a_number : bound_of(lane);
    count(t, bound, out);
  }

  /// Remembered: without ties all lanes ask for the same.
  [[nodiscard]] double inverse_of_normal_g(double target) {
    if (target != last_target_) {
      last_target_ = target;
      last_inverse_ = ringtrial::detail::inverse_of_normal_g(target);
    }
    return last_inverse_;
  }

  alignas(64) double tolerance_[tile_width<T>];
  counts zero_, before_, here_, beyond_;
  kth_differences<T> reached_;
  double last_target_ = 0, last_inverse_ = 0;
};

}  // namespace ringtrial::batch
