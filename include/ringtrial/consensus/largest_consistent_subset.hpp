// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/steps.hpp>

namespace ringtrial::consensus {

struct largest_consistent_subset_options {
  double alpha = 0.05;  ///< level of the χ² test, in (0, 1)
  double coverage = 0.95;
};

struct largest_consistent_subset_result : fit {
  std::vector<std::size_t> indices{};  ///< positions kept, ascending
  std::vector<std::size_t>
      excluded{};  ///< positions left out, ascending; not the skipped
  std::size_t subset_size = 0;
  double subset_chi2 = detail::not_a_number;
  double critical =
      detail::not_a_number;  ///< what subset_chi2 is compared with; NaN for size 1
  double alpha = detail::not_a_number;
  bool consistent = false;  ///< all n were
};

namespace detail {

[[nodiscard]] largest_consistent_subset_result largest_consistent_subset_of(
    const arguments& a, const largest_consistent_subset_options& o);

}  // namespace detail

/** The weighted mean of the largest subset that χ² lets pass.

  The largest k for which a subset of size k has χ² ≤ χ²₁₋ₐ(k − 1); of that size the one with the least χ²;
  of equal ones (relative 1e-12) the one with the lexicographically smallest positions. Exact: the best
  subset of each size is a prefix of the order of |x − m|/u at some m, and that order changes at most
  n(n − 1) times.

  Source  Cox, Metrologia 44 (2007) 187.
  Input   x, u: values and standard uncertainties in one unit; NaN in either skips the laboratory.
  Result  `ok`; n ≥ 2, else `too_few`; u = 0 is `zero_scale`, an infinity `not_finite`. Value, internal u,
          interval and weights of the subset (0 for the excluded); chi2, p_value, birge_ratio, i2 of all n.
  Throws  std::invalid_argument for a negative u, lengths that differ, alpha or coverage outside (0, 1).
  Cost    O(n² log n), O(n²) memory; O(n log n) where all are consistent.
  Prefer  it for a few gross outliers among consistent results. u is too small after selection: say so.
*/
template <sample X, sample U>
[[nodiscard]] largest_consistent_subset_result largest_consistent_subset(
    const X& x, const U& u, largest_consistent_subset_options options = {}) {
  return detail::largest_consistent_subset_of(
      {detail::as_doubles(x), detail::as_doubles(u)}, options);
}

}  // namespace ringtrial::consensus
