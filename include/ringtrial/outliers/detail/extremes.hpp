// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

/// The ends of a sorted sample in units of its spread, as Grubbs' tests see them.
namespace ringtrial::outliers::detail {

/// Equal in decimals is equal, though the statistics of both sides were rounded differently.
inline constexpr double tie = 1 + 1e-12;

/// The reported values and where the two largest and two smallest are; of equal ones the first.
struct reported_sample {
  std::vector<double> values;
  std::ptrdiff_t lowest = -1, second_lowest = -1, highest = -1, second_highest = -1;
  bool finite = true;

  template <class T>
  explicit reported_sample(std::span<const T> x) {
    for (std::size_t i = 0; i < x.size(); ++i)
      if (!std::isnan(x[i])) note(x, static_cast<std::ptrdiff_t>(i));
  }

  [[nodiscard]] bool all_equal() const noexcept { return lowest == highest; }

 private:
  template <class T>
  void note(std::span<const T> x, std::ptrdiff_t here) {
    const auto at = [&](std::ptrdiff_t i) { return x[static_cast<std::size_t>(i)]; };
    const auto enter = [&](std::ptrdiff_t& first, std::ptrdiff_t& second, auto beyond) {
      if (first < 0 || beyond(at(here), at(first))) {
        second = first;
        first = here;
      } else if (second < 0 || beyond(at(here), at(second))) {
        second = here;
      }
    };
    finite = finite && std::isfinite(at(here));
    enter(lowest, second_lowest, std::less<>());
    enter(highest, second_highest, std::greater<>());
    values.push_back(static_cast<double>(at(here)));
  }
};

/// Mean, from the smallest value, and Σ(x − x̄)², in units of a range and of its square.
struct moments {
  double mean = 0, squares = 0;
};

/// Two passes about the smallest value: differences of near values are exact, so that an offset
/// costs nothing; ascending, so that the order of the laboratories cannot show.
[[nodiscard]] inline moments moments_of(std::span<const double> sorted, double range) {
  if (sorted.empty()) return {};
  const auto n = static_cast<double>(sorted.size());
  double sum = 0, squares = 0, rest = 0;
  for (const double v : sorted) sum += (v - sorted.front()) / range;
  for (const double v : sorted) {
    const double d = (v - sorted.front()) / range - sum / n;
    squares += d * d;
    rest += d;
  }
  return {sum / n, squares - rest * rest / n};
}

/// Sorts, and brings the values below 1 in size by a power of two, whose exponent it returns: no
/// difference overflows, no square vanishes.
inline int sort_and_scale(std::vector<double>& values) {
  std::ranges::sort(values);
  const double largest = std::max(std::abs(values.front()), std::abs(values.back()));
  const int exponent = largest > 0 ? -std::ilogb(largest) - 1 : 0;
  for (double& v : values) v = std::scalbn(v, exponent);
  return exponent;
}

/// G or W with what is left of its range, (n − 1)² − nG² or 2(n − 1) − W², from which t is made.
/// Both are ratios of sums of squares, so that tiny p values keep their figures.
struct extreme {
  double statistic = 0, room = 0;
};

[[nodiscard]] inline extreme single_extreme(std::span<const double> sorted, bool below) {
  const auto n = static_cast<double>(sorted.size());
  const double range = sorted.back() - sorted.front();
  const moments all = moments_of(sorted, range);
  const moments others =
      moments_of(below ? sorted.subspan(1) : sorted.first(sorted.size() - 1), range);
  const double deviation = below ? all.mean : 1 - all.mean;
  return {deviation / std::sqrt(all.squares / (n - 1)),
          (n - 1) * (n - 1) * others.squares / all.squares};
}

[[nodiscard]] inline extreme opposite_extremes(std::span<const double> sorted) {
  const auto n = static_cast<double>(sorted.size());
  const double range = sorted.back() - sorted.front();
  const moments all = moments_of(sorted, range);
  const auto inner = sorted.subspan(1, sorted.size() - 2);
  const moments within = moments_of(inner, range);
  const double shift = within.mean + (inner.front() - sorted.front()) / range - all.mean;
  const double twice = 4 * (0.5 - all.mean) * (0.5 - all.mean) +
                       2 * (within.squares + (n - 2) * shift * shift);  // 2SS − range²
  return {1 / std::sqrt(all.squares / (n - 1)), twice / (all.squares / (n - 1))};
}

/// SS without the two largest or smallest over SS of all.
[[nodiscard]] inline extreme pair_of_extremes(std::span<const double> sorted,
                                              bool below) {
  const double range = sorted.back() - sorted.front();
  const auto rest = below ? sorted.subspan(2) : sorted.first(sorted.size() - 2);
  return {moments_of(rest, range).squares / moments_of(sorted, range).squares, 0};
}

/// n · P(t_{n−2} > t(G)): the expected number of values that deviate by G or more on one side.
[[nodiscard]] inline double expected_beyond(const extreme& e, double n) {
  const double t = e.statistic * std::sqrt(n * (n - 2) / e.room);
  return e.room <= 0 ? 0 : n * student_t_cdf_upper(t, n - 2);
}

/// The same of ordered pairs whose difference is W or more.
[[nodiscard]] inline double expected_pairs_beyond(const extreme& e, double n) {
  const double t = e.statistic * std::sqrt((n - 2) / e.room);
  return e.room <= 0 ? 0 : n * (n - 1) * student_t_cdf_upper(t, n - 2);
}

/// The G (or W) of one value (or pair) chosen beforehand that is exceeded with this probability.
[[nodiscard]] inline double single_critical(double n, double tail, bool opposite) {
  const double t = student_t_quantile_upper(tail, n - 2);
  const double part = 1 / ((n - 2) / t / t + 1);  // t²/(n − 2 + t²) without overflow
  return opposite ? std::sqrt(2 * (n - 1) * part)
                  : (n - 1) / std::sqrt(n) * std::sqrt(part);
}

}  // namespace ringtrial::outliers::detail
