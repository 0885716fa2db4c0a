// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/paired/detail/robust_z.hpp>
#include <ringtrial/paired/z_between.hpp>
#include <ringtrial/robust/median.hpp>

#include <vector>

namespace ringtrial::paired {

/** Within-laboratory robust z score of paired samples, ZW.

      D = (x − y)/√2 where med x ≥ med y, else (y − x)/√2,   ZW = (D − med D)/nIQR(D)

  Source, Input, Throws, Cost  as z_between(); the medians over the complete pairs.
  Result  as z_between(). |ZW| ≥ 3 points to a random fault of the laboratory.
*/
template <sample R>
[[nodiscard]] std::vector<double> z_within(const R& x, const R& y,
                                           const z_options& options = {}) {
  using ringtrial::detail::as_span;
  const detail::complete_pairs pairs("z_within", as_span(x), as_span(y));
  auto z = detail::z_of_pairs(pairs, -1, options.quartiles);
  if (robust::median(pairs.x) < robust::median(pairs.y))
    for (double& score : z) score = 0.0 - score;
  return z;
}

}  // namespace ringtrial::paired
