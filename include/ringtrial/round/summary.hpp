// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/round/assigned_value.hpp>
#include <ringtrial/round/score_columns.hpp>
#include <ringtrial/round/target_sd.hpp>

namespace ringtrial::round {

/// What an evaluation makes of a measurand as a whole.
struct summary {
  round::statistics statistics;  ///< of the results used, on the scale of the evaluation
  assigned_value assigned;
  target_sd target;
  score_plan plan;

  /// Why the measurand as a whole has no verdicts; none where it has.
  [[nodiscard]] reason status() const noexcept;
};

/** From estimates to the scores that are given: assigned value, σ_pt, items, u(x_pt), plan.

  Source  ISO 13528:2022, clauses 6 to 9.
  Result  findings of assign(), target_of(), check_items(), complete() and plan_scores().
*/
void summarise(summary&, const estimates&, const expert_results&, const item_results&,
               bool any_uncertainty, const measurand_options&, item_checks&,
               std::vector<finding>& findings);

}  // namespace ringtrial::round
