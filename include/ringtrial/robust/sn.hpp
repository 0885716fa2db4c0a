// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/sorted.hpp>

#include <array>

namespace ringtrial::robust {

template <real T>
struct sn_options {
  bool finite_sample = true;  ///< the factor cₙ that removes the bias of small samples
};

}  // namespace ringtrial::robust

namespace ringtrial::detail {

[[nodiscard]] inline double sn_factor(std::size_t n) noexcept {
  constexpr std::array small = {.743, 1.851, .954, 1.351, .993, 1.198, 1.005, 1.131};
  if (n <= 9) return small[n - 2];
  const auto m = static_cast<double>(n);
  return n % 2 == 1 ? m / (m - 0.9) : 1;
}

/// For each value the high median of its distances to all: the ⌊n/2⌋ + 1 nearest neighbours of
/// v[i] are a window that only moves right as i grows.
inline void high_medians(std::span<const double> v, double* out) noexcept {
  const std::size_t n = v.size(), h = n / 2;
  for (std::size_t i = 0, a = 0; i < n; ++i) {
    while (a + h + 1 < n && v[i] - v[a] > v[a + h + 1] - v[i]) ++a;
    out[i] = std::max(v[i] - v[a], v[a + h] - v[i]);
  }
}

/// Position of the low median of n sorted values, from 0.
[[nodiscard]] constexpr std::size_t low_median_at(std::size_t n) noexcept {
  return (n + 1) / 2 - 1;
}

[[nodiscard]] inline double sn_of_low_median(double low_median, std::size_t n,
                                             bool finite_sample) noexcept {
  return 1.1926 * (finite_sample ? sn_factor(n) : 1.0) * low_median;
}

[[nodiscard]] inline double sn_of_sorted(std::span<const double> v, bool finite_sample) {
  buffer<double> distances(v.size());
  high_medians(v, distances.data());
  double* const low_median = distances.begin() + low_median_at(v.size());
  std::nth_element(distances.begin(), low_median, distances.end());
  return sn_of_low_median(*low_median, v.size(), finite_sample);
}

}  // namespace ringtrial::detail

namespace ringtrial::robust {

/** Sn, the median of the medians of the distances.

      cₙ · 1.1926 · lomedᵢ himedⱼ |xᵢ − xⱼ|

  himed is order statistic ⌊n/2⌋ + 1 over all j, i included; lomed ⌊(n + 1)/2⌋.

  Source  Rousseeuw and Croux, J. Am. Stat. Assoc. 88 (1993) 1273.
  Input   x: values in one unit; NaN is skipped.
  Result  in the unit of x, 0 where more than half the values agree; NaN for fewer than two
          values or an infinity.
  Cost    O(n) after sorting.
  Breakdown point 50 %, efficiency 58 %: cheaper than Qn and less efficient.
*/
template <sample R>
[[nodiscard]] value_t<R> sn(const R& x, const sn_options<value_t<R>>& options = {}) {
  return detail::number_of_sorted(x, detail::purpose::differences, 2, [&](auto v) {
    return detail::sn_of_sorted(v, options.finite_sample);
  });
}

}  // namespace ringtrial::robust
