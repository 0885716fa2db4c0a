// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/sorted.hpp>

#include <optional>

namespace ringtrial::detail {

/// An order statistic and the next one (itself, where it is the last).
struct neighbours {
  double at = not_a_number, next = not_a_number;
};

/// How many values are reported; nothing where selection is not the way: up to `sorting_to` values
/// sorting is as fast, and infinities and sizes whose differences overflow are left to it.
template <real T>
[[nodiscard]] std::optional<std::size_t> selectable(std::span<const T> x,
                                                    std::size_t sorting_to) noexcept {
  constexpr auto largest =
      static_cast<T>(std::min<double>(largest_difference, std::numeric_limits<T>::max()));
  if (x.size() <= sorting_to) return std::nullopt;
  std::int64_t missing = 0, ordinary = 0;
  for (const T value : x) {
    missing += value != value ? 1 : 0;
    ordinary += std::abs(value) <= largest ? 1 : 0;
  }
  const auto n = static_cast<std::size_t>(ordinary);
  if (n + static_cast<std::size_t>(missing) != x.size() || n <= sorting_to)
    return std::nullopt;
  return n;
}

/** Order statistics of f(value) over the reported values, without sorting them.

  Two order statistics of a sample of some n^(2/3) values bracket the wanted one; one pass counts
  what is below and keeps what is between. Where the bracket misses (an order made to defeat it),
  all values are partitioned.
  Cost  O(n).
*/
template <real T, class F>
class selection {
 public:
  /// n: how many are reported.
  selection(std::span<const T> x, std::size_t n, F f) : x_(x), n_(n), f_(f) {}

  /// k from 0.
  [[nodiscard]] neighbours operator()(std::size_t k) const {
    const auto [low, high] = bracket(k);
    buffer<double> kept(x_.size() + 1);
    std::size_t below = 0, count = 0;
    for (const T value : x_) {
      const double y = f_(value);
      kept[count] = y;
      below += y < low ? 1 : 0;
      count += (y >= low) & (y <= high) ? 1 : 0;
    }
    kept.shrink(count);
    const std::size_t wanted = std::min(k + 1, n_ - 1);
    if (below <= k && wanted < below + count) return pick(kept, k - below);
    count = 0;
    for (const T value : x_) {
      kept[count] = f_(value);
      count += value == value ? 1 : 0;
    }
    kept.shrink(count);
    return pick(kept, k);
  }

 private:
  struct range {
    double low, high;
  };

  [[nodiscard]] range bracket(std::size_t k) const {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double n = static_cast<double>(x_.size());
    const auto stride = static_cast<std::size_t>(0.7 * std::cbrt(n));
    buffer<double> sample(x_.size() / stride + 1);
    std::size_t m = 0;
    for (std::size_t i = stride / 2; i < x_.size(); i += stride) {
      sample[m] = f_(x_[i]);
      m += sample[m] == sample[m] ? 1 : 0;
    }
    sort_values({sample.data(), m});
    const double size = static_cast<double>(m), width = 1.25 * std::sqrt(size);
    const double at = size * (static_cast<double>(k) + 1) / static_cast<double>(n_);
    return {m == 0 || at - width < 0 ? -infinity
                                     : sample[static_cast<std::size_t>(at - width)],
            at + width >= size ? infinity : sample[static_cast<std::size_t>(at + width)]};
  }

  [[nodiscard]] static neighbours pick(buffer<double>& v, std::size_t k) {
    constexpr std::size_t few = 160;  // sorting them is quicker than guessing branches
    const auto at = v.begin() + k;
    if (v.size() <= few)
      sort_values({v.data(), v.size()});
    else
      std::nth_element(v.begin(), at, v.end());
    const auto next = at + 1 == v.end() ? at : std::min_element(at + 1, v.end());
    return {*at, *next};
  }

  std::span<const T> x_;
  std::size_t n_;
  F f_;
};

/// The same of values that are sorted.
[[nodiscard]] inline auto order_of_sorted(std::span<const double> v) noexcept {
  return [v](std::size_t k) {
    return neighbours{v[k], v[std::min(k + 1, v.size() - 1)]};
  };
}

/// The median from order(k), the order statistics of n values.
template <class Order>
[[nodiscard]] double median_by(std::size_t n, const Order& order) {
  const auto [at, next] = order((n - 1) / 2);
  return (n % 2 == 1 ? at : midpoint(at, next)) + 0.0;
}

/// The value itself, as double; −0 as 0.
struct as_double {
  template <real T>
  [[nodiscard]] double operator()(T value) const noexcept {
    return static_cast<double>(value) + 0.0;
  }
};

}  // namespace ringtrial::detail
