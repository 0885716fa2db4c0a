// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/pairs.hpp>
#include <ringtrial/detail/sorted.hpp>

#include <array>

namespace ringtrial::robust {

/// Factor that removes the bias of Qn in small samples.
enum class small_sample : unsigned char {
  none,            ///< 1
  refined,         ///< robustbase 0.93 and later
  published_1993,  ///< the first paper
};

template <real T>
struct qn_options {
  small_sample finite_sample = small_sample::refined;
};

}  // namespace ringtrial::robust

namespace ringtrial::detail {

/// dₙ of robustbase >= 0.93.
[[nodiscard]] inline double qn_refined(std::size_t n) noexcept {
  constexpr std::array small = {.399356, .99365, .51321, .84401, .61220, .85877,
                                .66993,  .87344, .72014, .88906, .75743};
  if (n <= 12) return small[n - 2];
  const auto m = static_cast<double>(n);
  const double bias = n % 2 == 1 ? 1.60188 + (-2.1284 - 5.172 / m) / m
                                 : 3.67561 + (1.9654 + (6.987 - 77 / m) / m) / m;
  return 1 / (1 + bias / m);
}

/// dₙ of Rousseeuw and Croux 1993.
[[nodiscard]] inline double qn_published(std::size_t n) noexcept {
  constexpr std::array small = {.399, .994, .512, .844, .611, .857, .669, .872};
  if (n <= 9) return small[n - 2];
  const auto m = static_cast<double>(n);
  return m / (m + (n % 2 == 1 ? 1.4 : 3.8));
}

[[nodiscard]] inline double qn_factor(std::size_t n, robust::small_sample rule) noexcept {
  switch (rule) {
    case robust::small_sample::none:
      return 1;
    case robust::small_sample::refined:
      return qn_refined(n);
    case robust::small_sample::published_1993:
      return qn_published(n);
  }
  return not_a_number;
}

/// Which of the sorted differences, from 1.
[[nodiscard]] constexpr std::uint64_t qn_rank(std::size_t n) noexcept {
  const std::uint64_t h = n / 2 + 1;
  return h * (h - 1) / 2;
}

[[nodiscard]] inline double qn_of_difference(double difference, std::size_t n,
                                             robust::small_sample rule) noexcept {
  constexpr double consistency = 2.219144465985076;  // 1/(√2 Φ⁻¹(5/8))
  return consistency * qn_factor(n, rule) * difference;
}

[[nodiscard]] inline double qn_of_sorted(std::span<const double> v,
                                         robust::small_sample rule) {
  return qn_of_difference(kth_pair_difference(v, qn_rank(v.size())), v.size(), rule);
}

}  // namespace ringtrial::detail

namespace ringtrial::robust {

/** Qn, a quartile of all pairwise differences.

      dₙ · 2.2191 · |xᵢ − xⱼ|₍ₖ₎,  i < j,  h = ⌊n/2⌋ + 1,  k = h(h − 1)/2

  Source  Rousseeuw and Croux, J. Am. Stat. Assoc. 88 (1993) 1273; ISO 13528:2022, C.5.2 for p
          results. The standard prints another h and constant, which is biased (mean 0.59 σ for
          8 normal values, simulated); that is not offered.
  Input   x: values in one unit; NaN is skipped.
  Result  in the unit of x, 0 where half the differences are 0; NaN for fewer than two values or
          an infinity.
  Cost    O(n log n), O(n) memory, at any n.
  Breakdown point 50 %, efficiency 82 %: the scale to prefer when the location is not of interest.
*/
template <sample R>
[[nodiscard]] value_t<R> qn(const R& x, const qn_options<value_t<R>>& options = {}) {
  return detail::number_of_sorted(x, detail::purpose::differences, 2, [&](auto v) {
    return detail::qn_of_sorted(v, options.finite_sample);
  });
}

}  // namespace ringtrial::robust
