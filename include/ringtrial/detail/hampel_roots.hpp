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
};

/// Σψ(yᵢ − T) of sorted values in scales, as a function of T.
class hampel_sum {
 public:
  hampel_sum(const prefix_sums& y, hampel_corners corners) : y_(y), k_(corners) {}

  [[nodiscard]] linear_piece piece_at(double t) const {
    const std::size_t out = y_.below(t - k_.c), fall = y_.below(t - k_.b),
                      flat = y_.below(t - k_.a), upper = y_.up_to(t + k_.a),
                      fading = y_.up_to(t + k_.b), end = y_.up_to(t + k_.c);
    const double steep = k_.a / (k_.c - k_.b);
    const auto count = [](std::size_t from, std::size_t to) {
      return static_cast<double>(to - from);
    };
    linear_piece p;
    p.intercept = y_.sum(flat, upper) + k_.a * (count(upper, fading) - count(fall, flat));
    p.intercept += steep * (k_.c * (count(fading, end) - count(out, fall)) -
                            (y_.sum(fading, end) + y_.sum(out, fall)));
    p.slope = steep * (count(fading, end) + count(out, fall)) - count(flat, upper);
    return p;
  }

  /// At least one value is nearer than c, by more than rounding.
  [[nodiscard]] bool counts_any(double t) const {
    const double reach = k_.c - 1e-12 * (k_.c + std::abs(t));
    return y_.below(t + reach) > y_.up_to(t - reach);
  }

  [[nodiscard]] std::vector<double> breakpoints() const {
    std::vector<double> points;
    points.reserve(6 * y_.size());
    for (const double corner : {k_.a, k_.b, k_.c})
      for (const double value : y_.values()) {
        points.push_back(value - corner);
        points.push_back(value + corner);
      }
    sort_values(points);
    points.erase(std::unique(points.begin(), points.end()), points.end());
    return points;
  }

  /// All roots in ascending order; neighbouring zero intervals are one.
  [[nodiscard]] std::vector<root_interval> roots() const {
    std::vector<root_interval> found;
    const auto points = breakpoints();
    const double zero = 1e-13 * static_cast<double>(y_.size());
    const auto add = [&](double from, double to) {
      if (!found.empty() && from <= found.back().to)
        found.back().to = std::max(found.back().to, to);
      else
        found.push_back({from, to});
    };
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
      const double t1 = points[i], t2 = points[i + 1], middle = midpoint(t1, t2);
      const linear_piece p = piece_at(middle);
      const double f1 = p.at(t1), f2 = p.at(t2);
      const bool zero1 = std::abs(f1) <= zero, zero2 = std::abs(f2) <= zero;
      if (zero1 && zero2) {
        if (counts_any(middle)) add(t1, t2);
        continue;
      }
      if (zero1 && counts_any(t1)) add(t1, t1);
      if (!zero1 && !zero2 && (f1 > 0) != (f2 > 0))
        add(std::clamp(-p.intercept / p.slope, t1, t2),
            std::clamp(-p.intercept / p.slope, t1, t2));
      if (zero2 && counts_any(t2)) add(t2, t2);
    }
    return found;
  }

 private:
  const prefix_sums& y_;
  hampel_corners k_;
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
  std::vector<double> scaled(v.begin(), v.end());
  for (double& value : scaled) value = (value - median) / scale;
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
