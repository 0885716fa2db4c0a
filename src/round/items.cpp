// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/round/items.hpp>
#include <ringtrial/round/scale.hpp>

#include <cmath>

namespace ringtrial::round {
namespace {

/// One side of a comparison: what was found and the limit that it must not exceed.
struct comparison {
  std::optional<bool> passes;
  double found = nan, limit = nan;
};

std::vector<double> scaled(const measured_items& m, scores::transform t) {
  std::vector<double> y;
  for (const double value : m.value) y.push_back(on_scale(t, value));
  return y;
}

std::optional<bool> opposite(std::optional<bool> b) {
  return b ? std::optional(!*b) : std::nullopt;
}

comparison compare(const homogeneity::check_result& r, item_criterion by) {
  switch (by) {
    case item_criterion::expanded:
      return {r.passes_expanded, r.s_s, r.expanded_criterion};
    case item_criterion::test:
      return {opposite(r.significant), r.f, r.f_critical};
    case item_criterion::basic:
      break;
  }
  return {r.passes, r.s_s, r.criterion};
}

comparison compare(const homogeneity::stability_result& r, item_criterion by) {
  const double change = std::abs(r.difference);
  switch (by) {
    case item_criterion::expanded:
      return {r.passes_expanded, change, r.expanded_criterion};
    case item_criterion::test:
      return {opposite(r.significant), std::abs(r.t), r.t_critical};
    case item_criterion::basic:
      break;
  }
  return {r.passes, change, r.criterion};
}

/// Trouble of the check itself: an outlying item, a method that repeats too badly, a drift.
void look_at(const homogeneity::check_result& r, double sigma_pt, double alpha,
             std::vector<finding>& findings) {
  const auto& c = r.cochran;
  if (c.status == status_t::ok && c.statistic > c.critical_1)
    findings.push_back({finding_code::item_outlier,
                        -1,
                        {static_cast<double>(c.index), c.statistic, c.critical_1, nan}});
  if (r.repeatability_adequate == false)
    findings.push_back(
        {finding_code::item_repeatability, -1, {r.s_w, sigma_pt, nan, nan}});
  if (r.trend_p_value < alpha)
    findings.push_back(
        {finding_code::item_trend, -1, {r.trend_slope, r.trend_p_value, nan, nan}});
}

void check_homogeneity(item_checks& c, const item_results& data, double& sigma_pt,
                       const measurand_options& o, std::vector<finding>& findings) {
  const auto y = scaled(data.homogeneity, o.transform);
  const auto r = homogeneity::check(y, data.homogeneity.item,
                                    {c.sigma_pt, o.items.alpha, o.items.factor});
  c.homogeneity = r;
  look_at(r, c.sigma_pt, o.items.alpha, findings);
  const auto [passes, found, limit] = compare(r, o.items.criterion);
  c.homogeneous = passes;
  const auto rule = o.items.when_inhomogeneous;
  if (!passes)
    findings.push_back({finding_code::homogeneity_undecided,
                        -1,
                        {static_cast<double>(r.g), c.sigma_pt, nan, nan}});
  if (passes.value_or(true)) return;
  if (rule == failed_check::uncertainty) c.u_homogeneity = r.s_s;
  if (rule == failed_check::target) sigma_pt = r.sigma_pt_expanded;
  findings.push_back({finding_code::inhomogeneous,
                      -1,
                      {found, limit, static_cast<double>(rule),
                       rule == failed_check::target ? sigma_pt : r.s_s}});
}

void check_stability(item_checks& c, const item_results& data, const measurand_options& o,
                     std::vector<finding>& findings) {
  const auto before = scaled(data.before, o.transform),
             after = scaled(data.after, o.transform);
  const auto r = homogeneity::stability(before, data.before.item, after, data.after.item,
                                        {c.sigma_pt, o.items.factor, o.items.alpha});
  c.stability = r;
  const auto [passes, found, limit] = compare(r, o.items.criterion);
  c.stable = passes;
  const auto rule = o.items.when_unstable;
  if (!passes)
    findings.push_back(
        {finding_code::stability_undecided,
         -1,
         {static_cast<double>(std::min(r.g_before, r.g_after)), c.sigma_pt, nan, nan}});
  if (passes.value_or(true)) return;
  if (rule == failed_check::uncertainty) c.u_stability = r.u_stability;
  findings.push_back({finding_code::unstable,
                      -1,
                      {found, limit, static_cast<double>(rule), r.u_stability}});
}

}  // namespace

item_checks check_items(const item_results& data, double& sigma_pt,
                        const measurand_options& o, std::vector<finding>& findings) {
  item_checks c;
  if (sigma_pt > 0) c.sigma_pt = sigma_pt;
  if (!data.homogeneity.value.empty()) check_homogeneity(c, data, sigma_pt, o, findings);
  if (!data.after.value.empty()) check_stability(c, data, o, findings);
  return c;
}

}  // namespace ringtrial::round
