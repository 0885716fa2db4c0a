// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/assigned/negligible.hpp>
#include <ringtrial/round/scale.hpp>
#include <ringtrial/round/score_columns.hpp>
#include <ringtrial/scores/difference.hpp>
#include <ringtrial/scores/e_n.hpp>
#include <ringtrial/scores/percent_allowance.hpp>
#include <ringtrial/scores/percent_difference.hpp>
#include <ringtrial/scores/z.hpp>
#include <ringtrial/scores/z_prime.hpp>
#include <ringtrial/scores/zeta.hpp>

#include <cmath>

namespace ringtrial::round {
namespace {

constexpr std::size_t at(score s) noexcept { return static_cast<std::size_t>(s); }

scores_given asked_for(const measurand_options& o, bool any_uncertainty) noexcept {
  scores_given given = {};
  for (const auto s : o.scoring.scores) given[at(s)] = true;
  if (o.scoring.scores.empty()) {
    for (const auto s : {score::difference, score::percent_difference, score::z})
      given[at(s)] = true;
    given[at(score::percent_allowance)] = o.target.delta_e.has_value();
    given[at(score::zeta)] = given[at(score::e_n)] = any_uncertainty;
  }
  if (o.scoring.verdict) given[at(*o.scoring.verdict)] = true;
  return given;
}

void withhold(score_plan& p) {
  for (const auto s :
       {score::percent_allowance, score::z, score::z_prime, score::zeta, score::e_n})
    p.given[at(s)] = false;
  p.withheld = true;
}

/// What the scheme says is to be done about an uncertainty that is not negligible.
void apply_rule(score_plan& p, const assigned_value& a, const target_sd& t,
                const score_options& o, std::vector<finding>& findings) {
  if (!(t.sigma_pt > 0) || !(p.has(score::z) || p.has(score::z_prime))) return;
  p.negligible = assigned::negligible(a.u_pt, t.sigma_pt, o.u_ratio);
  if (p.negligible) return;
  findings.push_back(
      {finding_code::u_not_negligible,
       -1,
       {a.u_pt / t.sigma_pt, o.u_ratio, static_cast<double>(o.when_u_large), nan}});
  if (o.when_u_large == large_uncertainty::no_scores) return withhold(p);
  if (o.when_u_large == large_uncertainty::warn) return;
  p.given[at(score::z)] = p.has(score::z) && p.has(score::z_prime);
  p.given[at(score::z_prime)] = true;
}

/// Whether a score can have numbers at all in this round.
bool is_possible(score s, const target_sd& t, const measurand_options& o,
                 bool any_uncertainty) {
  if (s == score::z || s == score::z_prime) return t.sigma_pt > 0;
  if (s == score::percent_allowance) return allowance_of(o, t) > 0;
  return any_uncertainty || o.scoring.missing_u == scores::missing_uncertainty::zero;
}

std::optional<score> verdict_of(const score_plan& p, const target_sd& t,
                                const measurand_options& o, bool any_uncertainty) {
  const bool prime_for_z = p.has(score::z_prime) && !p.negligible &&
                           o.scoring.when_u_large == large_uncertainty::z_prime;
  const score first = prime_for_z ? score::z_prime : score::z;
  if (o.scoring.verdict)
    return *o.scoring.verdict == score::z ? first : *o.scoring.verdict;
  std::optional<score> given;
  for (const auto s : {first, score::z, score::z_prime, score::percent_allowance,
                       score::e_n, score::zeta}) {
    if (!p.has(s)) continue;
    if (is_possible(s, t, o, any_uncertainty)) return s;
    if (!given) given = s;
  }
  return given;
}

}  // namespace

double allowance_of(const measurand_options& o, const target_sd& t) noexcept {
  return o.target.delta_e ? *o.target.delta_e : 3 * t.sigma_pt;
}

score_plan plan_scores(const assigned_value& a, const target_sd& t,
                       const measurand_options& o, bool any_uncertainty,
                       std::vector<finding>& findings) {
  score_plan p;
  if (a.missing != reason::none) return p;
  p.given = asked_for(o, any_uncertainty);
  apply_rule(p, a, t, o.scoring, findings);
  if (!p.withheld) p.verdict = verdict_of(p, t, o, any_uncertainty);
  return p;
}

scores_given possible_scores(const measurand_options& o, bool any_uncertainty) noexcept {
  auto given = asked_for(o, any_uncertainty);
  if (given[at(score::z)] && o.scoring.when_u_large == large_uncertainty::z_prime)
    given[at(score::z_prime)] = true;
  return given;
}

score_references references_of(const assigned_value& a, const target_sd& t,
                               const measurand_options& o) noexcept {
  const auto finite = [](double v) { return std::isfinite(v) ? v : nan; };
  return {.x_pt = a.x_pt,
          .x_pt_in_unit = back_transformed(o.transform, a.x_pt),
          .sigma_pt = t.sigma_pt > 0 ? t.sigma_pt : nan,
          .u_pt = a.u_pt,
          .U_pt = finite(2 * a.u_pt),
          .delta_e = finite(allowance_of(o, t))};
}

score_columns compute_scores(const score_plan& p, std::span<const double> x,
                             const score_references& to,
                             const laboratory_uncertainties& u,
                             const measurand_options& o) {
  const scores::zeta_options stated{.missing_u = o.scoring.missing_u};
  score_columns c;
  const auto fill = [&](score s, auto&& column) {
    if (p.has(s)) c[at(s)] = column();
  };
  fill(score::difference, [&] { return scores::difference(x, to.x_pt); });
  fill(score::percent_difference, [&] {
    std::vector<double> value;
    for (const double v : x) value.push_back(back_transformed(o.transform, v));
    return scores::percent_difference(value, to.x_pt_in_unit);
  });
  fill(score::percent_allowance,
       [&] { return scores::percent_allowance(x, to.x_pt, to.delta_e, 0.0); });
  fill(score::z, [&] { return scores::z(x, to.x_pt, to.sigma_pt); });
  fill(score::z_prime, [&] { return scores::z_prime(x, to.x_pt, to.sigma_pt, to.u_pt); });
  fill(score::zeta, [&] { return scores::zeta(x, to.x_pt, u.u, to.u_pt, stated); });
  fill(score::e_n, [&] { return scores::e_n(x, to.x_pt, u.U, to.U_pt, stated); });
  return c;
}

}  // namespace ringtrial::round
