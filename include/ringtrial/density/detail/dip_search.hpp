// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace ringtrial::density::detail {

/** The dip of sorted values, n ≥ 2, not all equal.

  Hull knots of the empirical distribution: below the modal interval those of the greatest convex
  minorant, above it those of the least concave majorant. The interval shrinks until the two hulls are
  nowhere farther apart in it than the dip outside. Distances are counted in values, so the dip is
  distance/(2n).

  Source  Hartigan, Appl. Statist. 34 (1985) 320, AS 217, with the corrections of R's diptest.
*/
class dip_search {
 public:
  explicit dip_search(std::span<const double> x)
      : x_(x), high_(x.size() - 1), below_(x.size()), above_(x.size()) {
    link_hulls();
    while (shrink()) {
    }
  }

  [[nodiscard]] double dip() const noexcept {
    return distance_ / (2 * static_cast<double>(x_.size()));
  }
  [[nodiscard]] double lower() const noexcept { return x_[low_]; }
  [[nodiscard]] double upper() const noexcept { return x_[high_]; }

 private:
  [[nodiscard]] static double number(std::size_t from, std::size_t to) noexcept {
    return static_cast<double>(to) - static_cast<double>(from);
  }

  /// Each value's neighbour on the hull of the values below it, and above it.
  void link_hulls() {
    const std::size_t last = x_.size() - 1;
    for (std::size_t j = 1; j <= last; ++j) {
      std::size_t k = j - 1;
      while (k != 0 && !steeper(j, k, below_[k])) k = below_[k];
      below_[j] = k;
    }
    above_[last] = last;
    for (std::size_t j = last; j-- > 0;) {
      std::size_t k = j + 1;
      while (k != last && !steeper(j, k, above_[k])) k = above_[k];
      above_[j] = k;
    }
  }

  /// Whether the distribution climbs faster between j and k than between k and l.
  [[nodiscard]] bool steeper(std::size_t j, std::size_t k, std::size_t l) const noexcept {
    return (x_[j] - x_[k]) * number(l, k) < (x_[k] - x_[l]) * number(k, j);
  }

  [[nodiscard]] static std::vector<std::size_t> path(const std::vector<std::size_t>& next,
                                                     std::size_t from, std::size_t to) {
    std::vector<std::size_t> knots = {from};
    while (knots.back() != to) knots.push_back(next[knots.back()]);
    return knots;
  }

  /// How far value k lies above the chord of the minorant from a to b.
  [[nodiscard]] double above_chord(std::size_t k, std::size_t a,
                                   std::size_t b) const noexcept {
    return number(a, k) + 1 - (x_[k] - x_[a]) * number(a, b) / (x_[b] - x_[a]);
  }
  /// How far value k lies below the chord of the majorant from a to b.
  [[nodiscard]] double below_chord(std::size_t k, std::size_t a,
                                   std::size_t b) const noexcept {
    return (x_[k] - x_[a]) * number(a, b) / (x_[b] - x_[a]) - (number(a, k) - 1);
  }

  /// Greatest distance of the two hulls, and the knots where it is.
  struct separation {
    double distance = 0;
    std::size_t on_minorant, on_majorant;
  };

  [[nodiscard]] static separation widest(const dip_search& s,
                                         const std::vector<std::size_t>& minorant,
                                         const std::vector<std::size_t>& majorant) {
    separation w{0, minorant.size() - 1, majorant.size() - 1};
    if (minorant.size() == 2 && majorant.size() == 2) return {1, 1, 1};
    std::size_t i = minorant.size() - 2, j = 1;
    do {
      const std::size_t g = minorant[i], l = majorant[j];
      const bool ahead = g > l;
      const double d = ahead ? s.above_chord(l, minorant[i + 1], g)
                             : s.below_chord(g, majorant[j - 1], l);
      if (d >= w.distance) w = {d, ahead ? i + 1 : i, j};
      if (ahead)
        j = std::min(j + 1, majorant.size() - 1);
      else if (i > 0)
        --i;
    } while (minorant[i] != majorant[j]);
    return w;
  }

  /// Greatest distance of the distribution from the hulls outside the new interval.
  [[nodiscard]] double outside(const std::vector<std::size_t>& minorant, std::size_t i,
                               const std::vector<std::size_t>& majorant,
                               std::size_t j) const {
    double most = 0;
    for (; i + 1 < minorant.size(); ++i)
      most = std::max(
          most, along_chord(minorant[i + 1], minorant[i], &dip_search::above_chord));
    for (; j + 1 < majorant.size(); ++j)
      most = std::max(
          most, along_chord(majorant[j], majorant[j + 1], &dip_search::below_chord));
    return most;
  }

  [[nodiscard]] double along_chord(std::size_t a, std::size_t b,
                                   double (dip_search::*distance)(std::size_t,
                                                                  std::size_t,
                                                                  std::size_t)
                                       const noexcept) const {
    double most = 1;
    if (b - a <= 1 || x_[a] == x_[b]) return most;
    for (std::size_t k = a; k <= b; ++k)
      most = std::max(most, (this->*distance)(k, a, b));
    return most;
  }

  /// One narrower interval; false when done.
  bool shrink() {
    const auto minorant = path(below_, high_, low_), majorant = path(above_, low_, high_);
    const auto w = widest(*this, minorant, majorant);
    if (w.distance < distance_) return false;
    distance_ =
        std::max(distance_, outside(minorant, w.on_minorant, majorant, w.on_majorant));
    const std::size_t low = minorant[w.on_minorant], high = majorant[w.on_majorant];
    if (low == low_ && high == high_) return false;
    low_ = low;
    high_ = high;
    return true;
  }

  std::span<const double> x_;
  std::size_t low_ = 0, high_;
  std::vector<std::size_t> below_, above_;
  double distance_ = 1;
};

}  // namespace ringtrial::density::detail
