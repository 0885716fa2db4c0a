// SPDX-License-Identifier: BSL-1.0
#include "arrays.hpp"
#include <ringtrial/consensus/arithmetic_mean.hpp>
#include <ringtrial/consensus/birge.hpp>
#include <ringtrial/consensus/bob.hpp>
#include <ringtrial/consensus/cox_a.hpp>
#include <ringtrial/consensus/cox_b.hpp>
#include <ringtrial/consensus/decision_guide.hpp>
#include <ringtrial/consensus/degrees_of_equivalence.hpp>
#include <ringtrial/consensus/dersimonian_laird.hpp>
#include <ringtrial/consensus/detail/covariance.hpp>
#include <ringtrial/consensus/fairweather.hpp>
#include <ringtrial/consensus/graybill_deal.hpp>
#include <ringtrial/consensus/hedges_olkin.hpp>
#include <ringtrial/consensus/hierarchical.hpp>
#include <ringtrial/consensus/largest_consistent_subset.hpp>
#include <ringtrial/consensus/linear_pool.hpp>
#include <ringtrial/consensus/mandel_paule.hpp>
#include <ringtrial/consensus/median.hpp>
#include <ringtrial/consensus/monte_carlo.hpp>
#include <ringtrial/consensus/power_moderated_mean.hpp>
#include <ringtrial/consensus/reml.hpp>
#include <ringtrial/consensus/schiller_eberhardt.hpp>
#include <ringtrial/consensus/sensitivity_table.hpp>
#include <ringtrial/consensus/sidik_jonkman.hpp>
#include <ringtrial/consensus/vangel_rukhin.hpp>
#include <ringtrial/consensus/weighted_mean.hpp>
#include <ringtrial/consensus/weighted_median.hpp>

namespace py = pybind11;
namespace consensus = ringtrial::consensus;
namespace formula = ringtrial::consensus::detail;
using namespace ringtrial::python;

namespace {

int code(ringtrial::outcome status) { return static_cast<int>(status); }

// --- the arrays of a call -----------------------------------------------------------------

/// An argument that may be None; where allowed, one number stands for as many as x has.
class optional_doubles {
 public:
  optional_doubles(py::handle value, const char* function, const char* name) {
    if (!value.is_none()) values_.emplace(read_doubles(value, function, name));
  }
  optional_doubles(py::handle value, const char* function, const char* name,
                   std::size_t n) {
    if (value.is_none()) return;
    auto read = read_doubles_nd(value, function, name);
    if (read.array().ndim() > 1)
      reject_dimensions(read.array(), function, name, "at most 1");
    if (read.array().ndim() == 0) repeated_.assign(n, read[0]);
    values_.emplace(std::move(read));
  }

  [[nodiscard]] std::optional<std::span<const double>> get() const {
    if (!values_) return std::nullopt;
    if (values_->array().ndim() == 0) return std::span<const double>(repeated_);
    return values_->span();
  }

 private:
  std::optional<doubles> values_;
  std::vector<double> repeated_;
};

/// x, u and dof, kept alive.
class input {
 public:
  input(const char* function, py::handle x, py::handle u, py::handle dof = py::none())
      : x_(read_doubles(x, function, "x")),
        u_(u, function, "u"),
        dof_(dof, function, "dof", x_.size()) {}

  [[nodiscard]] formula::arguments arguments() const {
    return {x_.span(), u_.get(), dof_.get()};
  }

 private:
  doubles x_;
  optional_doubles u_, dof_;
};

/// For methods that cannot do without u.
input stated_input(const char* function, py::handle x, py::handle u,
                   py::handle dof = py::none()) {
  if (u.is_none()) reject_type(function, "u", u, "an array of standard uncertainties");
  return {function, x, u, dof};
}

/// Without the GIL.
template <class F>
auto unlocked(F f) {
  const py::gil_scoped_release released;
  return f();
}

// --- results ------------------------------------------------------------------------------

/// x and u as used: NaN for a laboratory that was skipped.
py::tuple used(const formula::arguments& a) {
  std::vector<double> x(a.x.begin(), a.x.end()), u;
  if (a.u) u.assign(a.u->begin(), a.u->end());
  const auto dof = a.dof();
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!std::isnan(x[i]) && (!a.u || !std::isnan(u[i])) &&
        (!dof || !std::isnan((*dof)[i])))
      continue;
    x[i] = formula::not_a_number;
    if (a.u) u[i] = formula::not_a_number;
  }
  if (!a.u) return py::make_tuple(to_array(std::move(x)), py::none());
  return py::make_tuple(to_array(std::move(x)), to_array(std::move(u)));
}

/// The fields of consensus.Fit, then those of the method.
template <class... Own>
py::tuple fields(const consensus::fit& f, const formula::arguments& a, Own&&... own) {
  const auto arrays = used(a);
  return py::make_tuple(f.value, f.standard_uncertainty, f.between_sd, f.lower, f.upper,
                        f.coverage, f.coverage_factor, f.df, to_array(f.weights), f.chi2,
                        f.chi2_df, f.p_value, f.birge_ratio, f.i2, f.n, f.method,
                        code(f.status), arrays[0], arrays[1], std::forward<Own>(own)...);
}

template <class... Own>
py::tuple random_effects_fields(const consensus::random_effects_result& r,
                                const formula::arguments& a, Own&&... own) {
  return fields(r, a, r.between_variance, r.iterations, r.at_boundary,
                std::forward<Own>(own)...);
}

// --- one common mean ----------------------------------------------------------------------

consensus::weighted_mean_options read_weighted_mean(py::handle uncertainty,
                                                    py::handle coverage) {
  using rule = consensus::weighted_mean_uncertainty;
  return {read_choice<rule>(uncertainty, "weighted_mean", "uncertainty",
                            {{"internal", rule::internal},
                             {"external", rule::external},
                             {"larger", rule::larger}}),
          read_number(coverage, "weighted_mean", "coverage")};
}

/// A matrix in one block.
doubles read_matrix(py::handle value, const char* function, const char* name) {
  auto read = read_doubles_nd(value, function, name);
  if (read.array().ndim() != 2) reject_dimensions(read.array(), function, name, "2");
  return read;
}

ringtrial::row_view<const double> rows_of(const doubles& matrix) {
  const auto rows = static_cast<std::size_t>(matrix.array().shape(0));
  const auto cols = static_cast<std::size_t>(matrix.array().shape(1));
  return {matrix.span().data(), rows, cols, cols};
}

py::tuple weighted_mean_covariance(py::handle x, py::handle covariance,
                                   const consensus::weighted_mean_options& o) {
  constexpr auto function = "weighted_mean";
  const auto values = read_doubles(x, function, "x");
  const auto matrix = read_matrix(covariance, function, "covariance");
  const auto r = formula::weighted_mean_of(values.span(), rows_of(matrix), o);
  const auto u = formula::uncertainties_of(function, values.span(), rows_of(matrix));
  return fields(r, formula::arguments{values.span(), u}, r.uncertainty_internal,
                r.uncertainty_external);
}

py::tuple weighted_mean(py::handle x, py::handle u, py::handle covariance,
                        py::handle uncertainty, py::handle coverage) {
  const auto o = read_weighted_mean(uncertainty, coverage);
  if (u.is_none() == covariance.is_none())
    formula::reject("weighted_mean: exactly one of u and covariance must be given");
  if (u.is_none()) return weighted_mean_covariance(x, covariance, o);
  const input in("weighted_mean", x, u);
  const auto r = formula::weighted_mean_of(in.arguments(), o);
  return fields(r, in.arguments(), r.uncertainty_internal, r.uncertainty_external);
}

py::tuple arithmetic_mean(py::handle x, py::handle u, py::handle uncertainty,
                          py::handle coverage) {
  constexpr auto function = "arithmetic_mean";
  using rule = consensus::arithmetic_mean_uncertainty;
  const input in(function, x, u);
  return fields(
      formula::arithmetic_mean_of(in.arguments(),
                                  {read_choice<rule>(uncertainty, function, "uncertainty",
                                                     {{"scatter", rule::scatter},
                                                      {"stated", rule::stated},
                                                      {"both", rule::both}}),
                                   read_number(coverage, function, "coverage")}),
      in.arguments());
}

py::tuple median(py::handle x, py::handle u, py::handle uncertainty,
                 py::handle coverage) {
  constexpr auto function = "median";
  using rule = consensus::median_uncertainty;
  const input in(function, x, u);
  return fields(
      formula::median_of(in.arguments(),
                         {read_choice<rule>(uncertainty, function, "uncertainty",
                                            {{"ccqm", rule::ccqm},
                                             {"iso13528", rule::iso13528},
                                             {"mueller", rule::mueller},
                                             {"maritz_jarrett", rule::maritz_jarrett},
                                             {"stated", rule::stated}}),
                          read_number(coverage, function, "coverage")}),
      in.arguments());
}

py::tuple graybill_deal(py::handle x, py::handle u, py::handle dof,
                        py::handle uncertainty, py::handle coverage) {
  constexpr auto function = "graybill_deal";
  using rule = consensus::graybill_deal_uncertainty;
  const auto in = stated_input(function, x, u, dof);
  return fields(
      formula::graybill_deal_of(in.arguments(),
                                {read_choice<rule>(uncertainty, function, "uncertainty",
                                                   {{"naive", rule::naive},
                                                    {"sinha", rule::sinha},
                                                    {"zhang1", rule::zhang1},
                                                    {"zhang2", rule::zhang2}}),
                                 read_number(coverage, function, "coverage")}),
      in.arguments());
}

py::tuple birge(py::handle x, py::handle u, py::handle rule, py::handle coverage) {
  constexpr auto function = "birge";
  using choice = consensus::birge_rule;
  const auto in = stated_input(function, x, u);
  const auto r = formula::birge_of(in.arguments(),
                                   {read_choice<choice>(rule, function, "rule",
                                                        {{"classical", choice::classical},
                                                         {"floored", choice::floored},
                                                         {"bayes", choice::bayes}}),
                                    read_number(coverage, function, "coverage")});
  return fields(r, in.arguments(), r.factor);
}

py::tuple cox_a(py::handle x, py::handle u, py::handle alpha, py::handle coverage) {
  constexpr auto function = "cox_a";
  const auto in = stated_input(function, x, u);
  const auto r =
      formula::cox_a_of(in.arguments(), {read_number(alpha, function, "alpha"),
                                         read_number(coverage, function, "coverage")});
  return fields(r, in.arguments(), r.consistent, r.critical, r.alpha);
}

py::tuple cox_b(py::handle x, py::handle u, py::handle draws, py::handle seed,
                py::handle coverage) {
  constexpr auto function = "cox_b";
  const auto in = stated_input(function, x, u);
  const consensus::cox_b_options o{read_count(draws, function, "draws"),
                                   read_count(seed, function, "seed"),
                                   read_number(coverage, function, "coverage")};
  const auto r = unlocked([&] { return formula::cox_b_of(in.arguments(), o); });
  return fields(r, in.arguments(), r.median_of_draws, r.draws, r.seed,
                r.monte_carlo_error);
}

py::tuple weighted_median(py::handle x, py::handle u, py::handle uncertainty,
                          py::handle draws, py::handle seed, py::handle coverage) {
  constexpr auto function = "weighted_median";
  using rule = consensus::weighted_median_uncertainty;
  const auto in = stated_input(function, x, u);
  const consensus::weighted_median_options o{
      read_choice<rule>(
          uncertainty, function, "uncertainty",
          {{"asymptotic", rule::asymptotic}, {"bootstrap", rule::bootstrap}}),
      read_count(draws, function, "draws"), read_count(seed, function, "seed"),
      read_number(coverage, function, "coverage")};
  return fields(unlocked([&] { return formula::weighted_median_of(in.arguments(), o); }),
                in.arguments());
}

py::tuple largest_consistent_subset(py::handle x, py::handle u, py::handle alpha,
                                    py::handle coverage) {
  constexpr auto function = "largest_consistent_subset";
  const auto in = stated_input(function, x, u);
  const consensus::largest_consistent_subset_options o{
      read_number(alpha, function, "alpha"), read_number(coverage, function, "coverage")};
  const auto r =
      unlocked([&] { return formula::largest_consistent_subset_of(in.arguments(), o); });
  return fields(r, in.arguments(), to_array(r.indices), to_array(r.excluded),
                r.subset_size, r.subset_chi2, r.critical, r.alpha, r.consistent);
}

// --- random effects -----------------------------------------------------------------------

consensus::random_effects_uncertainty read_random_effects(py::handle value,
                                                          const char* function) {
  using rule = consensus::random_effects_uncertainty;
  return read_choice<rule>(value, function, "uncertainty",
                           {{"naive", rule::naive},
                            {"horn_horn_duncan", rule::horn_horn_duncan},
                            {"knapp_hartung", rule::knapp_hartung},
                            {"knapp_hartung_floor", rule::knapp_hartung_floor}});
}

/// A method whose only options are the common ones.
template <class Options, auto method>
py::tuple random_effects(const char* function, py::handle x, py::handle u,
                         py::handle uncertainty, py::handle coverage) {
  const auto in = stated_input(function, x, u);
  return random_effects_fields(
      method(in.arguments(), Options{read_random_effects(uncertainty, function),
                                     read_number(coverage, function, "coverage")}),
      in.arguments());
}

py::tuple dersimonian_laird(py::handle x, py::handle u, py::handle uncertainty,
                            py::handle coverage) {
  return random_effects<consensus::dersimonian_laird_options,
                        formula::dersimonian_laird_of>("dersimonian_laird", x, u,
                                                       uncertainty, coverage);
}

py::tuple mandel_paule(py::handle x, py::handle u, py::handle modified,
                       py::handle uncertainty, py::handle coverage) {
  constexpr auto function = "mandel_paule";
  const auto in = stated_input(function, x, u);
  return random_effects_fields(
      formula::mandel_paule_of(in.arguments(),
                               {read_bool(modified, function, "modified"),
                                read_random_effects(uncertainty, function),
                                read_number(coverage, function, "coverage")}),
      in.arguments());
}

py::tuple reml(py::handle x, py::handle u, py::handle uncertainty, py::handle coverage) {
  const auto in = stated_input("reml", x, u);
  const auto r =
      formula::reml_of(in.arguments(), {read_random_effects(uncertainty, "reml"),
                                        read_number(coverage, "reml", "coverage")});
  return random_effects_fields(r, in.arguments(), r.log_likelihood);
}

py::tuple vangel_rukhin(py::handle x, py::handle u, py::handle dof,
                        py::handle uncertainty, py::handle coverage) {
  constexpr auto function = "vangel_rukhin";
  const auto in = stated_input(function, x, u, dof);
  const consensus::vangel_rukhin_options o{read_random_effects(uncertainty, function),
                                           read_number(coverage, function, "coverage")};
  const auto r = unlocked([&] { return formula::vangel_rukhin_of(in.arguments(), o); });
  return random_effects_fields(r, in.arguments(), r.log_likelihood,
                               to_array(r.within_sd));
}

py::tuple hedges_olkin(py::handle x, py::handle u, py::handle uncertainty,
                       py::handle coverage) {
  return random_effects<consensus::hedges_olkin_options, formula::hedges_olkin_of>(
      "hedges_olkin", x, u, uncertainty, coverage);
}

py::tuple sidik_jonkman(py::handle x, py::handle u, py::handle uncertainty,
                        py::handle coverage) {
  return random_effects<consensus::sidik_jonkman_options, formula::sidik_jonkman_of>(
      "sidik_jonkman", x, u, uncertainty, coverage);
}

// --- few methods, bias, other classics ----------------------------------------------------

py::tuple bob(py::handle x, py::handle u, py::handle coverage) {
  const auto in = stated_input("bob", x, u);
  const auto r =
      formula::bob_of(in.arguments(), {read_number(coverage, "bob", "coverage")});
  return fields(r, in.arguments(), r.within);
}

py::tuple schiller_eberhardt(py::handle x, py::handle u, py::handle dof,
                             py::handle material_sd, py::handle material_dof,
                             py::handle coverage) {
  constexpr auto function = "schiller_eberhardt";
  const auto in = stated_input(function, x, u, dof);
  const auto r = formula::schiller_eberhardt_of(
      in.arguments(), {read_number(material_sd, function, "material_sd"),
                       read_number(material_dof, function, "material_dof"),
                       read_number(coverage, function, "coverage")});
  return fields(r, in.arguments(), r.bias_allowance, r.expanded_uncertainty);
}

py::tuple fairweather(py::handle x, py::handle u, py::handle dof, py::handle coverage) {
  constexpr auto function = "fairweather";
  const auto in = stated_input(function, x, u, dof);
  return fields(formula::fairweather_of(in.arguments(),
                                        {read_number(coverage, function, "coverage")}),
                in.arguments());
}

py::tuple power_moderated_mean(py::handle x, py::handle u, py::handle alpha,
                               py::handle coverage) {
  constexpr auto function = "power_moderated_mean";
  const auto in = stated_input(function, x, u);
  consensus::power_moderated_mean_options o{
      .coverage = read_number(coverage, function, "coverage")};
  if (!alpha.is_none()) o.alpha = read_number(alpha, function, "alpha");
  const auto r = formula::power_moderated_mean_of(in.arguments(), o);
  return fields(r, in.arguments(), r.alpha);
}

py::tuple linear_pool(py::handle x, py::handle u, py::handle dof, py::handle weights,
                      py::handle coverage) {
  constexpr auto function = "linear_pool";
  const auto in = stated_input(function, x, u, dof);
  const optional_doubles shares(weights, function, "weights");
  if (shares.get()) formula::require_pool_weights(in.arguments().x.size(), *shares.get());
  const auto given = shares.get().value_or(std::span<const double>{});
  const auto x_used = formula::weighed_values(in.arguments().x, given);
  const formula::arguments a{x_used, in.arguments().u, in.arguments().dof()};
  const auto r = formula::linear_pool_of(
      a, {.weights = given, .coverage = read_number(coverage, function, "coverage")});
  return fields(r, a, r.median, r.within);
}

py::tuple hierarchical(py::handle x, py::handle u, py::handle dof, py::handle effects,
                       py::handle prior, py::handle prior_scale, py::handle coverage) {
  constexpr auto function = "hierarchical";
  using effect = consensus::hierarchical_effects;
  using rule = consensus::hierarchical_prior;
  const auto in = stated_input(function, x, u, dof);
  consensus::hierarchical_options o{
      .effects =
          read_choice<effect>(effects, function, "effects",
                              {{"normal", effect::normal}, {"laplace", effect::laplace}}),
      .prior = read_choice<rule>(prior, function, "prior",
                                 {{"half_cauchy", rule::half_cauchy},
                                  {"half_normal", rule::half_normal},
                                  {"uniform", rule::uniform}}),
      .coverage = read_number(coverage, function, "coverage")};
  if (!prior_scale.is_none())
    o.prior_scale = read_number(prior_scale, function, "prior_scale");
  const auto r = unlocked([&] { return formula::hierarchical_of(in.arguments(), o); });
  return fields(r, in.arguments(), r.median, r.between_lower, r.between_upper,
                r.between_mean, r.prior_scale);
}

// --- around the fits ----------------------------------------------------------------------

/// value, standard_uncertainty, between_sd, weights, method, status code; of a fit or a mapping.
consensus::fit read_reference(const py::tuple& given) {
  constexpr auto function = "degrees_of_equivalence";
  consensus::fit f{.value = read_number(given[0], function, "fit['value']"),
                   .standard_uncertainty =
                       read_number(given[1], function, "fit['standard_uncertainty']"),
                   .between_sd = read_number(given[2], function, "fit['between_sd']")};
  const auto weights = read_doubles(given[3], function, "fit['weights']");
  f.weights.assign(weights.span().begin(), weights.span().end());
  f.method = *as_text(given[4]);
  f.status = static_cast<ringtrial::status_t>(py::cast<int>(given[5]));
  const auto positive = [](double u) { return std::isfinite(u) && u >= 0; };
  if (f.status != ringtrial::status_t::ok) return f;
  if (!std::isfinite(f.value)) reject_value(function, "fit['value']", given[0], "finite");
  if (!positive(f.standard_uncertainty))
    reject_value(function, "fit['standard_uncertainty']", given[1],
                 "finite and not negative");
  if (!std::isnan(f.between_sd) && !positive(f.between_sd))
    reject_value(function, "fit['between_sd']", given[2], "finite and not negative");
  return f;
}

/// value, standard_uncertainty and between_sd without each laboratory.
std::optional<formula::left_out> read_left_out(py::handle given) {
  if (given.is_none()) return std::nullopt;
  const auto arrays = py::cast<py::tuple>(given);
  const auto column = [&](std::size_t i) {
    const auto values = read_doubles(arrays[i], "degrees_of_equivalence", "fit");
    return std::vector<double>(values.span().begin(), values.span().end());
  };
  return formula::left_out{column(0), column(1), column(2)};
}

consensus::degrees_of_equivalence_options read_equivalence_options(
    py::handle between, py::handle coverage, py::handle coverage_factor) {
  constexpr auto function = "degrees_of_equivalence";
  using choice = consensus::between_effects;
  consensus::degrees_of_equivalence_options o{
      .between = read_choice<choice>(
          between, function, "between",
          {{"excluded", choice::excluded}, {"included", choice::included}}),
      .coverage = read_number(coverage, function, "coverage")};
  if (!coverage_factor.is_none())
    o.coverage_factor = read_number(coverage_factor, function, "coverage_factor");
  return o;
}

/// n × n, row by row.
py::object to_square(const std::vector<double>& values, std::size_t n) {
  const auto size = static_cast<py::ssize_t>(n);
  return to_array(values).reshape({size, size});
}

py::array_t<bool> to_flags(const std::vector<bool>& values) {
  py::array_t<bool> flags(static_cast<py::ssize_t>(values.size()));
  std::copy(values.begin(), values.end(), flags.mutable_data());
  return flags;
}

py::tuple equivalence_fields(const consensus::degrees_of_equivalence_result& r) {
  const std::size_t n = r.difference.size();
  const bool left_out = n > 0 && r.reference.size() == n;
  return py::make_tuple(
      to_array(r.difference), to_array(r.standard_uncertainty),
      to_array(r.expanded_uncertainty), to_array(r.score), to_flags(r.equivalent),
      r.value, r.reference_uncertainty, r.coverage_factor, r.n, r.method, code(r.status),
      to_square(r.pair_difference, n), to_square(r.pair_uncertainty, n),
      to_square(r.pair_expanded, n), to_square(r.pair_score, n),
      left_out ? py::object(to_array(r.reference)) : py::none(),
      left_out ? py::object(to_array(r.reference_uncertainties)) : py::none());
}

py::tuple degrees_of_equivalence(py::handle x, py::handle u, py::handle covariance,
                                 const py::tuple& fit, py::handle others,
                                 py::handle between, py::handle coverage,
                                 py::handle coverage_factor) {
  constexpr auto function = "degrees_of_equivalence";
  const auto o = read_equivalence_options(between, coverage, coverage_factor);
  const auto reference = read_reference(fit);
  const auto left_out = read_left_out(others);
  if (covariance.is_none()) {
    const auto in = stated_input(function, x, u);
    const auto a = in.arguments();
    return equivalence_fields(formula::degrees_of_equivalence_of(
        a.x, *a.u, {}, reference, left_out ? &*left_out : nullptr, o));
  }
  const auto values = read_doubles(x, function, "x");
  const auto matrix = read_matrix(covariance, function, "covariance");
  return equivalence_fields(formula::degrees_of_equivalence_of(
      values.span(), {}, rows_of(matrix), reference, nullptr, o));
}

consensus::estimator read_estimator(py::handle value,
                                    const char* function = "sensitivity_table",
                                    const char* argument = "methods") {
  const auto text = as_text(value);
  std::string allowed;
  for (std::uint8_t code = 0;; ++code) {
    const auto e = static_cast<consensus::estimator>(code);
    if (name(e) == "unknown") break;
    if (text && *text == name(e)) return e;
    allowed += (allowed.empty() ? "'" : ", '") + std::string(name(e)) + "'";
  }
  if (text) reject_value(function, argument, value, "among " + allowed);
  reject_type(function, argument, value, "a name of a method");
}

/// A column of the table.
template <class F>
py::array_t<double> column(const std::vector<consensus::fit>& rows, F member) {
  std::vector<double> values;
  for (const auto& row : rows) values.push_back(row.*member);
  return to_array(std::move(values));
}

py::tuple sensitivity_table(py::handle x, py::handle u, py::handle dof,
                            py::handle methods, py::handle coverage) {
  constexpr auto function = "sensitivity_table";
  const auto in = stated_input(function, x, u, dof);
  consensus::sensitivity_table_options o{.coverage =
                                             read_number(coverage, function, "coverage")};
  if (!methods.is_none()) {
    o.methods.clear();
    for (const auto method : read_items(methods, function, "methods"))
      o.methods.push_back(read_estimator(method));
  }
  const auto r =
      unlocked([&] { return formula::sensitivity_table_of(in.arguments(), o); });
  py::list names;
  std::vector<std::uint8_t> codes;
  for (const auto& row : r.rows) {
    names.append(row.method);
    codes.push_back(static_cast<std::uint8_t>(row.status));
  }
  using consensus::fit;
  return py::make_tuple(
      names, column(r.rows, &fit::value), column(r.rows, &fit::standard_uncertainty),
      column(r.rows, &fit::between_sd), column(r.rows, &fit::lower),
      column(r.rows, &fit::upper), to_array(std::move(codes)), r.spread, r.n);
}

py::tuple monte_carlo(py::handle x, py::handle u, py::handle dof, py::handle estimator,
                      py::handle model, py::handle draws, py::handle seed,
                      py::handle coverage) {
  constexpr auto function = "monte_carlo";
  using choice = consensus::monte_carlo_model;
  const auto in = stated_input(function, x, u, dof);
  const consensus::monte_carlo_options o{
      .method = read_estimator(estimator, function, "estimator"),
      .model = read_choice<choice>(
          model, function, "model",
          {{"bootstrap", choice::bootstrap}, {"stated", choice::stated}}),
      .draws = read_count(draws, function, "draws"),
      .seed = read_count(seed, function, "seed"),
      .coverage = read_number(coverage, function, "coverage")};
  const auto r = unlocked([&] { return formula::monte_carlo_of(in.arguments(), o); });
  return fields(r, in.arguments(), r.estimator, r.mean_of_draws, r.median_of_draws,
                r.between_lower, r.between_upper, r.monte_carlo_error, r.draws, r.failed,
                r.seed);
}

py::tuple decision_guide(py::handle x, py::handle u, py::handle alpha_homogeneity,
                         py::handle alpha_normality, py::handle alpha_symmetry) {
  constexpr auto function = "decision_guide";
  const auto in = stated_input(function, x, u);
  const auto r = formula::decision_guide_of(
      in.arguments(), {read_number(alpha_homogeneity, function, "alpha_homogeneity"),
                       read_number(alpha_normality, function, "alpha_normality"),
                       read_number(alpha_symmetry, function, "alpha_symmetry")});
  py::dict options;
  if (r.effects == consensus::hierarchical_effects::laplace)
    options["effects"] = "laplace";
  return py::make_tuple(r.q, r.q_df, r.q_p_value, r.shapiro_w, r.shapiro_p_value,
                        r.symmetry_statistic, r.symmetry_p_value, r.homogeneous, r.normal,
                        r.symmetric, r.recommended, options, r.n, code(r.status));
}

}  // namespace

void bind_consensus(py::module_& core) {
  auto m = core.def_submodule("consensus");
  m.def("weighted_mean", &weighted_mean);
  m.def("arithmetic_mean", &arithmetic_mean);
  m.def("median", &median);
  m.def("graybill_deal", &graybill_deal);
  m.def("birge", &birge);
  m.def("cox_a", &cox_a);
  m.def("dersimonian_laird", &dersimonian_laird);
  m.def("mandel_paule", &mandel_paule);
  m.def("hedges_olkin", &hedges_olkin);
  m.def("sidik_jonkman", &sidik_jonkman);
  m.def("bob", &bob);
  m.def("schiller_eberhardt", &schiller_eberhardt);
  m.def("fairweather", &fairweather);
  m.def("power_moderated_mean", &power_moderated_mean);
  m.def("cox_b", &cox_b);
  m.def("weighted_median", &weighted_median);
  m.def("largest_consistent_subset", &largest_consistent_subset);
  m.def("reml", &reml);
  m.def("vangel_rukhin", &vangel_rukhin);
  m.def("linear_pool", &linear_pool);
  m.def("hierarchical", &hierarchical);
  m.def("degrees_of_equivalence", &degrees_of_equivalence);
  m.def("sensitivity_table", &sensitivity_table);
  m.def("decision_guide", &decision_guide);
  m.def("monte_carlo", &monte_carlo);
}
