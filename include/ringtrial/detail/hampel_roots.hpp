// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/prefix_sums.hpp>

namespace ringtrial::detail {

/// Corners of Hampel's function, in scales.
struct hampel_corners {
  double a, b, c;
};

/// An interval on which the sum is zero; a point as a rule.
struct root_interval {
  double from, to;
};

/// Intercept and slope of Σψ between two neighbouring breakpoints.
struct linear_piece {
  double intercept = 0, slope = 0;
  [[nodiscard]] double at(double t) const noexcept { return intercept + slope * t; }
  [[nodiscard]] double root() const noexcept { return -intercept / slope; }
};

/// Where the values that count alike begin, in ascending order: out of reach below, in the lower
/// slope, on the lower plateau, counted in full, on the upper plateau, in the upper slope; each ends
/// where the next begins.
struct hampel_positions {
  std::size_t out = 0, fall = 0, flat = 0, upper = 0, fading = 0, end = 0;
  friend bool operator==(const hampel_positions&, const hampel_positions&) = default;
};

/// Σψ between the neighbouring breakpoints; sum(from, to) of the values in scales.
template <class Sum>
[[nodiscard]] linear_piece hampel_piece(const hampel_positions& p,
                                        const hampel_corners& k, const Sum& sum) {
  const auto count = [](std::size_t from, std::size_t to) {
    return static_cast<double>(to) - static_cast<double>(from);
  };
  const double steep = k.a / (k.c - k.b);
  linear_piece f;
  f.intercept =
      sum(p.flat, p.upper) + k.a * (count(p.upper, p.fading) - count(p.fall, p.flat));
  f.intercept += steep * (k.c * (count(p.fading, p.end) - count(p.out, p.fall)) -
                          (sum(p.fading, p.end) + sum(p.out, p.fall)));
  f.slope =
      steep * (count(p.fading, p.end) + count(p.out, p.fall)) - count(p.flat, p.upper);
  return f;
}

/** Σψ(yᵢ − T) of sorted values in scales, as a function of T.

  It is linear between neighbouring breakpoints yᵢ ± a, yᵢ ± b, yᵢ ± c. Each of these six lists is
  sorted, so one walk through all of them meets every piece; how far it has got in each list tells
  which values count how. Where the sum is so far from 0 that its slope cannot bring it there, the
  walk leaps.
*/
class hampel_sum {
 public:
  hampel_sum(const prefix_sums& y, hampel_corners corners) : y_(y), k_(corners) {}

  /// All roots in ascending order; neighbouring zero intervals are one.
  [[nodiscard]] std::vector<root_interval> roots() {
    double from = y_.values().front() - k_.c;
    pass(from);
    std::size_t steps = 0;
    for (double to = next(); std::isfinite(to); to = next()) {
      const linear_piece f = piece();
      look(f, from, to);
      pass(to);
      from = to;
      if (++steps % steps_before_a_leap == 0) from = leap(from, f.at(to));
    }
    return std::move(found_);
  }

 private:
  [[nodiscard]] double next() const noexcept {
    const auto y = [&](std::size_t i) { return y_.value_or_infinity(i); };
    return std::min({y(at_.out) + k_.c, y(at_.fall) + k_.b, y(at_.flat) + k_.a,
                     y(at_.upper) - k_.a, y(at_.fading) - k_.b, y(at_.end) - k_.c});
  }

  void pass(double t) noexcept {
    const auto skip = [&](std::size_t& i, double corner) {
      while (y_.value_or_infinity(i) + corner <= t) ++i;
    };
    skip(at_.out, k_.c);
    skip(at_.fall, k_.b);
    skip(at_.flat, k_.a);
    skip(at_.upper, -k_.a);
    skip(at_.fading, -k_.b);
    skip(at_.end, -k_.c);
  }

  /// As far as the sum has no root, if `value` is what it is here: its slope is at most that of ψ
  /// times the number of values within reach.
  double leap(double t, double value) {
    const double steepest = std::max(1.0, k_.a / (k_.c - k_.b));
    const double margin = 0.99 * (std::abs(value) - 2 * zero());
    const double hoped = margin / (steepest * count(at_.out, at_.end));
    if (!(hoped > 0) || !std::isfinite(hoped)) return t;
    const std::size_t end = y_.up_to(t + hoped + k_.c);
    t += margin / (steepest * count(at_.out, end));
    at_ = {y_.up_to(t - k_.c), y_.up_to(t - k_.b), y_.up_to(t - k_.a),
           y_.up_to(t + k_.a), y_.up_to(t + k_.b), y_.up_to(t + k_.c)};
    pass(t);
    return t;
  }

  [[nodiscard]] static double count(std::size_t from, std::size_t to) noexcept {
    return static_cast<double>(to) - static_cast<double>(from);
  }

  /// Sums up to this are 0: rounding may have moved them.
  [[nodiscard]] double zero() const noexcept {
    return 1e-13 * static_cast<double>(y_.size());
  }

  [[nodiscard]] linear_piece piece() const {
    return hampel_piece(
        at_, k_, [this](std::size_t from, std::size_t to) { return y_.sum(from, to); });
  }

  /// The roots on one piece.
  void look(linear_piece f, double from, double to) {
    const double f1 = f.at(from), f2 = f.at(to);
    const bool zero1 = std::abs(f1) <= zero(), zero2 = std::abs(f2) <= zero();
    if (zero1 && zero2) {
      if (counts_any(midpoint(from, to))) add(from, to);
      return;
    }
    if (zero1 && counts_any(from)) add(from, from);
    if (!zero1 && !zero2 && (f1 > 0) != (f2 > 0)) {
      const double root = std::clamp(f.root(), from, to);
      add(root, root);
    }
    if (zero2 && counts_any(to)) add(to, to);
  }

  /// At least one value is nearer than c, by more than rounding.
  [[nodiscard]] bool counts_any(double t) const {
    const double reach = k_.c - 1e-12 * (k_.c + std::abs(t));
    return y_.below(t + reach) > y_.up_to(t - reach);
  }

  void add(double from, double to) {
    if (!found_.empty() && from <= found_.back().to)
      found_.back().to = std::max(found_.back().to, to);
    else
      found_.push_back({from, to});
  }

  static constexpr std::size_t steps_before_a_leap = 64;

  const prefix_sums& y_;
  hampel_corners k_;
  hampel_positions at_;
  std::vector<root_interval> found_;
};

struct hampel_location {
  double location = not_a_number;
  std::size_t roots = 0;
};

/// The root nearest the median; the median itself if two are equally near.
[[nodiscard]] inline hampel_location hampel_of_sorted(std::span<const double> v,
                                                      double scale,
                                                      hampel_corners corners) {
  const double median = median_of_sorted(v);
  buffer<double> scaled(v.size());
  for (std::size_t i = 0; i < v.size(); ++i) scaled[i] = (v[i] - median) / scale;
  const prefix_sums y(scaled, 0);
  const auto roots = hampel_sum(y, corners).roots();
  double nearest = not_a_number, second = not_a_number;
  for (const auto& root : roots) {
    const double t = std::clamp(0.0, root.from, root.to);
    if (!(std::abs(t) >= std::abs(nearest))) {
      second = nearest;
      nearest = t;
    } else if (!(std::abs(t) >= std::abs(second))) {
      second = t;
    }
  }
  const bool tie = std::abs(second) - std::abs(nearest) <= 1e-9;
  return {tie ? median : median + scale * nearest, roots.size()};
}

}  // namespace ringtrial::detail
