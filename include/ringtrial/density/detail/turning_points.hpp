// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/density/detail/gaussian_cells.hpp>
#include <ringtrial/detail/bracketed_root.hpp>
#include <ringtrial/detail/sorted.hpp>

#include <numeric>

namespace ringtrial::density::detail {

/// A root of f′; maxima and minima alternate, a maximum first.
struct turning_point {
  double origin = 0;  ///< a value near by
  double offset =
      0;  ///< from it, in bandwidths: finer than the unit of the values can say
  double height = 0;  ///< Σ weight · exp(−(u − t)²/2)
  bool maximum = true;

  /// In the unit of the values.
  [[nodiscard]] double at(double h) const noexcept { return origin + h * offset; }
};

/** All roots of f′ between the smallest and the largest value.

  Within four bandwidths of the values f′ and f″ are looked at every 1/32 bandwidth; a change of the
  sign of f′ between neighbours brackets a root. Where it has the same sign at both and |f′| falls at
  the left and rises at the right one, the root of f″ between them is found, and if f′ has the other
  sign there, two roots. Where |f′| falls at the left one and f‴ changes its sign so that it may rise
  between them, as where a symmetric mode splits, both roots of f″ are found: up to three roots; and
  likewise where it rises at both and may fall between them, as where a point looked at lies between the
  first two of those three: two roots.
  In an empty gap longer than eight bandwidths f″ > 0 throughout: its two ends are neighbours.

  Looks are taken at Taylor polynomials; where these leave the sign of f′ open, and for the roots
  themselves, every value that matters is summed.
*/
class turning_point_search {
 public:
  turning_point_search(const weighted_values& values, double h, bool with_minima)
      : values_(values), h_(h), with_minima_(with_minima) {}

  [[nodiscard]] std::vector<turning_point> run() {
    const std::size_t n = values_.at.size();
    if (n == 1) return {{values_.at[0], 0, values_.weight[0], true}};
    for (std::size_t first = 0; first < n;) {
      std::size_t last = first;
      while (last + 1 < n && gap_above(last) <= 2 * border) ++last;
      look_at_group(first, last);
      first = last + 1;
    }
    return std::move(found_);
  }

 private:
  static constexpr double border = 4, spacing = 1.0 / 32;
  static constexpr std::size_t terms = 16, in_block = 16;
  static constexpr double reach = gaussian_cells<terms>::reach;

  /// What is known of f′ at a point of the frame.
  struct look {
    double at = 0;
    int sign = 0;
    bool flattens = false;  ///< |f′| falls
    double third = 0;       ///< its sign is that of f‴
  };

  /// f′, f″ and f‴ at the points first, first + 1, … up to the last one.
  struct block {
    std::array<double, in_block> at, slope, curvature, third;

    void see(const gaussian_cells<terms>& cells, double from, double to,
             std::size_t first, std::size_t points) {
      const double centre =
          from + spacing * static_cast<double>(first - 1 + in_block / 2);
      std::array<double, in_block> distance;
      for (std::size_t k = 0; k < in_block; ++k) {
        at[k] =
            first + k >= points ? to : from + spacing * static_cast<double>(first + k);
        distance[k] = at[k] - centre;
      }
      const auto f = cells.about(centre);
      slope = f.of_order(1).at(distance);
      curvature = f.of_order(2).at(distance);
      third = f.of_order(3).at(distance);
    }
  };

  [[nodiscard]] double gap_above(std::size_t i) const {
    return (values_.at[i + 1] - values_.at[i]) / h_;
  }

  void look_at_group(std::size_t first, std::size_t last) {
    const bool lowest = first == 0, highest = last + 1 == values_.at.size();
    const auto frame = seen_from(values_, h_, first, last, border + reach);
    const double span = (values_.at[last] - values_.at[first]) / h_;
    look before = exact_look(frame, lowest ? 0 : -border);
    if (lowest || before.sign == 0) before.sign = sign_;
    if (before.sign != sign_) add_gap(first - 1);
    sign_ = before.sign;
    walk(frame, first, before, highest ? span : span + border, highest);
  }

  /// From point to point through one group; at its end f′ falls if it is the highest one.
  void walk(const standard_values& frame, std::size_t origin, look before, double to,
            bool highest) {
    const double from = before.at;
    const gaussian_cells<terms> cells(frame, from);
    const double unsure = (1e-9 + 1e-15 * (to - from)) *
                          std::accumulate(frame.weight.begin(), frame.weight.end(), 0.0);
    const auto points = std::max<std::size_t>(
        1, static_cast<std::size_t>(std::ceil((to - from) / spacing)));
    block b;
    for (std::size_t i = 1; i <= points; ++i) {
      const std::size_t k = (i - 1) % in_block;
      if (k == 0) b.see(cells, from, to, i, points);
      const double at = b.at[k], slope = b.slope[k];
      look here{at, slope > 0 ? 1 : -1, slope * b.curvature[k] < 0, b.third[k]};
      if (std::abs(slope) <= unsure) here = exact_look(frame, at);
      if (i == points && highest) here.sign = -1;
      if (here.sign == 0) continue;  // the change of sign around it brackets the root
      note(frame, origin, before, here);
      before = here;
    }
  }

  /// A slope of nothing but rounding has no sign.
  [[nodiscard]] static look exact_look(const standard_values& frame, double at) {
    constexpr double rounding = 1e-15;
    const auto s = sum_at(frame, at);
    const int sign = (s.slope > 0) - (s.slope < 0);
    return {at, std::abs(s.slope) > rounding * s.total ? sign : 0,
            s.slope * s.curvature < 0, s.third};
  }

  /// The roots between neighbouring points.
  void note(const standard_values& frame, std::size_t origin, look a, look b) {
    if (a.flattens && a.third * a.sign > 0 && b.third * a.sign < 0 &&
        note_bend(frame, origin, a, b))
      return;
    if (a.sign != b.sign) return add_root(frame, origin, a.at, b.at);
    if (b.flattens) return;
    const double falling = where_it_falls(frame, a, b);
    if (std::isnan(falling)) return;
    const double flat = root_of(frame, &gaussian_sum::curvature, falling, b.at);
    if (sum_at(frame, flat).slope * a.sign >= 0) return;
    add_root(frame, origin, a.at, flat);
    add_root(frame, origin, flat, b.at);
  }

  /// Where |f′|, which rises at the right point, falls before: at the left one, or where it falls fastest
  /// between them; NaN if it does not.
  [[nodiscard]] static double where_it_falls(const standard_values& frame, const look& a,
                                             const look& b) {
    constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();
    if (a.flattens) return a.at;
    if (a.third * a.sign >= 0 || b.third * a.sign <= 0) return nowhere;
    const double fastest = root_of(frame, &gaussian_sum::third, a.at, b.at);
    return sum_at(frame, fastest).curvature * a.sign < 0 ? fastest : nowhere;
  }

  /// Where |f′| falls at both points, but rises between them from `first` to `second`: up to three roots,
  /// one in each piece. False if it does not rise.
  bool note_bend(const standard_values& frame, std::size_t origin, look a, look b) {
    const auto seen = [&](double t, double gaussian_sum::*part) {
      return sum_at(frame, t).*part * a.sign;
    };
    const double peak = root_of(frame, &gaussian_sum::third, a.at, b.at);
    if (seen(peak, &gaussian_sum::curvature) <= 0 ||
        seen(b.at, &gaussian_sum::curvature) >= 0)
      return false;
    const double first = root_of(frame, &gaussian_sum::curvature, a.at, peak);
    const double second = root_of(frame, &gaussian_sum::curvature, peak, b.at);
    const bool falls = seen(first, &gaussian_sum::slope) < 0;
    const bool rises = falls && seen(second, &gaussian_sum::slope) > 0;
    if (falls) add_root(frame, origin, a.at, first);
    if (rises) add_root(frame, origin, first, second);
    if (falls == rises && a.sign != b.sign) add_root(frame, origin, second, b.at);
    return true;
  }

  [[nodiscard]] static double root_of(const standard_values& frame,
                                      double gaussian_sum::*part, double from,
                                      double to) {
    const auto f = [&](double t) { return sum_at(frame, t).*part; };
    return ringtrial::detail::bracketed_root(f, {from, f(from)}, {to, f(to)}, tolerance);
  }

  /// The antimode in the gap above a value.
  void add_gap(std::size_t below) {
    constexpr double endless = 1e15;  // the middle is the root to the last bit
    const double gap = gap_above(below);
    const auto frame =
        seen_from(values_, h_, below, below + (gap < endless ? 1 : 0), reach);
    if (gap < endless) return add_root(frame, below, border, gap - border);
    if (with_minima_)
      found_.push_back(
          {ringtrial::detail::midpoint(values_.at[below], values_.at[below + 1]), 0, 0,
           false});
    sign_ = -sign_;
  }

  void add_root(const standard_values& frame, std::size_t origin, double from,
                double to) {
    const bool maximum = sign_ > 0;
    sign_ = -sign_;
    if (!maximum && !with_minima_) return;
    const double root = root_of(frame, &gaussian_sum::slope, from, to);
    found_.push_back({values_.at[origin], root, sum_at(frame, root).height(), maximum});
  }

  static constexpr double tolerance = 1e-13;

  const weighted_values& values_;
  double h_;
  bool with_minima_;
  int sign_ = 1;  ///< of f′ at the last point looked at
  std::vector<turning_point> found_;
};

}  // namespace ringtrial::density::detail
