// SPDX-License-Identifier: BSL-1.0
#include "arrays.hpp"
#include "round_options.hpp"
#include <ringtrial/assigned/negligible.hpp>
#include <ringtrial/round/categories.hpp>
#include <ringtrial/round/counts.hpp>
#include <ringtrial/round/evaluate.hpp>
#include <ringtrial/round/laboratory_results.hpp>
#include <ringtrial/round/scale.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace py = pybind11;
namespace round_ = ringtrial::round;
using namespace ringtrial::python;

namespace {

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

py::dict to_dict(const ringtrial::homogeneity::check_result& r) {
  py::dict d;
  d["g"] = r.g;
  d["n"] = r.n;
  d["m"] = r.m;
  d["mean"] = r.mean;
  d["s_x"] = r.s_x;
  d["s_w"] = r.s_w;
  d["s_s"] = r.s_s;
  d["u_bb_min"] = r.u_bb_min;
  d["criterion"] = r.criterion;
  d["passes"] = r.passes;
  d["expanded_criterion"] = r.expanded_criterion;
  d["passes_expanded"] = r.passes_expanded;
  d["f"] = r.f;
  d["f_critical"] = r.f_critical;
  d["p_value"] = r.p_value;
  d["significant"] = r.significant;
  d["repeatability_adequate"] = r.repeatability_adequate;
  d["trend_p_value"] = r.trend_p_value;
  d["status"] = name(r.status);
  return d;
}

py::dict to_dict(const ringtrial::homogeneity::stability_result& r) {
  py::dict d;
  d["g_before"] = r.g_before;
  d["g_after"] = r.g_after;
  d["mean_before"] = r.mean_before;
  d["mean_after"] = r.mean_after;
  d["difference"] = r.difference;
  d["criterion"] = r.criterion;
  d["passes"] = r.passes;
  d["expanded_criterion"] = r.expanded_criterion;
  d["passes_expanded"] = r.passes_expanded;
  d["t"] = r.t;
  d["df"] = r.df;
  d["t_critical"] = r.t_critical;
  d["p_value"] = r.p_value;
  d["significant"] = r.significant;
  d["u_stability"] = r.u_stability;
  d["status"] = name(r.status);
  return d;
}

// None where it was not checked; else with the σ_pt of the criteria and the decision.
template <class R>
py::object decided(const std::optional<R>& check, const round_::item_checks& items,
                   std::optional<bool> passes) {
  if (!check) return py::none();
  auto d = to_dict(*check);
  d["sigma_pt"] = items.sigma_pt;
  d["decision"] = passes;
  return d;
}

py::dict budget_of(const round_::assigned_value& a) {
  py::dict d;
  d["characterisation"] = a.u_characterisation;
  d["homogeneity"] = a.u_homogeneity;
  d["transport"] = a.u_transport;
  d["stability"] = a.u_stability;
  py::dict shares;
  for (const auto& [part, u] : d) shares[part] = a.share(py::cast<double>(u));
  d["shares"] = shares;
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
  d["uncertainty"] = budget_of(a);
  d["homogeneity"] = decided(e.items.homogeneity, e.items, e.items.homogeneous);
  d["stability"] = decided(e.items.stability, e.items, e.items.stable);
  d["n_behind"] = a.n;
  d["iterations"] = a.iterations;
  d["estimator_status"] = name(a.status);
  return d;
}

py::dict to_dict(const round_::count_basis& c) {
  py::dict d;
  d["whole"] = c.whole;
  d["replicates"] = c.replicates;
  d["mean"] = c.dispersion.mean;
  d["statistic"] = c.dispersion.statistic;
  d["df"] = c.dispersion.df;
  d["index"] = c.dispersion.index;
  d["p_value"] = c.dispersion.p_value;
  d["p_lower"] = c.dispersion.p_lower;
  d["sd"] = c.sd;
  d["share"] = c.share;
  return d;
}

// Used, or left out for its limit only: what an estimate with limits as limits may use.
py::array_t<bool> eligible(const std::vector<round_::use>& uses) {
  py::array_t<bool> flags(static_cast<py::ssize_t>(uses.size()));
  std::ranges::transform(uses, flags.mutable_data(), [](round_::use u) {
    return u == round_::use::used || u == round_::use::censored;
  });
  return flags;
}

py::dict columns_of(round_::evaluation& e, const round_::measurand_options& o) {
  py::dict d;
  d["eligible"] = eligible(e.selection.use);
  d["tested"] = to_array(round_::before_tests(e.results, e.selection, o.transform));
  d["variance"] = to_array(std::move(e.results.variance));
  d["n_replicates"] = to_array(e.results.n);
  d["qualifier"] = to_signs(e.results.qualifier);
  d["value"] = to_array(std::move(e.results.value));
  d["u"] = to_array(std::move(e.uncertainties.u));
  d["expanded_u"] = to_array(std::move(e.results.U));
  d["k"] = to_array(std::move(e.results.k));
  d["used"] = used_in(e.selection.use);
  d["x"] = to_array(std::move(e.selection.x));
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

// None where the results are no counts by the scheme.
py::object counts_of(const round_::evaluation& e, const round_::measurand_options& o,
                     const py::dict& options) {
  const auto exposure = scheme_options(options, evaluating).maybe("count_exposure");
  if (!exposure) return py::none();
  return to_dict(round_::count_basis_of(e, o, *exposure));
}

// The organiser's results on items: (value, item).
struct measured {
  column<double> value;
  column<std::size_t> item;

  explicit measured(const py::handle& pair)
      : value(py::cast<py::tuple>(pair)[0]), item(py::cast<py::tuple>(pair)[1]) {}
  [[nodiscard]] round_::measured_items view() const {
    return {span_of(value), span_of(item)};
  }
};

// One measurand: its columns by laboratory, its row, findings.
// items: what was measured for homogeneity, before and after.
py::tuple evaluate(const column<std::int32_t>& laboratory, const column<double>& value,
                   const column<std::int8_t>& qualifier, const column<double>& u,
                   const column<double>& U, const column<double>& k,
                   std::size_t laboratories, const py::tuple& items,
                   const py::dict& options) {
  const auto o = read_measurand({options, evaluating});
  const measured homogeneity(items[0]), before(items[1]), after(items[2]);
  const round_::reported data{span_of(laboratory), span_of(value), span_of(qualifier),
                              span_of(u),          span_of(U),     span_of(k),
                              laboratories};
  round_::evaluation e;
  {
    const py::gil_scoped_release unlocked;
    e = round_::evaluate(data, o, {homogeneity.view(), before.view(), after.view()});
  }
  auto row = row_of(e, o);
  row["counts"] = counts_of(e, o, options);
  return py::make_tuple(columns_of(e, o), std::move(row), to_list(e.findings));
}

// Statistics of each of so many strata: stratum is that of each value, negative for none.
py::list describe_strata(const column<double>& x, const column<std::int32_t>& stratum,
                         std::size_t strata) {
  py::list by_stratum;
  for (const auto& s : round_::describe_strata(span_of(x), span_of(stratum), strata))
    by_stratum.append(to_dict(s));
  return by_stratum;
}

// The same for results that are words.
py::tuple evaluate_categories(const column<std::int32_t>& laboratory,
                              const std::vector<std::string>& text,
                              std::size_t laboratories, const py::dict& options) {
  const std::vector<std::string_view> texts(text.begin(), text.end());
  const auto e = round_::evaluate_categories({span_of(laboratory), texts, laboratories},
                                             read_categories({options, evaluating}));
  py::dict columns, row;
  columns["n_replicates"] = to_array(e.n);
  columns["category"] = e.category;
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

// A value, a sign and a number of replicates for each laboratory of one measurand.
py::tuple laboratory_results(const column<std::int32_t>& laboratory,
                             const column<double>& value,
                             const column<std::int8_t>& qualifier,
                             std::size_t laboratories) {
  const std::vector<double> none(static_cast<std::size_t>(value.size()),
                                 std::numeric_limits<double>::quiet_NaN());
  const auto found = round_::results_of_laboratories({span_of(laboratory), span_of(value),
                                                      span_of(qualifier), none, none,
                                                      none, laboratories});
  return py::make_tuple(to_array(found.value), to_signs(found.qualifier),
                        to_array(found.n));
}

template <class E>
py::tuple names_of(std::size_t count) {
  py::tuple names(count);
  for (std::size_t code = 0; code < count; ++code)
    names[code] = name(static_cast<E>(code));
  return names;
}

}  // namespace

void bind_round_table(py::module_& round);

void bind_round(py::module_& core) {
  auto m = core.def_submodule("round");
  m.attr("signals") = names_of<round_::signal>(6);
  m.attr("reasons") = names_of<round_::reason>(17);
  m.attr("finding_codes") = names_of<round_::finding_code>(30);
  m.def("evaluate", &evaluate);
  m.def("describe_strata", &describe_strata);
  m.def("evaluate_categories", &evaluate_categories);
  m.def("laboratory_results", &laboratory_results);
  bind_round_table(m);
}
