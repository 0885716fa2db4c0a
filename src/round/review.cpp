// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/density/modes.hpp>
#include <ringtrial/round/review.hpp>

#include <algorithm>
#include <cmath>

namespace ringtrial::round {
namespace {

void compare_estimators(const estimates& e, std::vector<finding>& findings) {
  const auto& s = e.statistics;
  const double q = e.q_scale;
  const bool apart = std::abs(s.robust_mean - s.median) > 0.5 * s.robust_sd;
  const bool wider = s.robust_sd > 1.5 * q || q > 1.5 * s.robust_sd;
  if (s.robust_sd > 0 && (apart || wider))
    findings.push_back({finding_code::estimators_disagree,
                        -1,
                        {s.robust_mean, s.median, s.robust_sd, q}});
}

/// Modes that hold a tenth of the results and more than one, and that come back in 95 % of resamples:
/// small samples have bumps by chance, and a warning in every second round is no warning.
void count_modes(std::span<const double> x, std::size_t n,
                 std::vector<finding>& findings) {
  const double least = std::max(0.1, 1.5 / static_cast<double>(n));
  const std::size_t modes = density::detail::lasting_modes(
      x, {.support = least, .share = 0.95, .replicates = 200});
  if (modes > 1)
    findings.push_back(
        {finding_code::multimodal, -1, {static_cast<double>(modes), nan, nan, nan}});
}

void count_censored(const results_in_review& r, std::vector<finding>& findings) {
  const auto censored = static_cast<double>(r.censored),
             reported = static_cast<double>(r.reported);
  if (censored > 0.3 * reported)
    findings.push_back({finding_code::many_censored, -1, {censored, reported, nan, nan}});
}

/// The smallest difference of values, not counting that of binary rounding; 0 if all agree.
double smallest_step(std::vector<double>& found) {
  std::erase_if(found, [](double v) { return !std::isfinite(v); });
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

void look_at_rounding(std::vector<double>& found, double sigma_pt,
                      std::vector<finding>& findings) {
  const double step = smallest_step(found);
  if (step > 0.5 * sigma_pt)
    findings.push_back({finding_code::rounding_coarse, -1, {step, sigma_pt, nan, nan}});
}

}  // namespace

void review(results_in_review r, const estimates& e, double sigma_pt,
            const measurand_options& o, std::vector<finding>& findings) {
  const std::size_t n = e.statistics.n;
  const bool enough = n >= enough_to_review(o);
  if (enough) compare_estimators(e, findings);
  if (enough) count_modes(r.used, n, findings);
  count_censored(r, findings);
  if (o.transform == scores::transform::none)
    look_at_rounding(r.found, sigma_pt, findings);
}

}  // namespace ringtrial::round
