// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/paired/detail/robust_z.hpp>

#include <vector>

namespace ringtrial::paired {

/// Of z_between() and z_within().
struct z_options {
  robust::quartile_rule quartiles = robust::quartile_rule::inclusive;
};

/** Between-laboratories robust z score of paired samples, ZB.

      S = (x + y)/√2,   ZB = (S − med S)/nIQR(S)

  Source  NATA guide to proficiency testing; CNAS-GL002. Formula as printed by the National Institute
          of Biologicals (2013); the Chinese text is unverified.
  Input   x, y: one result a laboratory on each of two similar items, in one unit.
  Result  per laboratory, without unit; NaN for an incomplete pair. All NaN for less than two pairs,
          any infinity, or nIQR = 0 (a spread of at most 4 ulp of the largest result counts as 0).
          |ZB| ≥ 3 points to a systematic fault of the laboratory, as for z.
  Throws  std::invalid_argument for lengths that differ.
  Cost    O(n log n).
*/
template <sample R>
[[nodiscard]] std::vector<double> z_between(const R& x, const R& y,
                                            const z_options& options = {}) {
  using ringtrial::detail::as_span;
  const detail::complete_pairs pairs("z_between", as_span(x), as_span(y));
  return detail::z_of_pairs(pairs, 1, options.quartiles);
}

}  // namespace ringtrial::paired
