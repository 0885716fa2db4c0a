// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

/** Exact distributions of the outlier statistics of normal values, compiled once.

  None of them depends on the mean or the standard deviation; arguments are the caller's to check.
  Tables are built at the first use of an n and shared by all threads.
*/
namespace ringtrial::outliers::detail {

/// Largest n whose distributions of Grubbs' statistics are computed exactly.
inline constexpr std::size_t largest_exact_n = 100;

/// n P(one value deviates by more than g standard deviations) − P(the largest deviates by more
/// than g), for 3 ≤ n ≤ largest_exact_n: what a sum of single probabilities counts twice.
[[nodiscard]] double counted_twice(std::size_t n, double g);

/// P(G₂ ≤ g) of the pair of largest values among n ≥ 4; an approximation above largest_exact_n.
[[nodiscard]] double pair_cdf(std::size_t n, double g);
/// The g with P(G₂ ≤ g) = probability.
[[nodiscard]] double pair_quantile(std::size_t n, double probability);

/// Dixon's ratio (x_n − x_{n−j})/(x_n − x_i).
struct dixon_shape {
  std::size_t n, i, j;
};

/// P(R > 1 − room); what is left to 1 is the argument, so that small probabilities keep figures.
[[nodiscard]] double dixon_upper(const dixon_shape& shape, double room);
/// The r with P(R > r) = probability.
[[nodiscard]] double dixon_quantile(const dixon_shape& shape, double probability);

}  // namespace ringtrial::outliers::detail
