// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "estimator_options.hpp"
#include "scheme_options.hpp"
#include <ringtrial/round/categories.hpp>
#include <ringtrial/round/options.hpp>
#include <ringtrial/round/vocabulary.hpp>

#include <cstdint>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

/// The scheme of a measurand, from the dict of ringtrial.scheme to the options of C++.
namespace ringtrial::python {

inline constexpr const char* evaluating = "evaluate";  ///< the function, in messages

inline constexpr choice<assigned::estimator> estimators[] = {
    {"algorithm_a", assigned::estimator::algorithm_a},
    {"q_hampel", assigned::estimator::q_hampel},
    {"median_niqr", assigned::estimator::median_niqr},
    {"median_mad", assigned::estimator::median_mad},
    {"median_qn", assigned::estimator::median_qn},
    {"biweight", assigned::estimator::biweight},
    {"mean", assigned::estimator::mean}};

inline constexpr choice<target::scale_estimator> scales[] = {
    {"algorithm_a", target::scale_estimator::algorithm_a},
    {"q_hampel", target::scale_estimator::q_hampel},
    {"median_niqr", target::scale_estimator::median_niqr},
    {"median_mad", target::scale_estimator::median_mad},
    {"median_qn", target::scale_estimator::median_qn},
    {"biweight", target::scale_estimator::biweight},
    {"mean", target::scale_estimator::mean},
    {"q_method", target::scale_estimator::q_method},
    {"qn", target::scale_estimator::qn},
    {"mad", target::scale_estimator::mad},
    {"niqr", target::scale_estimator::niqr},
    {"sd", target::scale_estimator::sd}};

inline constexpr choice<round::score> score_names[] = {
    {"difference", round::score::difference},
    {"percent_difference", round::score::percent_difference},
    {"percent_allowance", round::score::percent_allowance},
    {"z", round::score::z},
    {"z_prime", round::score::z_prime},
    {"zeta", round::score::zeta},
    {"e_n", round::score::e_n}};

/// Of any estimator; the scheme has checked that they are those of the one in use.
template <class P>  // from_participants_options or from_data_options
void read_estimator_options(P& p, py::handle table) {
  const keywords given(table, evaluating);
  read_algorithm_a(p, given);
  read_hampel(p, given);
  read_quartiles(p, given);
  read_finite_sample(p, given);
  given.number("c", p.c);
}

inline round::selection_options read_selection(const scheme_options& o) {
  using censored::substitution;
  using round::outlier_rule;
  return {
      .excluded = o.list<std::uint32_t>("exclude"),
      .withdrawn = o.list<std::uint32_t>("withdraw"),
      .censored = o.choice<substitution>("censored", {{"exclude", substitution::omit},
                                                      {"half", substitution::half},
                                                      {"limit", substitution::limit},
                                                      {"zero", substitution::zero},
                                                      {"sqrt2", substitution::sqrt2}}),
      .outliers = o.choice<outlier_rule>(
          "outliers", {{"none", outlier_rule::none},
                       {"grubbs", outlier_rule::grubbs},
                       {"cochran", outlier_rule::cochran},
                       {"grubbs_cochran", outlier_rule::grubbs_cochran}}),
      .outlier_alpha = o.number("outlier_alpha"),
      .gross_error_percent = o.maybe("gross_error_percent")};
}

inline void read_method(round::assigned_options& a, const scheme_options& o) {
  const auto method = py::cast<std::string>(o["assigned"]);
  a.method = method == "certified"     ? round::assigned_method::certified
             : method == "formulation" ? round::assigned_method::formulation
             : method == "expert"      ? round::assigned_method::expert
             : method == "none"        ? round::assigned_method::none
                                       : round::assigned_method::participants;
  if (a.method == round::assigned_method::participants)
    a.participants.estimator = o.choice("assigned", estimators);
}

inline round::recipe read_recipe(const scheme_options& o) {
  return {.masses = o.list<double>("masses"),
          .fractions = o.list<double>("fractions"),
          .u_masses = o.list<double>("u_masses"),
          .u_fractions = o.list<double>("u_fractions"),
          .total = o.maybe("total"),
          .u_total = o.maybe("u_total"),
          .u_other = o.maybe("u_other").value_or(0)};
}

inline assigned::expert_method read_expert_method(const scheme_options& o) {
  if (!o.has("expert_method")) return assigned::expert_method::automatic;
  return o.choice<assigned::expert_method>(
      "expert_method", {{"mean", assigned::expert_method::mean},
                        {"median", assigned::expert_method::median},
                        {"weighted_mean", assigned::expert_method::weighted_mean},
                        {"birge", assigned::expert_method::birge},
                        {"dersimonian_laird", assigned::expert_method::dersimonian_laird},
                        {"mandel_paule", assigned::expert_method::mandel_paule}});
}

inline assigned::estimate read_reference(const scheme_options& o) {
  const auto r = assigned::certified(
      o.number("value"), {.u = o.maybe("u"), .U = o.maybe("U"), .k = o.maybe("k")});
  return {r.value, r.standard_uncertainty};
}

inline round::assigned_options read_assigned(const scheme_options& o) {
  round::assigned_options a;
  read_method(a, o);
  read_estimator_options(a.participants, o["estimator_options"]);
  a.participants.factor = o.maybe("u_factor");
  a.minimum_laboratories = o.count("minimum_laboratories");
  a.value = o.maybe("assigned_value");
  a.certified = {
      .u = o.maybe("assigned_u"), .U = o.maybe("assigned_U"), .k = o.maybe("assigned_k")};
  a.formulation = read_recipe(o.table("formulation"));
  a.experts = o.list<std::uint32_t>("expert_laboratories");
  a.expert = {read_expert_method(o), o.number("expert_u_common")};
  a.score_experts = o.flag("score_experts");
  a.u_homogeneity = o.number("u_homogeneity");
  a.u_transport = o.number("u_transport");
  a.u_stability = o.number("u_stability");
  if (o.has("reference")) a.reference = read_reference(o.table("reference"));
  return a;
}

inline target::relation read_relation(const scheme_options& o) {
  using target::relation;
  if (!o.has("relation")) return relation::linear;
  return o.choice<relation>("relation", {{"linear", relation::linear},
                                         {"proportional", relation::proportional},
                                         {"power", relation::power}});
}

// Nothing where it is the estimator that makes the assigned value too.
inline std::optional<target::from_data_options> read_own_scale(const scheme_options& o) {
  if (o["target_estimator"].equal(o["assigned"])) return std::nullopt;
  target::from_data_options d;
  d.estimator = o.choice("target_estimator", scales);
  read_estimator_options(d, o["estimator_options"]);
  return d;
}

inline round::target_options read_target(const scheme_options& o) {
  const auto previous = o.table("previous_rounds");
  round::target_options t;
  t.method = o.choice<round::target_method>(
      "target", {{"data", round::target_method::data},
                 {"fixed", round::target_method::fixed},
                 {"perception", round::target_method::perception},
                 {"percent", round::target_method::percent},
                 {"horwitz", round::target_method::horwitz},
                 {"precision", round::target_method::precision},
                 {"previous_rounds", round::target_method::previous_rounds}});
  t.data = read_own_scale(o);
  t.sigma_pt = o.maybe("sigma_pt");
  t.delta_e = o.maybe("delta_e");
  t.percent = o.maybe("target_percent");
  t.s_R = o.maybe("s_R").value_or(0);
  t.s_r = o.maybe("s_r").value_or(0);
  t.n = o.maybe("precision_n").value_or(1);
  t.modified = o.flag("horwitz_modified");
  t.previous_level = previous.list<double>("level");
  t.previous_sd = previous.list<double>("sd");
  t.relation = read_relation(previous);
  t.limits = {o.maybe("sigma_lower"), o.maybe("sigma_upper")};
  return t;
}

// "nan", "rectangular" or a number.
inline double read_missing_k(const scheme_options& o) {
  if (!as_text(o["missing_k"])) return o.number("missing_k");
  return o.choice<double>("missing_k",
                          {{"nan", round::nan}, {"rectangular", std::numbers::sqrt3}});
}

inline void read_scores(round::score_options& s, const scheme_options& o) {
  if (o.has("scores"))
    for (const auto item : py::list(o["scores"]))
      s.scores.push_back(read_choice(item, evaluating, "scores", score_names));
  if (o.has("verdict")) s.verdict = o.choice("verdict", score_names);
}

inline round::score_options read_scoring(const scheme_options& o) {
  using round::large_uncertainty;
  using scores::missing_uncertainty;
  const auto limits = o.list<double>("limits");
  round::score_options s;
  read_scores(s, o);
  s.u_ratio = o.number("u_ratio");
  s.when_u_large = o.choice<large_uncertainty>(
      "when_u_large", {{"z_prime", large_uncertainty::z_prime},
                       {"warn", large_uncertainty::warn},
                       {"no_scores", large_uncertainty::no_scores}});
  s.first_limit = limits.at(0);
  s.second_limit = limits.size() > 1 ? limits[1] : round::nan;
  s.e_n_limit = o.number("e_n_limit");
  s.allowance_limit = o.number("allowance_limit");
  s.tolerance = o.number("signal_tolerance");
  s.missing_u = o.choice<missing_uncertainty>(
      "missing_u",
      {{"nan", missing_uncertainty::none_given}, {"zero", missing_uncertainty::zero}});
  s.missing_k = read_missing_k(o);
  s.score_censored =
      o.choice<bool>("censored_signal", {{"check", true}, {"none", false}});
  return s;
}

inline round::item_options read_items(const scheme_options& o) {
  using round::failed_check;
  using round::item_criterion;
  constexpr choice<failed_check> rules[] = {{"uncertainty", failed_check::uncertainty},
                                            {"target", failed_check::target},
                                            {"warn", failed_check::warn},
                                            {"stop", failed_check::stop}};
  return {.criterion = o.choice<item_criterion>("item_criterion",
                                                {{"basic", item_criterion::basic},
                                                 {"expanded", item_criterion::expanded},
                                                 {"test", item_criterion::test}}),
          .factor = o.number("item_factor"),
          .alpha = o.number("item_alpha"),
          .when_inhomogeneous = o.choice("when_inhomogeneous", rules),
          .when_unstable = o.choice("when_unstable", rules)};
}

inline round::measurand_options read_measurand(const scheme_options& o) {
  using round::replicate_rule;
  return {.unit = o.text("unit"),
          .transform = o.choice<scores::transform>("transform",
                                                   {{"none", scores::transform::none},
                                                    {"log10", scores::transform::log10},
                                                    {"ln", scores::transform::ln}}),
          .replicates =
              o.choice<replicate_rule>("replicates", {{"mean", replicate_rule::mean},
                                                      {"median", replicate_rule::median},
                                                      {"first", replicate_rule::first}}),
          .selection = read_selection(o),
          .assigned = read_assigned(o),
          .target = read_target(o),
          .scoring = read_scoring(o),
          .items = read_items(o)};
}

inline round::category_options read_categories(const scheme_options& o) {
  using round::category_kind;
  round::category_options c;
  c.kind = o.choice<category_kind>("kind", {{"nominal", category_kind::nominal},
                                            {"ordinal", category_kind::ordinal},
                                            {"code", category_kind::code}});
  c.scored = py::cast<std::string>(o["assigned"]) != "none";
  c.assigned = o.text("assigned_category");
  c.required = o.number("required");
  c.minimum_laboratories = o.count("minimum_laboratories");
  c.excluded = o.list<std::uint32_t>("exclude");
  c.withdrawn = o.list<std::uint32_t>("withdraw");
  c.accepted = o.list<std::string>("accepted");
  for (const auto& [category, part] : py::dict(o["partial"]))
    c.partial.emplace_back(py::cast<std::string>(category), py::cast<double>(part));
  c.levels = o.list<std::string>("levels");
  c.code_levels = o.list<std::size_t>("code_levels");
  return c;
}

}  // namespace ringtrial::python
