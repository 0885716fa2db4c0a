// SPDX-License-Identifier: BSL-1.0
#include "arrays.hpp"
#include "scheme_options.hpp"
#include <ringtrial/assigned/negligible.hpp>
#include <ringtrial/round/categories.hpp>
#include <ringtrial/round/evaluate.hpp>
#include <ringtrial/round/scale.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace py = pybind11;
namespace round_ = ringtrial::round;
using namespace ringtrial::python;

namespace {

using ringtrial::assigned::estimator;
using ringtrial::assigned::expert_method;
using ringtrial::target::scale_estimator;
using round_::assigned_method;
using round_::target_method;
using transform = ringtrial::scores::transform;

constexpr const char* function = "evaluate";

// --- options ------------------------------------------------------------------------------

constexpr choice<estimator> estimators[] = {{"algorithm_a", estimator::algorithm_a},
                                            {"q_hampel", estimator::q_hampel},
                                            {"median_niqr", estimator::median_niqr},
                                            {"median_mad", estimator::median_mad},
                                            {"median_qn", estimator::median_qn},
                                            {"biweight", estimator::biweight},
                                            {"mean", estimator::mean}};

constexpr choice<scale_estimator> scales[] = {
    {"algorithm_a", scale_estimator::algorithm_a},
    {"q_hampel", scale_estimator::q_hampel},
    {"median_niqr", scale_estimator::median_niqr},
    {"median_mad", scale_estimator::median_mad},
    {"median_qn", scale_estimator::median_qn},
    {"biweight", scale_estimator::biweight},
    {"mean", scale_estimator::mean},
    {"q_method", scale_estimator::q_method},
    {"qn", scale_estimator::qn},
    {"mad", scale_estimator::mad},
    {"niqr", scale_estimator::niqr},
    {"sd", scale_estimator::sd}};

constexpr choice<round_::score> score_names[] = {
    {"difference", round_::score::difference},
    {"percent_difference", round_::score::percent_difference},
    {"percent_allowance", round_::score::percent_allowance},
    {"z", round_::score::z},
    {"z_prime", round_::score::z_prime},
    {"zeta", round_::score::zeta},
    {"e_n", round_::score::e_n}};

// Of any estimator; the scheme has checked that they are those of the one in use.
template <class P>  // from_participants_options or from_data_options
void read_estimator_options(P& p, const scheme_options& o) {
  using namespace ringtrial::robust;
  auto& a = p.algorithm_a;
  if (o.has("k")) a.k = o.number("k");
  if (o.has("correction")) {
    a.correction =
        as_text(o["correction"])
            ? o.choice<correction>("correction", {{"printed", correction::printed},
                                                  {"exact", correction::exact}})
            : correction::given;
    if (a.correction == correction::given) a.factor = o.number("correction");
  }
  if (o.has("stopping"))
    a.stopping =
        o.choice<stopping>("stopping", {{"fixed_point", stopping::fixed_point},
                                        {"three_figures", stopping::three_figures}});
  if (o.has("max_iterations"))
    a.max_iterations = read_limit(o["max_iterations"], function, "max_iterations");
  p.hampel = {o.maybe("a").value_or(p.hampel.a), o.maybe("b").value_or(p.hampel.b),
              o.maybe("c").value_or(p.hampel.c)};
  if (o.has("quartiles"))
    p.quartiles =
        o.choice<quartile_rule>("quartiles", {{"inclusive", quartile_rule::inclusive},
                                              {"exclusive", quartile_rule::exclusive},
                                              {"tukey", quartile_rule::tukey}});
  if (o.has("finite_sample")) p.finite_sample = o.flag("finite_sample");
}

round_::selection_options read_selection(const scheme_options& o) {
  using ringtrial::censored::substitution;
  using round_::outlier_rule;
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

void read_method(round_::assigned_options& a, const scheme_options& o) {
  const auto method = py::cast<std::string>(o["assigned"]);
  a.method = method == "certified"     ? assigned_method::certified
             : method == "formulation" ? assigned_method::formulation
             : method == "expert"      ? assigned_method::expert
             : method == "none"        ? assigned_method::none
                                       : assigned_method::participants;
  if (a.method == assigned_method::participants)
    a.participants.estimator = o.choice("assigned", estimators);
}

round_::recipe read_recipe(const scheme_options& o) {
  return {.masses = o.list<double>("masses"),
          .fractions = o.list<double>("fractions"),
          .u_masses = o.list<double>("u_masses"),
          .u_fractions = o.list<double>("u_fractions"),
          .total = o.maybe("total"),
          .u_total = o.maybe("u_total"),
          .u_other = o.maybe("u_other").value_or(0)};
}

expert_method read_expert_method(const scheme_options& o) {
  if (!o.has("expert_method")) return expert_method::automatic;
  return o.choice<expert_method>("expert_method",
                                 {{"mean", expert_method::mean},
                                  {"median", expert_method::median},
                                  {"weighted_mean", expert_method::weighted_mean},
                                  {"birge", expert_method::birge},
                                  {"dersimonian_laird", expert_method::dersimonian_laird},
                                  {"mandel_paule", expert_method::mandel_paule}});
}

ringtrial::assigned::estimate read_reference(const scheme_options& o) {
  const auto r = ringtrial::assigned::certified(
      o.number("value"), {.u = o.maybe("u"), .U = o.maybe("U"), .k = o.maybe("k")});
  return {r.value, r.standard_uncertainty};
}

round_::assigned_options read_assigned(const scheme_options& o) {
  round_::assigned_options a;
  read_method(a, o);
  read_estimator_options(a.participants, o.table("estimator_options"));
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

ringtrial::target::relation read_relation(const scheme_options& o) {
  using ringtrial::target::relation;
  if (!o.has("relation")) return relation::linear;
  return o.choice<relation>("relation", {{"linear", relation::linear},
                                         {"proportional", relation::proportional},
                                         {"power", relation::power}});
}

// Nothing where it is the estimator that makes the assigned value too.
std::optional<ringtrial::target::from_data_options> read_own_scale(
    const scheme_options& o) {
  if (o["target_estimator"].equal(o["assigned"])) return std::nullopt;
  ringtrial::target::from_data_options d;
  d.estimator = o.choice("target_estimator", scales);
  read_estimator_options(d, o.table("estimator_options"));
  return d;
}

round_::target_options read_target(const scheme_options& o) {
  const auto previous = o.table("previous_rounds");
  round_::target_options t;
  t.method = o.choice<target_method>(
      "target", {{"data", target_method::data},
                 {"fixed", target_method::fixed},
                 {"perception", target_method::perception},
                 {"percent", target_method::percent},
                 {"horwitz", target_method::horwitz},
                 {"precision", target_method::precision},
                 {"previous_rounds", target_method::previous_rounds}});
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
double read_missing_k(const scheme_options& o) {
  if (!as_text(o["missing_k"])) return o.number("missing_k");
  return o.choice<double>("missing_k",
                          {{"nan", round_::nan}, {"rectangular", std::numbers::sqrt3}});
}

void read_scores(round_::score_options& s, const scheme_options& o) {
  if (o.has("scores"))
    for (const auto item : py::list(o["scores"]))
      s.scores.push_back(read_choice(item, function, "scores", score_names));
  if (o.has("verdict")) s.verdict = o.choice("verdict", score_names);
}

round_::score_options read_scoring(const scheme_options& o) {
  using ringtrial::scores::missing_uncertainty;
  using round_::large_uncertainty;
  const auto limits = o.list<double>("limits");
  round_::score_options s;
  read_scores(s, o);
  s.u_ratio = o.number("u_ratio");
  s.when_u_large = o.choice<large_uncertainty>(
      "when_u_large", {{"z_prime", large_uncertainty::z_prime},
                       {"warn", large_uncertainty::warn},
                       {"no_scores", large_uncertainty::no_scores}});
  s.first_limit = limits.at(0);
  s.second_limit = limits.size() > 1 ? limits[1] : round_::nan;
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

round_::measurand_options read_measurand(const scheme_options& o) {
  using round_::replicate_rule;
  return {.unit = o.text("unit"),
          .transform = o.choice<transform>("transform", {{"none", transform::none},
                                                         {"log10", transform::log10},
                                                         {"ln", transform::ln}}),
          .replicates =
              o.choice<replicate_rule>("replicates", {{"mean", replicate_rule::mean},
                                                      {"median", replicate_rule::median},
                                                      {"first", replicate_rule::first}}),
          .selection = read_selection(o),
          .assigned = read_assigned(o),
          .target = read_target(o),
          .scoring = read_scoring(o)};
}

round_::category_options read_categories(const scheme_options& o) {
  using round_::category_kind;
  round_::category_options c;
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

// --- results ------------------------------------------------------------------------------

template <class E>
py::array_t<std::uint8_t> to_codes(const std::vector<E>& values) {
  std::vector<std::uint8_t> codes;
  for (const E value : values) codes.push_back(static_cast<std::uint8_t>(value));
  return to_array(std::move(codes));
}

// (code, laboratory or -1, numbers)
py::list to_list(const std::vector<round_::finding>& findings) {
  py::list all;
  for (const auto& f : findings)
    all.append(py::make_tuple(name(f.code), f.laboratory, f.numbers));
  return all;
}

py::array_t<std::int8_t> to_signs(
    const std::vector<ringtrial::censored::censoring>& qualifiers) {
  std::vector<std::int8_t> signs;
  for (const auto q : qualifiers)
    signs.push_back(q == ringtrial::censored::censoring::below   ? std::int8_t{-1}
                    : q == ringtrial::censored::censoring::above ? std::int8_t{1}
                                                                 : std::int8_t{0});
  return to_array(std::move(signs));
}

py::array_t<bool> used_in(const std::vector<round_::use>& uses) {
  py::array_t<bool> used(static_cast<py::ssize_t>(uses.size()));
  std::ranges::transform(uses, used.mutable_data(),
                         [](round_::use u) { return u == round_::use::used; });
  return used;
}

py::array_t<bool> to_flags(const std::vector<bool>& values) {
  py::array_t<bool> flags(static_cast<py::ssize_t>(values.size()));
  std::ranges::copy(values, flags.mutable_data());
  return flags;
}

py::dict to_dict(const round_::statistics& s) {
  py::dict d;
  d["n"] = s.n;
  d["robust_mean"] = s.robust_mean;
  d["robust_sd"] = s.robust_sd;
  d["median"] = s.median;
  d["mad"] = s.mad;
  d["niqr"] = s.niqr;
  d["mean"] = s.mean;
  d["sd"] = s.sd;
  d["minimum"] = s.minimum;
  d["maximum"] = s.maximum;
  return d;
}

py::object verdict_name(const round_::score_plan& plan) {
  if (!plan.verdict) return py::str();
  return py::str(score_names[static_cast<std::size_t>(*plan.verdict)].text);
}

// None where there is no σ_pt to compare with.
py::object negligible(const round_::evaluation& e, const round_::measurand_options& o) {
  if (!(e.target.sigma_pt > 0) || std::isnan(e.assigned.u_pt)) return py::none();
  return py::bool_(ringtrial::assigned::negligible(e.assigned.u_pt, e.target.sigma_pt,
                                                   o.scoring.u_ratio));
}

py::dict row_of(const round_::evaluation& e, const round_::measurand_options& o) {
  const auto& a = e.assigned;
  py::dict d = to_dict(e.statistics);
  d["n_reported"] = e.n_reported();
  d["n_used"] = e.selection.n();
  d["n_censored"] = e.n_censored();
  d["n_excluded"] = e.n_excluded();
  d["assigned_value"] = round_::back_transformed(o.transform, a.x_pt);
  d["assigned_u"] = a.u_pt;
  d["sigma_pt"] = e.target.sigma_pt;
  d["u_ratio"] = e.target.sigma_pt > 0 ? a.u_pt / e.target.sigma_pt : round_::nan;
  d["u_negligible"] = negligible(e, o);
  d["verdict_score"] = verdict_name(e.plan);
  if (o.assigned.reference) {
    d["reference_value"] = o.assigned.reference->value;
    d["reference_u"] = o.assigned.reference->standard_uncertainty;
  }
  if (a.comparison) d["reference_agrees"] = a.comparison->agrees;
  d["status"] = name(e.status());
  d["characterisation"] = a.u_characterisation;
  d["n_behind"] = a.n;
  d["iterations"] = a.iterations;
  d["estimator_status"] = name(a.status);
  return d;
}

py::dict columns_of(round_::evaluation& e) {
  py::dict d;
  d["n_replicates"] = to_array(e.results.n);
  d["qualifier"] = to_signs(e.results.qualifier);
  d["value"] = to_array(std::move(e.results.value));
  d["u"] = to_array(std::move(e.uncertainties.u));
  d["expanded_u"] = to_array(std::move(e.results.U));
  d["k"] = to_array(std::move(e.results.k));
  d["used"] = used_in(e.selection.use);
  for (std::size_t s = 0; s < e.scores.size(); ++s)
    if (!e.scores[s].empty())
      d[py::str(score_names[s].text)] = to_array(std::move(e.scores[s]));
  d["signal"] = to_codes(e.verdicts.signal);
  d["reason"] = to_codes(e.verdicts.reason);
  d["by_limit"] = to_flags(e.verdicts.by_limit);
  return d;
}

template <class T>
using column = py::array_t<T, py::array::c_style | py::array::forcecast>;

template <class T>
std::span<const T> span_of(const column<T>& c) {
  return {c.data(), static_cast<std::size_t>(c.size())};
}

// One measurand: its columns by laboratory, its row, statistics by stratum, findings.
py::tuple evaluate(const column<std::int32_t>& laboratory, const column<double>& value,
                   const column<std::int8_t>& qualifier, const column<double>& u,
                   const column<double>& U, const column<double>& k,
                   std::size_t laboratories, const column<std::int32_t>& stratum,
                   std::size_t strata, const py::dict& options) {
  const auto o = read_measurand({options, function});
  const round_::reported data{span_of(laboratory), span_of(value), span_of(qualifier),
                              span_of(u),          span_of(U),     span_of(k),
                              laboratories};
  round_::evaluation e;
  std::vector<round_::statistics> groups;
  {
    const py::gil_scoped_release unlocked;
    e = round_::evaluate(data, o);
    groups = round_::describe_strata(e.selection.x, span_of(stratum), strata);
  }
  py::list by_stratum;
  for (const auto& s : groups) by_stratum.append(to_dict(s));
  auto row = row_of(e, o);
  return py::make_tuple(columns_of(e), std::move(row), std::move(by_stratum),
                        to_list(e.findings));
}

// The same for results that are words; there are no strata.
py::tuple evaluate_categories(const column<std::int32_t>& laboratory,
                              const std::vector<std::string>& text,
                              std::size_t laboratories, const py::dict& options) {
  const std::vector<std::string_view> texts(text.begin(), text.end());
  const auto e = round_::evaluate_categories({span_of(laboratory), texts, laboratories},
                                             read_categories({options, function}));
  py::dict columns, row;
  columns["n_replicates"] = to_array(e.n);
  columns["used"] = used_in(e.use);
  columns["signal"] = to_codes(e.signal);
  columns["reason"] = to_codes(e.reason);
  row["n_reported"] = e.n_reported();
  row["n_used"] = e.n_used();
  row["n_excluded"] = e.n_reported() - e.n_used();
  row["assigned_value"] = e.assigned;
  row["status"] = name(e.missing);
  return py::make_tuple(std::move(columns), std::move(row), to_list(e.findings));
}

template <class E>
py::tuple names_of(std::size_t count) {
  py::tuple names(count);
  for (std::size_t code = 0; code < count; ++code)
    names[code] = name(static_cast<E>(code));
  return names;
}

}  // namespace

void bind_round(py::module_& core) {
  auto m = core.def_submodule("round");
  m.attr("signals") = names_of<round_::signal>(6);
  m.attr("reasons") = names_of<round_::reason>(17);
  m.def("evaluate", &evaluate);
  m.def("evaluate_categories", &evaluate_categories);
}
