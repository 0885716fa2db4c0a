// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/huber_location.hpp>

#include <optional>

namespace ringtrial::detail {

/** The fixed point of Algorithm A on sorted values, found in finitely many steps.

  With a values below, b above and m inside of mean μ and squares SS about it, d = k(b − a)/m,
      s*² = SS / ((p − 1)/c² − (a + b)k² − m d²),   x* = μ + d·s*
  (sums of ψ and ψ² set to their targets, the winsorised values written as x* ± k s*). The sets
  follow from the pair and the pair from the sets until they agree.
*/
class algorithm_a_fixed_point {
 public:
  struct pair {
    double location = not_a_number;  ///< relative to the centre of the sums
    double scale = not_a_number;
  };

  algorithm_a_fixed_point(const prefix_sums& values, double k, double c)
      : d_(values),
        k_(k),
        c_(c),
        target_(static_cast<double>(values.size() - 1) / (c * c)) {}

  /// No positive scale reproduces itself: too many values agree with their median.
  [[nodiscard]] bool has_zero_scale() const {
    const auto x = d_.values();
    const std::size_t n = x.size(), h = n / 2;
    if (n % 2 == 0 && x[h - 1] < x[h]) return target_ >= static_cast<double>(n) * k_ * k_;
    const std::size_t below = d_.below(x[h]), above = n - d_.up_to(x[h]);
    return denominator({below, above}) >= 0;
  }

  [[nodiscard]] pair solve(double start_scale, int& steps) const {
    if (const auto settled = active_set({0, start_scale}, steps)) return *settled;
    return safeguarded(steps);
  }

  /// Winsorised mean and standard deviation about (x*, s*): the step printed in the standard.
  [[nodiscard]] pair printed_step(pair p) const {
    const double w = k_ * p.scale, n = static_cast<double>(d_.size());
    const auto [below, above] = sets_about(d_, p.location, w);
    const std::size_t end = d_.size() - above;
    const double a = static_cast<double>(below), b = static_cast<double>(above);
    const double low = p.location - w, high = p.location + w;
    const double mean = (d_.sum(below, end) + a * low + b * high) / n;
    double squares = a * (low - mean) * (low - mean) + b * (high - mean) * (high - mean);
    for (std::size_t i = below; i < end; ++i)
      squares += (d_.values()[i] - mean) * (d_.values()[i] - mean);
    return {mean, c_ * std::sqrt(squares / (n - 1))};
  }

 private:
  [[nodiscard]] double inside(window_sets s) const {
    return static_cast<double>(d_.size() - s.below - s.above);
  }
  [[nodiscard]] double shift(window_sets s) const {
    return k_ * (static_cast<double>(s.above) - static_cast<double>(s.below)) / inside(s);
  }
  [[nodiscard]] double denominator(window_sets s) const {
    const double outside = static_cast<double>(s.below + s.above);
    return target_ - outside * k_ * k_ - inside(s) * shift(s) * shift(s);
  }

  /// Sums over the inside values in sorted order, so that no path to the sets shows in the bits.
  [[nodiscard]] std::optional<pair> closed_form(window_sets s) const {
    if (s.below + s.above >= d_.size()) return std::nullopt;
    const std::size_t end = d_.size() - s.above;
    const double m = inside(s), mean = d_.sum(s.below, end) / m, denom = denominator(s);
    const double squares = d_.squares(s.below, end) - m * mean * mean;
    if (!(denom > 0 && squares > 0)) return std::nullopt;
    const double scale = std::sqrt(squares / denom);
    return pair{mean + shift(s) * scale, scale};
  }

  [[nodiscard]] std::optional<pair> exact(window_sets s) const {
    const std::size_t end = d_.size() - s.above;
    if (end <= s.below) return std::nullopt;
    double sum = 0, squares = 0;
    for (std::size_t i = s.below; i < end; ++i) sum += d_.values()[i];
    const double mean = sum / inside(s), denom = denominator(s);
    for (std::size_t i = s.below; i < end; ++i)
      squares += (d_.values()[i] - mean) * (d_.values()[i] - mean);
    if (!(denom > 0 && squares > 0)) return std::nullopt;
    const double scale = std::sqrt(squares / denom);
    return pair{mean + shift(s) * scale, scale};
  }

  [[nodiscard]] std::optional<pair> active_set(pair p, int& steps) const {
    constexpr int most = 12;
    for (int i = 0; i < most; ++i, ++steps) {
      const window_sets sets = sets_about(d_, p.location, k_ * p.scale);
      const auto next = closed_form(sets);
      p = next ? *next : printed_step(p);
      if (!(p.scale > 0)) return std::nullopt;
      if (next && sets == sets_about(d_, p.location, k_ * p.scale)) return exact(sets);
    }
    return std::nullopt;
  }

  /// Σψ² at the Huber location of this scale, minus its target: its sign decides, since the joint
  /// problem is convex.
  [[nodiscard]] bool too_small(double scale, double location) const {
    const double w = k_ * scale;
    const auto [below, above] = sets_about(d_, location, w);
    double squares = static_cast<double>(below + above) * w * w;
    for (std::size_t i = below; i < d_.size() - above; ++i)
      squares += (d_.values()[i] - location) * (d_.values()[i] - location);
    return squares > target_ * scale * scale;
  }

  [[nodiscard]] pair safeguarded(int& steps) const {
    const auto x = d_.values();
    const double n = static_cast<double>(x.size());
    double low = 0, high = 2 * c_ * (x.back() - x.front()) * std::sqrt(n / (n - 1));
    double scale = high / 4;
    constexpr int most = 2000;
    constexpr double last_bits = 4 * std::numeric_limits<double>::epsilon();
    for (int i = 0; i < most && high - low > last_bits * high; ++i, ++steps) {
      const double location = huber_location(d_, k_ * scale);
      (too_small(scale, location) ? low : high) = scale;
      const window_sets sets = sets_about(d_, location, k_ * scale);
      const auto next = closed_form(sets);
      if (next && sets == sets_about(d_, next->location, k_ * next->scale))
        if (const auto settled = exact(sets)) return *settled;
      const double jump = next ? next->scale : not_a_number;
      scale = i % 2 == 0 && jump > low && jump < high ? jump : midpoint(low, high);
    }
    const double location = huber_location(d_, k_ * scale);
    const auto polished = exact(sets_about(d_, location, k_ * scale));
    const bool close = polished && std::abs(polished->scale - scale) < 1e-9 * scale;
    return close ? *polished : pair{location, scale};
  }

  const prefix_sums& d_;
  double k_, c_, target_;
};

}  // namespace ringtrial::detail
