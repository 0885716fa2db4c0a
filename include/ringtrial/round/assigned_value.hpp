// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/compare.hpp>
#include <ringtrial/round/estimates.hpp>
#include <ringtrial/round/items.hpp>
#include <ringtrial/round/laboratory_results.hpp>
#include <ringtrial/round/uncertainties.hpp>

#include <optional>
#include <vector>

namespace ringtrial::round {

/// Assigned value on the scale of the evaluation, with what it was made of.
struct assigned_value {
  double x_pt = nan, u_pt = nan;  ///< u_pt combines the four parts (7.2.2)
  double u_characterisation = nan, u_homogeneity = 0, u_transport = 0, u_stability = 0;
  double scale = nan;  ///< that came with a consensus of participants
  std::size_t n = 0;   ///< results behind a consensus
  int iterations = 0;  ///< of Algorithm A
  status_t status = status_t::ok;
  reason missing = reason::none;                            ///< why there is none
  std::optional<assigned::compare_result> comparison = {};  ///< with the reference

  /// What a part contributes to u²(x_pt), from 0 to 1.
  [[nodiscard]] double share(double part) const noexcept {
    return (part / u_pt) * (part / u_pt);
  }
};

/// What the scheme's experts reported, on the scale of the evaluation.
struct expert_results {
  std::vector<double> x = {};
  std::vector<double> u = {};  ///< NaN: not stated
};

/// Results found by experts that did not withdraw; none where the scheme asks for no experts.
[[nodiscard]] expert_results experts_of(const laboratory_results&,
                                        const laboratory_uncertainties&,
                                        const measurand_options&);

/** The assigned value by the scheme's method; certified values, formulations and references are
    given in the unit of the results, their uncertainties on the scale of the evaluation.

  Source  ISO 13528:2022, clause 7.
  Result  without u_pt and comparison, which complete() adds; findings: too_few, zero_scale,
          few_laboratories.
  Throws  std::invalid_argument for a mistake in the options.
*/
[[nodiscard]] assigned_value assign(const estimates&, const expert_results&,
                                    const measurand_options&,
                                    std::vector<finding>& findings);

/** u(x_pt) of its four parts, those of the items as the scheme gives them or as a failed check asks
    for them, whichever is larger; and the comparison with the reference.

  Source  ISO 13528:2022, 7.2.2, 7.8.
  Result  findings: assigned_without_u (u taken as 0), reference_disagrees.
*/
void complete(assigned_value&, const item_checks&, const measurand_options&,
              std::vector<finding>& findings);

}  // namespace ringtrial::round
