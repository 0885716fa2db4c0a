// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/round/scale.hpp>
#include <ringtrial/round/target_sd.hpp>
#include <ringtrial/target/fixed.hpp>
#include <ringtrial/target/from_precision.hpp>
#include <ringtrial/target/horwitz.hpp>
#include <ringtrial/target/percentage.hpp>
#include <ringtrial/target/perception.hpp>

#include <algorithm>
#include <cmath>

namespace ringtrial::round {
namespace {

using target::scale_estimator;

bool told(const std::vector<finding>& findings, finding_code code) {
  return std::ranges::any_of(findings, [&](const finding& f) { return f.code == code; });
}

double required(const std::optional<double>& value, std::string_view name) {
  detail::require(value.has_value(),
                  std::string("evaluate: ").append(name).append(" is missing"));
  return *value;
}

/// The largest score that is possible beside a sd that counts the result itself, (n − 1)/√n.
void warn_unreachable(scale_estimator estimator, std::size_t n,
                      std::vector<finding>& findings) {
  const auto p = static_cast<double>(n);
  const double largest = (p - 1) / std::sqrt(p);
  const bool robust =
      estimator != scale_estimator::mean && estimator != scale_estimator::sd;
  if (robust || n < 2 || largest >= 3) return;
  findings.push_back({finding_code::score_unreachable, -1, {p, largest, nan, nan}});
}

/// The scale of the round and whose it is: the scheme's, the one that came with the assigned value,
/// or Algorithm A's.
struct own_scale {
  double value = nan;
  scale_estimator estimator = scale_estimator::algorithm_a;
};

own_scale scale_of(const assigned_value& a, const estimates& e,
                   const measurand_options& o) {
  const auto* asked = asked_of_data(o);
  if (asked) return {e.target_scale, asked->estimator};
  return {a.scale, static_cast<scale_estimator>(o.assigned.participants.estimator)};
}

target_sd from_data(const assigned_value& a, const estimates& e,
                    const measurand_options& o, std::vector<finding>& findings) {
  const auto n = static_cast<double>(e.statistics.n);
  if (e.statistics.n < o.assigned.minimum_laboratories) {
    const auto least = static_cast<double>(o.assigned.minimum_laboratories);
    if (!told(findings, finding_code::too_few))
      findings.push_back({finding_code::too_few, -1, {n, least, nan, nan}});
    return {.missing = reason::too_few};
  }
  const auto scale = scale_of(a, e, o);
  if (std::isnan(scale.value)) return {.missing = reason::not_finite};
  warn_unreachable(scale.estimator, e.statistics.n, findings);
  if (scale.value > 0) return {.sigma_pt = scale.value};
  if (!told(findings, finding_code::zero_scale))
    findings.push_back(no_scale(e.statistics));
  return o.target.limits.lower ? target_sd{.sigma_pt = 0}
                               : target_sd{.missing = reason::zero_scale};
}

/// Of an assigned value in the unit of the results: NaN where the function has none.
double horwitz(double x_pt, const measurand_options& o, std::vector<finding>& findings) {
  const auto* const known =
      std::ranges::find(target::horwitz_units, detail::with_plain_micro(o.unit),
                        [](const auto& unit) { return unit.first; });
  if (known == target::horwitz_units.end()) {
    findings.push_back({finding_code::target_unit, -1, {x_pt, nan, nan, nan}});
    return nan;
  }
  const bool fraction = x_pt > 0 && x_pt <= std::pow(10.0, known->second);
  return fraction ? target::horwitz(x_pt, {o.unit, o.target.modified}) : nan;
}

double previous_rounds(double x_pt, const target_options& o) {
  return target::from_previous_rounds(o.previous_level, o.previous_sd, o.relation)
      .sigma_pt(x_pt);
}

/// The methods that need the level.
double at_level(double x_pt, const measurand_options& o, std::vector<finding>& findings) {
  switch (o.target.method) {
    case target_method::percent:
      return target::percentage(x_pt, required(o.target.percent, "target_percent"));
    case target_method::horwitz:
      return horwitz(x_pt, o, findings);
    default:
      return previous_rounds(x_pt, o.target);
  }
}

target_sd from_level(const assigned_value& a, const measurand_options& o,
                     std::vector<finding>& findings) {
  const bool of_unit = o.target.method != target_method::previous_rounds;
  detail::require(!of_unit || o.transform == scores::transform::none,
                  "evaluate: target 'percent' and 'horwitz' are none for logarithms");
  if (a.missing != reason::none) return {.missing = a.missing};
  const double x_pt = back_transformed(o.transform, a.x_pt);
  const double sigma = at_level(x_pt, o, findings);
  if (sigma > 0) return {.sigma_pt = sigma};
  if (!told(findings, finding_code::target_unit))
    findings.push_back({finding_code::no_target, -1, {x_pt, nan, nan, nan}});
  return {.missing = reason::no_target};
}

target_sd by_method(const assigned_value& a, const estimates& e,
                    const measurand_options& o, std::vector<finding>& findings) {
  const auto& t = o.target;
  switch (t.method) {
    case target_method::data:
      return from_data(a, e, o, findings);
    case target_method::fixed:
      return {target::fixed(required(t.sigma_pt, "sigma_pt"))};
    case target_method::perception:
      return {t.sigma_pt ? target::fixed(*t.sigma_pt)
                         : target::perception(required(t.delta_e, "delta_e"))};
    case target_method::precision:
      return {target::from_precision(t.s_R, t.s_r, t.n)};
    case target_method::percent:
    case target_method::horwitz:
    case target_method::previous_rounds:
      break;
  }
  return from_level(a, o, findings);
}

}  // namespace

target_sd target_of(const assigned_value& a, const estimates& e,
                    const measurand_options& o, std::vector<finding>& findings) {
  if (o.target.method == target_method::data && !needs_target(o)) return {};
  auto t = by_method(a, e, o, findings);
  t.sigma_pt = target::limit(t.sigma_pt, o.target.limits);
  if (t.missing == reason::none && !(t.sigma_pt > 0)) t.missing = reason::no_target;
  return t;
}

bool needs_target(const measurand_options& o) noexcept {
  const auto asked = [&](score s) {
    return std::ranges::find(o.scoring.scores, s) != o.scoring.scores.end();
  };
  return o.assigned.method != assigned_method::none &&
         (o.scoring.scores.empty() || asked(score::z) || asked(score::z_prime) ||
          (asked(score::percent_allowance) && !o.target.delta_e));
}

}  // namespace ringtrial::round
