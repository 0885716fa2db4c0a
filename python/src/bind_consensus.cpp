// SPDX-License-Identifier: BSL-1.0
#include "arrays.hpp"
#include <ringtrial/consensus/arithmetic_mean.hpp>
#include <ringtrial/consensus/birge.hpp>
#include <ringtrial/consensus/bob.hpp>
#include <ringtrial/consensus/cox_a.hpp>
#include <ringtrial/consensus/cox_b.hpp>
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
#include <ringtrial/consensus/power_moderated_mean.hpp>
#include <ringtrial/consensus/reml.hpp>
#include <ringtrial/consensus/schiller_eberhardt.hpp>
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
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!std::isnan(x[i]) && (!a.u || !std::isnan(u[i])) &&
        (!a.dof || !std::isnan((*a.dof)[i])))
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
  const auto u = formula::uncertainties_of(values.span(), rows_of(matrix));
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
  const formula::arguments a{x_used, in.arguments().u, in.arguments().dof};
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
}
