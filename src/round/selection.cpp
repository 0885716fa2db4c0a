// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/outliers/cochran.hpp>
#include <ringtrial/outliers/grubbs.hpp>
#include <ringtrial/robust/median.hpp>
#include <ringtrial/round/scale.hpp>
#include <ringtrial/round/selection.hpp>

#include <algorithm>
#include <cmath>

namespace ringtrial::round {
namespace {

std::ptrdiff_t position(std::size_t lab) { return static_cast<std::ptrdiff_t>(lab); }

void take_out(selection& s, std::size_t lab, use why) {
  s.use[lab] = why;
  s.x[lab] = nan;
}

void mark_unreported(selection& s) {
  for (std::size_t i = 0; i < s.x.size(); ++i)
    if (std::isnan(s.x[i])) s.use[i] = use::not_reported;
}

void mark_named(selection& s, const laboratories& labs, use why) {
  for (const auto lab : labs)
    if (lab < s.use.size() && s.use[lab] == use::used) take_out(s, lab, why);
}

void tell_named(const selection& s, use why, finding_code code,
                std::vector<finding>& findings) {
  for (std::size_t i = 0; i < s.use.size(); ++i)
    if (s.use[i] == why) findings.push_back({code, position(i)});
}

void substitute_censored(selection& s, const laboratory_results& r,
                         censored::substitution rule) {
  for (std::size_t i = 0; i < s.x.size(); ++i) {
    if (s.use[i] != use::used || r.qualifier[i] == censored::censoring::exact) continue;
    s.x[i] = censored::substitute({{&r.value[i], 1}, {&r.qualifier[i], 1}}, rule)[0];
    if (std::isnan(s.x[i])) s.use[i] = use::censored;
  }
}

void mark_gross_errors(selection& s, std::optional<double> percent,
                       std::vector<finding>& findings) {
  if (!percent) return;
  detail::require(*percent > 0 && std::isfinite(*percent), "evaluate",
                  "gross_error_percent", *percent, "finite and positive");
  const double median = robust::median(s.x);
  const double furthest = std::abs(median) * *percent / 100 * (1 + 1e-12);
  for (std::size_t i = 0; i < s.x.size(); ++i) {
    if (!(std::abs(s.x[i] - median) > furthest)) continue;
    findings.push_back(
        {finding_code::gross_error_removed, position(i), {s.x[i], median, nan, nan}});
    take_out(s, i, use::gross_error);
  }
}

void take_logarithms(selection& s, const laboratory_results& r, scores::transform t,
                     std::vector<finding>& findings) {
  if (t == scores::transform::none) return;
  for (std::size_t i = 0; i < s.x.size(); ++i) {
    if (s.use[i] != use::used) continue;
    s.x[i] = on_scale(t, s.x[i]);
    if (!std::isnan(s.x[i])) continue;
    s.use[i] = use::no_logarithm;
    findings.push_back(
        {finding_code::no_logarithm, position(i), {r.value[i], nan, nan, nan}});
  }
}

void remove_outlier(selection& s, std::size_t lab, double statistic, double critical,
                    bool cochran, std::vector<finding>& findings) {
  take_out(s, lab, use::outlier);
  findings.push_back({finding_code::outlier_removed,
                      position(lab),
                      {statistic, critical, cochran ? 1.0 : 0.0, nan}});
}

void require_level(double alpha) {
  detail::require(alpha == 0.05 || alpha == 0.01, "evaluate", "outlier_alpha", alpha,
                  "0.05 or 0.01");
}

/// Cochran's test, repeated while three laboratories with replicates are left.
void test_variances(selection& s, const laboratory_results& r, double alpha,
                    std::vector<finding>& findings) {
  auto variances = r.variance;
  std::vector<std::size_t> n;
  for (std::size_t i = 0; i < variances.size(); ++i) {
    if (s.use[i] != use::used) variances[i] = nan;
    n.push_back(std::max<std::size_t>(r.n[i], 1));
  }
  while (true) {
    const auto test = outliers::cochran(variances, n);
    const double critical = alpha == 0.05 ? test.critical_5 : test.critical_1;
    if (test.status != status_t::ok || test.p < 3 || !(test.statistic > critical)) return;
    const auto lab = static_cast<std::size_t>(test.index);
    remove_outlier(s, lab, test.statistic, critical, true, findings);
    variances[lab] = nan;
  }
}

/// Grubbs' test of one side; true if its suspect was removed.
bool test_extreme(selection& s, outliers::grubbs_kind kind, double alpha,
                  std::vector<finding>& findings) {
  const auto test = outliers::detail::statistic_of(s.x, kind).found;
  if (test.status != status_t::ok) return false;
  const double critical = outliers::grubbs_critical(test.n, alpha, {.kind = kind});
  if (!(test.statistic > critical)) return false;
  remove_outlier(s, static_cast<std::size_t>(test.indices[0]), test.statistic, critical,
                 false, findings);
  return true;
}

/// The more extreme side first, and the other one of the rest only if that was an outlier.
void test_means(selection& s, double alpha, std::vector<finding>& findings) {
  using outliers::grubbs_kind;
  const auto suspect = outliers::detail::statistic_of(s.x, grubbs_kind::both).found;
  const auto lowest = outliers::detail::statistic_of(s.x, grubbs_kind::min).found;
  const bool below = suspect.indices == lowest.indices;
  if (test_extreme(s, below ? grubbs_kind::min : grubbs_kind::max, alpha, findings))
    test_extreme(s, below ? grubbs_kind::max : grubbs_kind::min, alpha, findings);
}

}  // namespace

std::size_t selection::n() const noexcept {
  return static_cast<std::size_t>(std::ranges::count(use, use::used));
}

selection select(const laboratory_results& r, const selection_options& o,
                 const laboratories& experts, scores::transform t,
                 std::vector<finding>& findings) {
  selection s{std::vector(r.size(), use::used), r.value};
  mark_unreported(s);
  mark_named(s, o.withdrawn, use::withdrawn);
  mark_named(s, o.excluded, use::excluded);
  mark_named(s, experts, use::expert);
  tell_named(s, use::withdrawn, finding_code::lab_withdrawn, findings);
  tell_named(s, use::excluded, finding_code::lab_excluded, findings);
  substitute_censored(s, r, o.censored);
  mark_gross_errors(s, o.gross_error_percent, findings);
  take_logarithms(s, r, t, findings);
  const bool cochran =
      o.outliers == outlier_rule::cochran || o.outliers == outlier_rule::grubbs_cochran;
  require_level(o.outlier_alpha);
  if (cochran) test_variances(s, r, o.outlier_alpha, findings);
  if (o.outliers == outlier_rule::grubbs || o.outliers == outlier_rule::grubbs_cochran)
    test_means(s, o.outlier_alpha, findings);
  return s;
}

std::vector<double> before_tests(const laboratory_results& r, const selection& s,
                                 scores::transform t) {
  auto x = s.x;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (s.use[i] == use::outlier) x[i] = on_scale(t, r.value[i]);
  return x;
}

}  // namespace ringtrial::round
