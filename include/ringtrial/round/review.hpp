// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/round/evaluate.hpp>

namespace ringtrial::round {

/** What is worth a second look, appended to the findings; the limits are ours.

  Result  from `minimum_laboratories` results on estimators_disagree: |x* − median| > 0.5 s*, or s* and
          the Q method differ by a factor over 1.5; and multimodal: more than one mode of the kernel
          density (density::modes) holds a tenth of the results, two of them at least, and is there
          in 95 % of 200 resamples (seed 1).
          many_censored: over 30 %. rounding_coarse: the smallest step of the reported values is over
          0.5 σ_pt.
*/
void review(evaluation&, const reported&, const measurand_options&);

}  // namespace ringtrial::round
