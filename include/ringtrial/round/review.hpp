// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/round/evaluate.hpp>

namespace ringtrial::round {

/** What is worth a second look, appended to the findings: estimators_disagree, multimodal (both from
    `minimum_laboratories` results on), many_censored, rounding_coarse. The limits are ours.

  Result  estimators_disagree: |x* − median| > 0.5 s*, or s* and the Q method differ by a factor over
          1.5; multimodal: more than one mode of the kernel density holds 10 % of the results and more
          than one of them; many_censored: over 30 %; rounding_coarse: the smallest step of the
          reported values is over 0.5 σ_pt.
*/
void review(evaluation&, const reported&, const measurand_options&);

}  // namespace ringtrial::round
