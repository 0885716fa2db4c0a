// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/round/summary.hpp>

namespace ringtrial::round {

reason summary::status() const noexcept {
  if (assigned.missing != reason::none) return assigned.missing;
  if (plan.withheld) return reason::u_not_negligible;
  const bool by_target =
      plan.verdict && *plan.verdict != score::zeta && *plan.verdict != score::e_n;
  return by_target ? target.missing : reason::none;
}

void summarise(summary& s, const estimates& e, const expert_results& experts,
               const item_results& items, bool any_uncertainty,
               const measurand_options& o, item_checks& checks,
               std::vector<finding>& findings) {
  s.statistics = e.statistics;
  s.assigned = assign(e, experts, o, findings);
  s.target = target_of(s.assigned, e, o, findings);
  checks = check_items(items, s.target.sigma_pt, o, findings);
  complete(s.assigned, checks, o, findings);
  s.plan = plan_scores(s.assigned, s.target, o, any_uncertainty, findings);
}

}  // namespace ringtrial::round
