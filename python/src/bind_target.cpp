// SPDX-License-Identifier: BSL-1.0
#include "broadcast.hpp"
#include "estimate.hpp"
#include "estimator_options.hpp"
#include <ringtrial/target/fixed.hpp>
#include <ringtrial/target/from_data.hpp>
#include <ringtrial/target/from_precision.hpp>
#include <ringtrial/target/from_previous_rounds.hpp>
#include <ringtrial/target/horwitz.hpp>
#include <ringtrial/target/limit.hpp>
#include <ringtrial/target/percentage.hpp>
#include <ringtrial/target/perception.hpp>

namespace {

/// A result of from_data in the type of the sample.
template <class T>
struct data_target {
  T sigma_pt = std::numeric_limits<T>::quiet_NaN();
  T scale = std::numeric_limits<T>::quiet_NaN();
  ringtrial::target::limited limited = ringtrial::target::limited::none;
  std::size_t n = 0;
  ringtrial::outcome status = ringtrial::outcome::too_few;
};

}  // namespace

template <class T>
struct ringtrial::python::fields_of<data_target<T>> {
  using r = data_target<T>;
  static constexpr auto members =
      std::tuple(&r::sigma_pt, &r::scale, &r::limited, &r::n, &r::status);
};

namespace py = pybind11;
namespace target = ringtrial::target;
namespace formula = ringtrial::detail;
using namespace ringtrial::python;

namespace {

py::object fixed(py::handle sigma_pt) {
  return elementwise(formula::fixed_formula{}, sigma_pt);
}

/// A σ_pt by expert judgement, under the name of the function that takes it.
struct judged_formula : formula::fixed_formula {
  static constexpr std::string_view function = "perception";
};

py::object perception(py::handle sigma_pt, py::handle delta_e) {
  if (sigma_pt.is_none() == delta_e.is_none())
    formula::reject(std::string("perception: sigma_pt and delta_e are both ") +
                    (sigma_pt.is_none() ? "missing" : "given") +
                    ", exactly one of them must be given");
  return delta_e.is_none() ? elementwise(judged_formula{}, sigma_pt)
                           : elementwise(formula::perception_formula{}, delta_e);
}

py::object percentage(py::handle x_pt, py::handle percent) {
  return elementwise(formula::percentage_formula{}, x_pt, percent);
}

py::object horwitz(py::handle c, py::handle unit, py::handle modified) {
  const auto text = as_text(unit);
  if (!text) reject_type("horwitz", "unit", unit, "a text such as 'mg/kg'");
  return elementwise(
      formula::horwitz_formula(
          {.unit = *text, .modified = read_bool(modified, "horwitz", "modified")}),
      c);
}

py::object from_precision(py::handle s_R, py::handle s_r, py::handle n) {
  return elementwise(formula::from_precision_formula{}, s_R, s_r, n);
}

py::object limit(py::handle sigma_pt, py::handle lower, py::handle upper) {
  using f = formula::limit_formula;
  const py::float_ no_lower(f::no_lower), no_upper(f::no_upper);
  return elementwise(f{}, sigma_pt, lower.is_none() ? py::handle(no_lower) : lower,
                     upper.is_none() ? py::handle(no_upper) : upper);
}

/// The fitted line at a level.
struct line_formula {
  static constexpr std::string_view function = "from_previous_rounds";
  static constexpr std::array<formula::argument_rule, 1> arguments = {{{"at"}}};
  const target::from_previous_rounds_result& line;
  double operator()(double at) const noexcept { return line.sigma_pt(at); }
};

struct extrapolated_formula {
  static constexpr std::string_view function = "from_previous_rounds";
  static constexpr std::array<formula::argument_rule, 1> arguments = {{{"at"}}};
  const target::from_previous_rounds_result& line;
  bool operator()(double at) const noexcept { return line.extrapolated(at); }
};

target::relation read_relation(py::handle value, const char* function) {
  using r = target::relation;
  return read_choice<r>(
      value, function, "relation",
      {{"linear", r::linear}, {"proportional", r::proportional}, {"power", r::power}});
}

py::tuple from_previous_rounds(py::handle level, py::handle sd, py::handle relation,
                               py::handle at) {
  constexpr auto function = "from_previous_rounds";
  const auto levels = read_doubles(level, function, "level");
  const auto sds = read_doubles(sd, function, "sd");
  const auto chosen = read_relation(relation, function);
  const auto r = target::from_previous_rounds(levels.span(), sds.span(), chosen);
  const py::float_ nowhere(formula::not_a_number);
  const py::handle level_at = at.is_none() ? py::handle(nowhere) : at;
  return py::make_tuple(r.a, r.b, r.r_squared, r.adjusted_r_squared, r.residual_sd, r.n,
                        elementwise(line_formula{r}, level_at),
                        elementwise(extrapolated_formula{r}, level_at),
                        std::string(name(chosen)), static_cast<int>(r.status));
}

target::scale_estimator read_estimator(py::handle value) {
  using e = target::scale_estimator;
  return read_choice<e>(value, "from_data", "estimator",
                        {{"algorithm_a", e::algorithm_a},
                         {"q_hampel", e::q_hampel},
                         {"median_niqr", e::median_niqr},
                         {"median_mad", e::median_mad},
                         {"median_qn", e::median_qn},
                         {"biweight", e::biweight},
                         {"mean", e::mean},
                         {"q_method", e::q_method},
                         {"qn", e::qn},
                         {"mad", e::mad},
                         {"niqr", e::niqr},
                         {"sd", e::sd}});
}

void read_estimator_options(target::from_data_options& o, const keywords& given) {
  using e = target::scale_estimator;
  const auto estimator = name(o.estimator);
  switch (o.estimator) {
    case e::algorithm_a:
      given.require_known(estimator, {"k", "correction", "stopping", "max_iterations"});
      return read_algorithm_a(o, given);
    case e::q_hampel:
      given.require_known(estimator, {"lab", "a", "b", "c"});
      return read_hampel(o, given);
    case e::q_method:
      return given.require_known(estimator, {"lab"});
    case e::niqr:
    case e::median_niqr:
      given.require_known(estimator, {"quartiles", "factor"});
      read_quartiles(o, given);
      return given.number("factor", o.factor);
    case e::mad:
    case e::median_mad:
      given.require_known(estimator, {"factor"});
      return given.number("factor", o.factor);
    case e::qn:
    case e::median_qn:
      given.require_known(estimator, {"finite_sample"});
      return read_finite_sample(o, given);
    case e::biweight:
      given.require_known(estimator, {"c"});
      return given.number("c", o.c);
    case e::mean:
    case e::sd:
      given.require_known(estimator, {});
  }
}

std::optional<double> read_bound(py::handle value, const char* name) {
  if (value.is_none()) return std::nullopt;
  return read_number(value, "from_data", name);
}

py::object from_data(py::handle x, py::handle estimator, py::handle lower,
                     py::handle upper, py::handle axis, py::handle offsets,
                     py::handle options) {
  target::from_data_options o{.estimator = read_estimator(estimator),
                              .limits = {.lower = read_bound(lower, "lower"),
                                         .upper = read_bound(upper, "upper")}};
  const keywords given(options, "from_data");
  read_estimator_options(o, given);
  const auto lab = given.lab();
  return estimate(
      x, {axis, offsets}, "from_data", "x",
      [&](const samples& all) {
        if (lab) lab->require_length(all);
      },
      [&]<class S>(S s, place at) {
        using T = typename S::value_type;
        const auto r = lab ? target::from_data(s, lab->of(at, s.size()), o)
                           : target::from_data(s, o);
        return data_target<T>{static_cast<T>(r.sigma_pt), static_cast<T>(r.scale),
                              r.limited, r.n, r.status};
      });
}

}  // namespace

void bind_target(py::module_& core) {
  auto m = core.def_submodule("target");
  m.attr("limited") = names_of<target::limited>();
  m.def("fixed", &fixed);
  m.def("perception", &perception);
  m.def("percentage", &percentage);
  m.def("horwitz", &horwitz);
  m.def("from_precision", &from_precision);
  m.def("limit", &limit);
  m.def("from_previous_rounds", &from_previous_rounds);
  m.def("from_data", &from_data);
}
