// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/compare.hpp>
#include <ringtrial/round/laboratory_results.hpp>
#include <ringtrial/round/selection.hpp>
#include <ringtrial/round/uncertainties.hpp>

#include <optional>
#include <vector>

namespace ringtrial::round {

/// Assigned value on the scale of the evaluation, with what it was made of.
struct assigned_value {
  double x_pt = nan, u_pt = nan;  ///< u_pt combines the four parts (7.2.2)
  double u_characterisation = nan;
  double scale = nan;  ///< that came with a consensus of participants
  std::size_t n = 0;   ///< results behind a consensus
  int iterations = 0;  ///< of Algorithm A
  status_t status = status_t::ok;
  reason missing = reason::none;                            ///< why there is none
  std::optional<assigned::compare_result> comparison = {};  ///< with the reference
};

/** The assigned value by the scheme's method; certified values, formulations and references are
    given in the unit of the results, their uncertainties on the scale of the evaluation.

  Source  ISO 13528:2022, clause 7.
  Result  findings: too_few, zero_scale, few_laboratories, assigned_without_u (u taken as 0),
          reference_disagrees.
  Throws  std::invalid_argument for a mistake in the options.
*/
[[nodiscard]] assigned_value assign(const laboratory_results&, const selection&,
                                    const laboratory_uncertainties&,
                                    const measurand_options&,
                                    std::vector<finding>& findings);

}  // namespace ringtrial::round
