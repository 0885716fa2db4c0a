// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/buffer.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace ringtrial::detail {

/// What one pass over sorted values tells about the differences v[j] − v[i], i < j, and a bound.
struct pair_count {
  std::uint64_t count = 0;                                  ///< differences ≤ the bound
  double below = -std::numeric_limits<double>::infinity();  ///< the largest of them
  double above = std::numeric_limits<double>::infinity();  ///< the smallest of the others
};

/// Two pointers, O(n).
[[nodiscard]] inline pair_count count_pairs(std::span<const double> v,
                                            double bound) noexcept {
  pair_count r;
  for (std::size_t i = 0, j = 0; i < v.size(); ++i) {
    j = std::max(j, i + 1);
    while (j < v.size() && v[j] - v[i] <= bound) ++j;
    r.count += j - i - 1;
    if (j > i + 1) r.below = std::max(r.below, v[j - 1] - v[i]);
    if (j < v.size()) r.above = std::min(r.above, v[j] - v[i]);
  }
  return r;
}

/// Where the k-th smallest difference of n normal values is with this range of their quartiles, if
/// k is some quarter of all.
[[nodiscard]] inline double normal_pair_difference(double n, double k,
                                                   double quartile_range) noexcept {
  return 1.336 * (k / (n * (n - 1) / 2)) * quartile_range;
}

/** Search for the k-th smallest difference of sorted values, k from 1.

  A bracket on the value is narrowed by counts. Its ends are true differences, so that ties end the
  search; once at most 2n differences are left they are listed.
*/
class pair_search {
 public:
  pair_search(std::span<const double> sorted, std::uint64_t k)
      : v_(sorted), n_(sorted.size()), k_(k) {}

  [[nodiscard]] double run() {
    narrow(normal_pair_difference(static_cast<double>(n_), static_cast<double>(k_),
                                  v_[n_ - 1 - n_ / 4] - v_[n_ / 4]));
    for (int step = 0; first_ < high_ && upto_ - below_ > 2 * n_; ++step)
      narrow(step % 8 == 7 ? first_ + (high_ - first_) / 2 : beyond());
    return first_ >= high_ ? high_ : listed();
  }

 private:
  /// From the nearer end of the bracket to somewhat beyond k, further each time it falls short.
  [[nodiscard]] double beyond() const {
    const bool upwards = k_ - below_ < upto_ - k_;
    const double short_of = static_cast<double>(upwards ? k_ - below_ : upto_ - k_);
    const double step =
        (short_of + std::ldexp(0.5 * static_cast<double>(n_), misses_)) / slope_;
    return upwards ? first_ + step : high_ - step;
  }

  void narrow(double bound) {
    if (!(bound >= first_ && bound < high_)) bound = first_ + (high_ - first_) / 2;
    if (!(bound < high_)) bound = first_;
    const pair_count c = count_pairs(v_, bound);
    const double count = static_cast<double>(c.count);
    const double slope = (count - last_count_) / (bound - last_bound_);
    if (slope > 0 && std::isfinite(slope)) slope_ = slope;
    last_bound_ = bound;
    last_count_ = count;
    const bool from_above = c.count >= k_;
    misses_ = from_above == last_from_above_ ? misses_ + 1 : 0;
    last_from_above_ = from_above;
    if (from_above) {
      high_ = c.below;
      upto_ = c.count;
    } else {
      low_ = bound;
      below_ = c.count;
      first_ = c.above;
    }
  }

  /// Lists the differences above low_ and not above high_; below_ of all are smaller.
  [[nodiscard]] double listed() const {
    buffer<double> list(upto_ - below_);
    std::size_t count = 0;
    for (std::size_t i = 0, from = 0; i < v_.size(); ++i) {
      from = std::max(from, i + 1);
      while (from < v_.size() && v_[from] - v_[i] <= low_) ++from;
      for (std::size_t j = from; j < v_.size() && v_[j] - v_[i] <= high_; ++j)
        list[count++] = v_[j] - v_[i];
    }
    const auto wanted = list.begin() + (k_ - below_ - 1);
    std::nth_element(list.begin(), wanted, list.end());
    return *wanted;
  }

  std::span<const double> v_;
  std::uint64_t n_, k_;
  double low_ = -1, first_ = 0, high_ = v_.back() - v_.front();
  std::uint64_t below_ = 0, upto_ = n_ * (n_ - 1) / 2;
  double last_bound_ = 0, last_count_ = 0;
  double slope_ = 1;  ///< differences per unit, between the last two bounds
  bool last_from_above_ = false;
  int misses_ = 0;  ///< how often in turn the same end was moved
};

/// The k-th smallest difference, k from 1 to n(n − 1)/2, exactly; O(n log n), O(n) memory.
[[nodiscard]] inline double kth_pair_difference(std::span<const double> v,
                                                std::uint64_t k) {
  return pair_search(v, k).run();
}

}  // namespace ringtrial::detail
