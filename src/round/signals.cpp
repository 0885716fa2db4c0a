// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/censored/z.hpp>
#include <ringtrial/round/scale.hpp>
#include <ringtrial/round/signals.hpp>

#include <cmath>

namespace ringtrial::round {
namespace {

using censored::censoring;

/// (x − x_pt)/unit is the score that decides; ζ and E_n, which need the laboratory's uncertainty of
/// a value that it did not find, give way to z.
double unit_of(score s, const assigned_value& a, const target_sd& t,
               const measurand_options& o) {
  if (s == score::percent_allowance) return allowance_of(o, t) / 100;
  return s == score::z_prime ? std::hypot(t.sigma_pt, a.u_pt) : t.sigma_pt;
}

/// The signal on which both ends of the interval agree; not_scored where they do not.
signal of_limit(double limit, censoring side, const score_plan& p,
                const assigned_value& a, const target_sd& t, const measurand_options& o) {
  const bool own = *p.verdict == score::zeta || *p.verdict == score::e_n;
  const auto r = signal_rule(own ? score::z : *p.verdict, o.scoring);
  const double unit = unit_of(*p.verdict, a, t, o);
  const double second =
      std::isnan(r.second) ? std::nextafter(r.first, 2 * r.first) : r.second;
  if (!std::isfinite(limit) || !(unit > 0)) return signal::not_scored;
  const censored::data one{{&limit, 1}, {&side, 1}};
  const auto z =
      censored::z(one, std::span(&a.x_pt, 1), std::span(&unit, 1),
                  {.limits = {r.first, second}, .tolerance = o.scoring.tolerance});
  return z.decided[0] ? static_cast<signal>(z.signal[0]) : signal::not_scored;
}

static_assert(static_cast<int>(signal::unsatisfactory) ==
                  static_cast<int>(scores::verdict::unsatisfactory) &&
              static_cast<int>(signal::unsatisfactory) ==
                  static_cast<int>(censored::verdict::unsatisfactory));

struct judge_of_one {
  const score_plan& plan;
  const score_columns& columns;
  std::span<const double> x;
  const laboratory_results& results;
  const selection& selected;
  const assigned_value& assigned;
  const target_sd& target;
  const laboratory_uncertainties& uncertainty;
  const measurand_options& options;

  [[nodiscard]] signal of_found(std::size_t i) const {
    if (!plan.verdict) return signal::not_scored;
    const auto& column = columns[static_cast<std::size_t>(*plan.verdict)];
    return static_cast<signal>(
        scores::signal(column[i], signal_rule(*plan.verdict, options.scoring)));
  }
  [[nodiscard]] signal of_censored(std::size_t i) const {
    if (!plan.verdict || !options.scoring.score_censored) return signal::not_scored;
    return of_limit(on_scale(options.transform, results.value[i]), results.qualifier[i],
                    plan, assigned, target, options);
  }
  /// Signal and reason of a result that was reported and not withdrawn.
  void set(verdicts& v, std::size_t i) const {
    const bool found = results.qualifier[i] == censoring::exact;
    v.reason[i] = selected.use[i] == use::expert ? reason::expert : assigned.missing;
    if (v.reason[i] != reason::none) return;
    v.signal[i] = found ? of_found(i) : of_censored(i);
    v.by_limit[i] = !found && v.signal[i] != signal::not_scored;
    if (v.signal[i] == signal::not_scored)
      v.reason[i] = found ? reason_without_verdict(x[i], plan, target, uncertainty.u[i],
                                                   uncertainty.U[i])
                          : reason::censored;
  }
};

void tell_censored(const verdicts& v, const laboratory_results& r,
                   std::vector<finding>& findings) {
  for (std::size_t i = 0; i < r.size(); ++i)
    if (v.reason[i] == reason::censored)
      findings.push_back({finding_code::censored_not_scored,
                          static_cast<std::ptrdiff_t>(i),
                          {r.value[i], nan, nan, nan}});
}

}  // namespace

scores::signal_options signal_rule(score s, const score_options& o) noexcept {
  using scores::score_kind;
  switch (s) {
    case score::percent_allowance:
      return {score_kind::percent_allowance, o.allowance_limit, nan, o.tolerance};
    case score::e_n:
      return {score_kind::e_n, o.e_n_limit, nan, o.tolerance};
    case score::zeta:
      return {score_kind::zeta, o.first_limit, o.second_limit, o.tolerance};
    case score::z_prime:
      return {score_kind::z_prime, o.first_limit, o.second_limit, o.tolerance};
    default:
      return {score_kind::z, o.first_limit, o.second_limit, o.tolerance};
  }
}

reason reason_without_verdict(double x, const score_plan& plan, const target_sd& target,
                              double u, double U) noexcept {
  if (std::isnan(x)) return reason::no_logarithm;
  if (plan.withheld) return reason::u_not_negligible;
  if (!plan.verdict) return reason::no_verdict;
  if (*plan.verdict == score::zeta || *plan.verdict == score::e_n)
    return std::isnan(U) || (*plan.verdict == score::zeta && std::isnan(u))
               ? reason::no_uncertainty
               : reason::zero_scale;
  return target.missing != reason::none ? target.missing : reason::not_finite;
}

verdicts judge(const score_plan& plan, const score_columns& columns,
               std::span<const double> x, const laboratory_results& r, const selection& s,
               const assigned_value& a, const target_sd& t,
               const laboratory_uncertainties& u, const measurand_options& o,
               std::vector<finding>& findings) {
  const std::size_t n = r.size();
  verdicts v{std::vector(n, signal::not_scored), std::vector(n, reason::none),
             std::vector<bool>(n)};
  const judge_of_one one{plan, columns, x, r, s, a, t, u, o};
  for (std::size_t i = 0; i < n; ++i) {
    if (s.use[i] == use::not_reported) {
      v.signal[i] = signal::not_reported;
      v.reason[i] = reason::not_reported;
    } else if (s.use[i] == use::withdrawn) {
      v.signal[i] = signal::withdrawn;
      v.reason[i] = reason::withdrawn;
    } else {
      one.set(v, i);
    }
  }
  tell_censored(v, r, findings);
  return v;
}

}  // namespace ringtrial::round
