// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/round/assigned_value.hpp>
#include <ringtrial/round/estimates.hpp>
#include <ringtrial/round/options.hpp>

#include <vector>

namespace ringtrial::round {

/// Standard deviation for proficiency assessment, on the scale of the evaluation.
struct target_sd {
  double sigma_pt = nan;
  reason missing = reason::none;  ///< why there is none
};

/** σ_pt by the scheme's method, then limited (8.6.2).

  The numbers of the scheme are on the scale of the evaluation; `percent` and `horwitz` know no
  logarithms.

  Source  ISO 13528:2022, clause 8.
  Result  findings: too_few, zero_scale, target_unit, no_target, score_unreachable.
  Throws  std::invalid_argument for a mistake in the options.
*/
[[nodiscard]] target_sd target_of(const assigned_value&, const estimates&,
                                  const measurand_options&,
                                  std::vector<finding>& findings);

/// Whether a score of the scheme uses σ_pt; if none does, none is taken from the data.
[[nodiscard]] bool needs_target(const measurand_options&) noexcept;

}  // namespace ringtrial::round
