// SPDX-License-Identifier: BSL-1.0
#include "assigned_options.hpp"
#include "broadcast.hpp"
#include "estimate.hpp"
#include <ringtrial/assigned/certified.hpp>
#include <ringtrial/assigned/combine_uncertainty.hpp>
#include <ringtrial/assigned/compare.hpp>
#include <ringtrial/assigned/crm_comparison.hpp>
#include <ringtrial/assigned/expert_laboratories.hpp>
#include <ringtrial/assigned/formulation.hpp>
#include <ringtrial/assigned/from_participants.hpp>
#include <ringtrial/assigned/minimum_laboratories.hpp>
#include <ringtrial/assigned/negligible.hpp>

namespace {

/// A result of from_participants in the type of the sample.
template <class T>
struct participants {
  T value = std::numeric_limits<T>::quiet_NaN();
  T standard_uncertainty = std::numeric_limits<T>::quiet_NaN();
  T scale = std::numeric_limits<T>::quiet_NaN();
  std::size_t n = 0;
  ringtrial::outcome status = ringtrial::outcome::too_few;
};

}  // namespace

template <class T>
struct ringtrial::python::fields_of<participants<T>> {
  using r = participants<T>;
  static constexpr auto members =
      std::tuple(&r::value, &r::standard_uncertainty, &r::scale, &r::n, &r::status);
};

namespace py = pybind11;
namespace assigned = ringtrial::assigned;
namespace formula = ringtrial::detail;
using namespace ringtrial::python;

namespace {

py::object from_participants(py::handle x, py::handle estimator, py::handle factor,
                             py::handle axis, py::handle offsets, py::handle options) {
  constexpr auto function = "from_participants";
  assigned::from_participants_options o{
      .estimator = read_estimator(estimator, function),
      .factor = read_optional(factor, function, "factor")};
  const keywords given(options, function);
  read_estimator_options(o, given);
  const auto lab = given.lab();
  return estimate(
      x, {axis, offsets}, function, "x",
      [&](const samples& all) {
        if (lab) lab->require_length(all);
      },
      [&]<class S>(S s, place at) {
        using T = typename S::value_type;
        const auto r = lab ? assigned::from_participants(s, lab->of(at, s.size()), o)
                           : assigned::from_participants(s, o);
        return participants<T>{static_cast<T>(r.value),
                               static_cast<T>(r.standard_uncertainty),
                               static_cast<T>(r.scale), r.n, r.status};
      });
}

/// A list of numbers, or None for none.
class optional_list {
 public:
  optional_list(py::handle value, const char* function, const char* name) {
    if (!value.is_none()) values_.emplace(read_doubles(value, function, name));
  }
  [[nodiscard]] bool given() const { return values_.has_value(); }
  [[nodiscard]] std::span<const double> span() const {
    return values_ ? values_->span() : std::span<const double>{};
  }

 private:
  std::optional<doubles> values_;
};

py::tuple formulation(py::handle masses, py::handle fractions, py::handle u_masses,
                      py::handle u_fractions, py::handle total, py::handle u_total,
                      py::handle u_other) {
  constexpr auto function = "formulation";
  const auto m = read_doubles(masses, function, "masses");
  const auto w = read_doubles(fractions, function, "fractions");
  const optional_list u_m(u_masses, function, "u_masses");
  const optional_list u_w(u_fractions, function, "u_fractions");
  if (u_m.given()) formula::require_as_many("u_masses", u_m.span().size(), m.size());
  if (u_w.given()) formula::require_as_many("u_fractions", u_w.span().size(), m.size());
  auto r = assigned::formulation(m.span(), w.span(),
                                 {.u_masses = u_m.span(),
                                  .u_fractions = u_w.span(),
                                  .total = read_optional(total, function, "total"),
                                  .u_total = read_optional(u_total, function, "u_total"),
                                  .u_other = read_number(u_other, function, "u_other")});
  return py::make_tuple(r.value, r.standard_uncertainty,
                        to_array(std::move(r.contributions)), static_cast<int>(r.status));
}

py::tuple certified(py::handle value, py::handle u, py::handle U, py::handle k,
                    py::handle distribution) {
  using d = assigned::distribution;
  constexpr auto function = "certified";
  const auto r = assigned::certified(
      read_number(value, function, "value"),
      {.u = read_optional(u, function, "u"),
       .U = read_optional(U, function, "U"),
       .k = read_optional(k, function, "k"),
       .distribution = read_choice<d>(distribution, function, "distribution",
                                      {{"normal", d::normal},
                                       {"rectangular", d::rectangular},
                                       {"triangular", d::triangular}})});
  return py::make_tuple(r.value, r.standard_uncertainty, static_cast<int>(r.status));
}

assigned::expert_method read_expert_method(py::handle value) {
  using e = assigned::expert_method;
  if (value.is_none()) return e::automatic;
  return read_choice<e>(value, "expert_laboratories", "method",
                        {{"mean", e::mean},
                         {"median", e::median},
                         {"weighted_mean", e::weighted_mean},
                         {"birge", e::birge},
                         {"dersimonian_laird", e::dersimonian_laird},
                         {"mandel_paule", e::mandel_paule}});
}

py::tuple expert_laboratories(py::handle x, py::handle u, py::handle method,
                              py::handle u_common) {
  constexpr auto function = "expert_laboratories";
  const auto values = read_doubles(x, function, "x");
  const optional_list stated(u, function, "u");
  auto r = formula::expert_laboratories_of(
      values.span(), stated.span(), stated.given(),
      {.method = read_expert_method(method),
       .u_common = read_number(u_common, function, "u_common")});
  return py::make_tuple(r.value, r.standard_uncertainty, r.between_sd, r.chi2,
                        to_array(std::move(r.weights)), r.n, std::string(name(r.method)),
                        static_cast<int>(r.status));
}

py::tuple crm_comparison(py::handle value_crm, py::handle u_crm, py::handle differences) {
  constexpr auto function = "crm_comparison";
  const double value = read_number(value_crm, function, "value_crm");
  const double u = read_number(u_crm, function, "u_crm");
  const auto d = read_doubles(differences, function, "differences");
  const auto r = assigned::crm_comparison(value, u, d.span());
  return py::make_tuple(r.value, r.standard_uncertainty, r.mean_difference,
                        r.u_difference, r.n, static_cast<int>(r.status));
}

/// A result with value and standard_uncertainty, or a pair of them.
assigned::estimate read_estimate(py::handle given, const char* name) {
  constexpr auto function = "compare";
  constexpr auto allowed =
      "a result with value and standard_uncertainty, or a pair (value, standard "
      "uncertainty)";
  if (py::hasattr(given, "value") && py::hasattr(given, "standard_uncertainty")) {
    const std::string of(name);
    return {read_number(given.attr("value"), function, (of + ".value").c_str()),
            read_number(given.attr("standard_uncertainty"), function,
                        (of + ".standard_uncertainty").c_str())};
  }
  if (!py::hasattr(given, "__len__")) reject_type(function, name, given, allowed);
  const auto pair = read_doubles_nd(given, function, name);
  if (pair.array().ndim() != 1 || pair.size() != 2)
    reject_value(function, name, given, allowed);
  return {pair[0], pair[1]};
}

py::tuple compare(py::handle assigned, py::handle reference, py::handle k) {
  const auto r = assigned::compare(read_estimate(assigned, "assigned"),
                                   read_estimate(reference, "reference"),
                                   read_number(k, "compare", "k"));
  return py::make_tuple(r.difference, r.u_difference, r.ratio, r.agrees,
                        static_cast<int>(r.status));
}

py::object combine_uncertainty(py::handle u_char, py::handle u_hom, py::handle u_trans,
                               py::handle u_stab) {
  return elementwise(formula::combine_uncertainty_formula{}, u_char, u_hom, u_trans,
                     u_stab);
}

py::object negligible(py::handle u_pt, py::handle sigma_pt, py::handle delta_e,
                      py::handle ratio) {
  constexpr auto function = "negligible";
  if (sigma_pt.is_none() == delta_e.is_none())
    formula::reject(std::string("negligible: sigma_pt and delta_e are both ") +
                    (sigma_pt.is_none() ? "missing" : "given") +
                    ", exactly one of them must be given");
  const bool to_sigma = delta_e.is_none();
  const double share =
      read_optional(ratio, function, "ratio").value_or(to_sigma ? 0.3 : 0.1);
  formula::negligible_formula f(share);
  if (!to_sigma) f.arguments[1].name = "delta_e";
  return elementwise(f, u_pt, to_sigma ? sigma_pt : delta_e);
}

long long minimum_laboratories(py::handle scale, py::handle sigma_pt, py::handle factor,
                               py::handle ratio) {
  constexpr auto function = "minimum_laboratories";
  return assigned::minimum_laboratories(
      read_number(scale, function, "scale"), read_number(sigma_pt, function, "sigma_pt"),
      read_number(factor, function, "factor"), read_number(ratio, function, "ratio"));
}

/// U = k·u.
struct expanded_uncertainty_formula {
  static constexpr std::string_view function = "expanded_uncertainty";
  static constexpr std::array<formula::argument_rule, 2> arguments = {
      {{"standard_uncertainty", formula::rule::not_negative},
       {"k", formula::rule::positive}}};
  double operator()(double u, double k) const noexcept { return k * u; }
};

py::object expanded_uncertainty(py::handle u, py::handle k) {
  return elementwise(expanded_uncertainty_formula{}, u, k);
}

}  // namespace

void bind_assigned(py::module_& core) {
  auto m = core.def_submodule("assigned");
  m.def("from_participants", &from_participants);
  m.def("formulation", &formulation);
  m.def("certified", &certified);
  m.def("expert_laboratories", &expert_laboratories);
  m.def("crm_comparison", &crm_comparison);
  m.def("compare", &compare);
  m.def("combine_uncertainty", &combine_uncertainty);
  m.def("negligible", &negligible);
  m.def("minimum_laboratories", &minimum_laboratories);
  m.def("expanded_uncertainty", &expanded_uncertainty);
}
