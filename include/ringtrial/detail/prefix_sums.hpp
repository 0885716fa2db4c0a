// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/sorted.hpp>

#include <cstddef>
#include <span>

namespace ringtrial::detail {

/** Sums of runs of sorted values and of their squares.

  The values are taken relative to a centre and summed from the middle outward: prefix sums from
  one end would subtract the squares of far outliers from each other.
*/
class prefix_sums {
 public:
  prefix_sums(std::span<const double> sorted, double centre)
      : values_(sorted.size() + 1),
        first_(sorted.size() + 1),
        second_(sorted.size() + 1) {
    const std::size_t n = sorted.size(), middle = n / 2;
    for (std::size_t i = 0; i < n; ++i) values_[i] = sorted[i] - centre;
    values_[n] = std::numeric_limits<double>::infinity();
    first_[middle] = second_[middle] = 0;
    for (std::size_t i = middle; i < n; ++i) {
      first_[i + 1] = first_[i] + values_[i];
      second_[i + 1] = second_[i] + values_[i] * values_[i];
    }
    for (std::size_t i = middle; i-- > 0;) {
      first_[i] = first_[i + 1] - values_[i];
      second_[i] = second_[i + 1] - values_[i] * values_[i];
    }
  }

  [[nodiscard]] std::size_t size() const noexcept { return values_.size() - 1; }
  /// Relative to the centre.
  [[nodiscard]] std::span<const double> values() const noexcept {
    return {values_.data(), size()};
  }
  [[nodiscard]] double value_or_infinity(std::size_t i) const noexcept {
    return values_[i];
  }
  /// Σ over [from, to).
  [[nodiscard]] double sum(std::size_t from, std::size_t to) const noexcept {
    return first_[to] - first_[from];
  }
  /// Σ of squares over [from, to).
  [[nodiscard]] double squares(std::size_t from, std::size_t to) const noexcept {
    return second_[to] - second_[from];
  }
  /// How many values are below t.
  [[nodiscard]] std::size_t below(double t) const noexcept {
    return static_cast<std::size_t>(
        std::lower_bound(values_.begin(), values_.end() - 1, t) - values_.begin());
  }
  /// How many values are at most t.
  [[nodiscard]] std::size_t up_to(double t) const noexcept {
    return static_cast<std::size_t>(
        std::upper_bound(values_.begin(), values_.end() - 1, t) - values_.begin());
  }

 private:
  buffer<double> values_, first_, second_;
};

}  // namespace ringtrial::detail
