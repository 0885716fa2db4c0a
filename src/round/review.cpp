// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/density/modes.hpp>
#include <ringtrial/robust/q_method.hpp>
#include <ringtrial/round/review.hpp>

#include <algorithm>
#include <cmath>

namespace ringtrial::round {
namespace {

void compare_estimators(evaluation& e) {
  const auto& s = e.statistics;
  const double q = robust::q_method(e.selection.x).scale;
  const bool apart = std::abs(s.robust_mean - s.median) > 0.5 * s.robust_sd;
  const bool wider = s.robust_sd > 1.5 * q || q > 1.5 * s.robust_sd;
  if (s.robust_sd > 0 && (apart || wider))
    e.findings.push_back({finding_code::estimators_disagree,
                          -1,
                          {s.robust_mean, s.median, s.robust_sd, q}});
}

/// A mode counts from a tenth of the results and from two of them on.
/// Modes that hold a tenth of the results and more than one, and that come back in 95 % of resamples:
/// small samples have bumps by chance, and a warning in every second round is no warning.
void count_modes(evaluation& e) {
  constexpr std::size_t replicates = 200;
  const auto& x = e.selection.x;
  const double least = std::max(0.1, 1.5 / static_cast<double>(e.selection.n()));
  const auto holds = [&](double support) { return support >= least; };
  if (std::ranges::count_if(density::modes(x).support, holds) < 2) return;
  const auto r = density::modes(x, {.replicates = replicates});
  std::size_t modes = 0;
  for (std::size_t i = 0; i < r.count; ++i)
    modes += holds(r.support[i]) && r.bootstrap_support[i] >= 0.95;
  if (modes > 1)
    e.findings.push_back(
        {finding_code::multimodal, -1, {static_cast<double>(modes), nan, nan, nan}});
}

void count_censored(evaluation& e) {
  const auto censored = static_cast<double>(e.n_censored()),
             reported = static_cast<double>(e.n_reported());
  if (censored > 0.3 * reported)
    e.findings.push_back(
        {finding_code::many_censored, -1, {censored, reported, nan, nan}});
}

/// The smallest difference of found values, not counting that of binary rounding; 0 if all agree.
double smallest_step(const reported& data) {
  std::vector<double> found;
  for (std::size_t i = 0; i < data.value.size(); ++i)
    if (std::isfinite(data.value[i]) && data.qualifier[i] == 0)
      found.push_back(data.value[i]);
  std::ranges::sort(found);
  if (found.empty()) return 0;
  const double rounding =
      1e-12 * std::max(std::abs(found.front()), std::abs(found.back()));
  double smallest = 0;
  for (std::size_t i = 1; i < found.size(); ++i) {
    const double step = found[i] - found[i - 1];
    if (step > rounding && (smallest == 0 || step < smallest)) smallest = step;
  }
  return smallest;
}

void look_at_rounding(evaluation& e, const reported& data) {
  const double step = smallest_step(data);
  if (step > 0.5 * e.target.sigma_pt)
    e.findings.push_back(
        {finding_code::rounding_coarse, -1, {step, e.target.sigma_pt, nan, nan}});
}

}  // namespace

void review(evaluation& e, const reported& data, const measurand_options& o) {
  const bool enough =
      e.selection.n() >= std::max<std::size_t>(o.assigned.minimum_laboratories, 2);
  if (enough) compare_estimators(e);
  if (enough) count_modes(e);
  count_censored(e);
  if (o.transform == scores::transform::none) look_at_rounding(e, data);
}

}  // namespace ringtrial::round
