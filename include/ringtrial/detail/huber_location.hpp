// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/prefix_sums.hpp>

namespace ringtrial::detail {

/// Values outside a window: how many below, how many above.
struct window_sets {
  std::size_t below = 0;
  std::size_t above = 0;
  friend bool operator==(const window_sets&, const window_sets&) = default;
};

[[nodiscard]] inline window_sets sets_about(const prefix_sums& d, double centre,
                                            double half_width) {
  return {d.below(centre - half_width), d.size() - d.up_to(centre + half_width)};
}

/// Σ min(max(dᵢ − t, −w), w).
[[nodiscard]] inline double clipped_sum(const prefix_sums& d, double t, double w) {
  const auto [below, above] = sets_about(d, t, w);
  const std::size_t end = d.size() - above;
  return (d.sum(below, end) - static_cast<double>(end - below) * t) +
         w * (static_cast<double>(above) - static_cast<double>(below));
}

/// The last of the breakpoints dᵢ + shift at which the clipped sum is still positive, and the
/// next one: between them it is linear.
[[nodiscard]] inline std::pair<double, double> bracket_of_root(const prefix_sums& d,
                                                               double w) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  double low = -infinity, high = infinity;
  for (const double shift : {-w, w}) {
    std::size_t from = 0, to = d.size();  // breakpoints [0, from) are positive
    while (from < to) {
      const std::size_t i = from + (to - from) / 2;
      if (clipped_sum(d, d.values()[i] + shift, w) > 0)
        from = i + 1;
      else
        to = i;
    }
    if (from > 0) low = std::max(low, d.values()[from - 1] + shift);
    if (from < d.size()) high = std::min(high, d.values()[from] + shift);
  }
  return {low, high};
}

/** Root t of Σ min(max(dᵢ − t, −w), w) = 0 relative to the centre of the sums; the middle where
    the root is an interval. O((log n)²).
*/
[[nodiscard]] inline double huber_location(const prefix_sums& d, double w) {
  const std::size_t n = d.size(), h = n / 2;
  if (n % 2 == 0 && d.values()[h] - d.values()[h - 1] >= 2 * w)
    return midpoint(d.values()[h - 1], d.values()[h]);
  const auto [low, high] = bracket_of_root(d, w);
  if (!std::isfinite(low)) return high;
  if (!std::isfinite(high)) return low;
  const auto [below, above] = sets_about(d, midpoint(low, high), w);
  const std::size_t end = n - above;
  if (end <= below) return low;
  const double pull = w * (static_cast<double>(above) - static_cast<double>(below));
  return std::clamp((d.sum(below, end) + pull) / static_cast<double>(end - below), low,
                    high);
}

}  // namespace ringtrial::detail
