// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/round/estimates.hpp>
#include <ringtrial/round/options.hpp>
#include <ringtrial/round/vocabulary.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace ringtrial::round {

/// The results of a measurand, as review() looks at them.
struct results_in_review {
  std::span<const double> used;  ///< on the scale of the evaluation; NaN: not used
  std::vector<double> found;     ///< as reported, in any order; NaN: none
  std::size_t reported = 0, censored = 0;
};

/** What is worth a second look, appended to the findings; the limits are ours.

  Result  from `minimum_laboratories` results on estimators_disagree: |x* − median| > 0.5 s*, or s* and
          the Q method differ by a factor over 1.5; and multimodal: more than one mode of the kernel
          density (density::modes) holds a tenth of the results, two of them at least, and is there
          in 95 % of 200 resamples (seed 1).
          many_censored: over 30 %. rounding_coarse: the smallest step of the found values is over
          0.5 σ_pt.
  Cost    the bootstrap of density::modes where there is more than one mode of that size, until it
          is decided.
*/
void review(results_in_review, const estimates&, double sigma_pt,
            const measurand_options&, std::vector<finding>& findings);

}  // namespace ringtrial::round
