// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/assigned/combine_uncertainty.hpp>
#include <ringtrial/assigned/formulation.hpp>
#include <ringtrial/round/assigned_value.hpp>
#include <ringtrial/round/scale.hpp>

#include <algorithm>
#include <cmath>
#include <span>

namespace ringtrial::round {
namespace {

double count(std::size_t n) { return static_cast<double>(n); }

/// A value of the scheme in the unit of the results, on the scale of the evaluation.
double stated(scores::transform t, double value, std::string_view what) {
  const double x = on_scale(t, value);
  detail::require(
      std::isfinite(x), "evaluate", what, value,
      t == scores::transform::none ? "finite" : "above 0 to have a logarithm");
  return x;
}

assigned_value from_participants(const estimates& e, const assigned_options& o,
                                 std::vector<finding>& findings) {
  constexpr std::size_t few = 12;  // a consensus of fewer is weak (ours)
  const auto& r = e.participants;
  assigned_value a{.n = e.statistics.n};
  if (a.n < o.minimum_laboratories) {
    findings.push_back({finding_code::too_few,
                        -1,
                        {count(a.n), count(o.minimum_laboratories), nan, nan}});
    a.status = status_t::too_few;
    a.missing = reason::too_few;
    return a;
  }
  a.x_pt = r.value;
  a.u_characterisation = r.standard_uncertainty;
  a.scale = r.scale;
  a.status = r.status;
  a.iterations = e.iterations;
  if (std::isnan(a.x_pt))
    a.missing = r.status == status_t::too_few ? reason::too_few : reason::not_finite;
  if (r.status == status_t::zero_scale) findings.push_back(no_scale(e.statistics));
  if (a.n < few)
    findings.push_back({finding_code::few_laboratories, -1, {count(a.n), nan, nan, nan}});
  return a;
}

assigned_value certified(const assigned_options& o, scores::transform t) {
  detail::require(o.value.has_value(), "evaluate: assigned_value is missing");
  const bool has_u = o.certified.u || o.certified.U;
  const auto r = assigned::certified(
      *o.value, has_u ? o.certified : assigned::certified_options{.u = 0.0});
  return {.x_pt = stated(t, r.value, "assigned_value"),
          .u_characterisation = has_u ? r.standard_uncertainty : nan};
}

assigned_value formulation(const assigned_options& o, scores::transform t) {
  if (o.value) return certified(o, t);
  const auto& f = o.formulation;
  const auto r = assigned::formulation(
      f.masses, f.fractions, {f.u_masses, f.u_fractions, f.total, f.u_total, f.u_other});
  return {.x_pt = stated(t, r.value, "formulation"),
          .u_characterisation = propagated(t, r.standard_uncertainty, r.value)};
}

bool weighs(assigned::expert_method m) {
  return m != assigned::expert_method::automatic && m != assigned::expert_method::mean &&
         m != assigned::expert_method::median;
}

/// Results of the experts: all with their uncertainty, or none with one.
assigned_value from_experts(const expert_results& r, const assigned_options& o,
                            std::vector<finding>& findings) {
  const bool all_stated =
      std::ranges::none_of(r.u, [](double u) { return std::isnan(u); });
  const bool with_u = all_stated || weighs(o.expert.method);
  const auto e =
      assigned::expert_laboratories(r.x, with_u ? r.u : std::vector<double>{}, o.expert);
  assigned_value a{.x_pt = e.value,
                   .u_characterisation = e.standard_uncertainty,
                   .n = e.n,
                   .status = e.status};
  if (!std::isnan(a.x_pt)) return a;
  a.missing = e.status == status_t::zero_scale   ? reason::zero_scale
              : e.status == status_t::not_finite ? reason::not_finite
                                                 : reason::too_few;
  if (a.missing == reason::too_few)
    findings.push_back({finding_code::too_few, -1, {count(a.n), 1, nan, nan}});
  return a;
}

void combine(assigned_value& a, const item_checks& c, const assigned_options& o,
             std::vector<finding>& findings) {
  if (a.missing != reason::none) return;
  if (std::isnan(a.u_characterisation)) {
    findings.push_back({finding_code::assigned_without_u});
    a.u_characterisation = 0;
  }
  a.u_homogeneity = std::max(o.u_homogeneity, c.u_homogeneity);
  a.u_transport = o.u_transport;
  a.u_stability = std::max(o.u_stability, c.u_stability);
  a.u_pt = assigned::combine_uncertainty(a.u_characterisation, a.u_homogeneity,
                                         a.u_transport, a.u_stability);
}

void compare(assigned_value& a, const assigned_options& o, scores::transform t,
             std::vector<finding>& findings) {
  if (!o.reference || a.missing != reason::none) return;
  const assigned::estimate reference{stated(t, o.reference->value, "reference"),
                                     o.reference->standard_uncertainty};
  a.comparison = assigned::compare({a.x_pt, a.u_pt}, reference);
  if (a.comparison->agrees) return;
  findings.push_back({finding_code::reference_disagrees,
                      -1,
                      {o.reference->value, o.reference->standard_uncertainty,
                       a.comparison->difference, a.comparison->u_difference}});
}

assigned_value by_method(const estimates& e, const expert_results& experts,
                         const measurand_options& o, std::vector<finding>& findings) {
  switch (o.assigned.method) {
    case assigned_method::participants:
      return from_participants(e, o.assigned, findings);
    case assigned_method::certified:
      return certified(o.assigned, o.transform);
    case assigned_method::formulation:
      return formulation(o.assigned, o.transform);
    case assigned_method::expert:
      return from_experts(experts, o.assigned, findings);
    case assigned_method::none:
      break;
  }
  return {.missing = reason::no_assigned_value};
}

}  // namespace

expert_results experts_of(const laboratory_results& r, const laboratory_uncertainties& u,
                          const measurand_options& o) {
  expert_results e;
  if (o.assigned.method != assigned_method::expert) return e;
  const auto& withdrawn = o.selection.withdrawn;
  for (const auto lab : o.assigned.experts) {
    if (lab >= r.size() || r.qualifier[lab] != censored::censoring::exact) continue;
    if (std::ranges::find(withdrawn, lab) != withdrawn.end()) continue;
    const double value = on_scale(o.transform, r.value[lab]);
    if (std::isnan(value)) continue;
    e.x.push_back(value);
    e.u.push_back(u.u[lab]);
  }
  return e;
}

assigned_value assign(const estimates& e, const expert_results& experts,
                      const measurand_options& o, std::vector<finding>& findings) {
  return by_method(e, experts, o, findings);
}

void complete(assigned_value& a, const item_checks& c, const measurand_options& o,
              std::vector<finding>& findings) {
  combine(a, c, o.assigned, findings);
  compare(a, o.assigned, o.transform, findings);
}

}  // namespace ringtrial::round
