// SPDX-License-Identifier: BSL-1.0
#include "broadcast.hpp"
#include <ringtrial/precision/collaborative_study.hpp>
#include <ringtrial/precision/functional_relation.hpp>
#include <ringtrial/precision/horrat.hpp>
#include <ringtrial/precision/oneway.hpp>
#include <ringtrial/precision/robust_precision.hpp>
#include <ringtrial/precision/split_level.hpp>
#include <ringtrial/precision/uncertainty_factors.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace py = pybind11;
namespace precision = ringtrial::precision;
using namespace ringtrial::python;

namespace {

int code(ringtrial::outcome status) { return static_cast<int>(status); }

// Codes 0, 1, … of labels, made by ringtrial/_arrays.py; None: no codes.
std::vector<std::size_t> read_codes(py::handle codes) {
  if (codes.is_none()) return {};
  const auto array = py::cast<py::array_t<std::int64_t, py::array::c_style>>(codes);
  return {array.data(), array.data() + array.size()};
}

precision::procedure read_procedure(py::handle value, const char* function) {
  using precision::procedure;
  return read_choice<procedure>(value, function, "procedure",
                                {{"flag", procedure::flag},
                                 {"remove", procedure::remove},
                                 {"none", procedure::none}});
}

// The pair (straggler, outlier).
precision::detail::levels_of_test read_alpha(py::handle alpha, const char* function) {
  const auto pair = read_doubles(alpha, function, "alpha");
  if (pair.size() != 2)
    reject_value(function, "alpha", alpha, "two numbers: straggler, outlier");
  return {pair[0], pair[1]};
}

py::list to_list(const std::vector<std::size_t>& values) {
  py::list list;
  for (const std::size_t value : values) list.append(value);
  return list;
}

py::list to_bools(const std::vector<bool>& values) {
  py::list list(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) list[i] = py::bool_(values[i]);
  return list;
}

py::array to_array(const precision::bounds& b) {
  return ringtrial::python::to_array(std::vector<double>{b.lower, b.upper});
}

using ringtrial::python::to_array;

py::tuple to_tuple(const precision::decision& d, const std::string& test) {
  return py::make_tuple(test, to_list(d.labs), d.statistic, d.critical_5, d.critical_1,
                        d.p_value, d.p, name(d.verdict), d.excluded);
}

py::tuple to_tuple(const precision::level_precision& r) {
  py::list decisions;
  for (const auto& d : r.decisions)
    decisions.append(to_tuple(d, std::string(name(d.test))));
  return py::make_tuple(r.level, r.p, r.n, r.replicates, r.mean, r.mean_of_means, r.s_r,
                        r.s_d, r.s_L, r.s_R, r.var_L, r.n_bar, r.r_limit, r.R_limit,
                        r.rsd_r, r.rsd_R, r.gamma, r.df_r, to_array(r.s_r_interval),
                        to_array(r.s_L_interval), to_array(r.s_R_interval),
                        to_list(r.labs), to_array(r.counts), to_list(r.removed),
                        to_array(r.means), to_array(r.sds), to_array(r.h), to_array(r.k),
                        to_bools(r.kept), decisions, code(r.status));
}

py::list collaborative_study(py::handle y, py::handle lab, py::handle level,
                             py::handle procedure, py::handle alpha, py::handle pairs,
                             py::handle repeat, py::handle limit_factor,
                             py::handle confidence, py::handle interval) {
  constexpr auto function = "collaborative_study";
  const auto levels_of_test = read_alpha(alpha, function);
  const precision::collaborative_study_options options{
      .procedure = read_procedure(procedure, function),
      .alpha_straggler = levels_of_test.straggler,
      .alpha_outlier = levels_of_test.outlier,
      .pairs = read_bool(pairs, function, "pairs"),
      .repeat = read_bool(repeat, function, "repeat"),
      .limit_factor = read_number(limit_factor, function, "limit_factor"),
      .confidence = read_number(confidence, function, "confidence"),
      .interval = read_choice<precision::interval>(
          interval, function, "interval",
          {{"mls", precision::interval::mls},
           {"satterthwaite", precision::interval::satterthwaite}})};
  const auto values = read_doubles(y, function, "y");
  const auto labs = read_codes(lab), levels = read_codes(level);
  precision::collaborative_study_result r;
  {
    const py::gil_scoped_release unlocked;
    r = precision::collaborative_study(values.span(), labs, levels, options);
  }
  py::list records;
  for (const auto& record : r.levels) records.append(to_tuple(record));
  return records;
}

py::tuple functional_relation(py::handle m, py::handle s, py::handle iterations) {
  constexpr auto function = "functional_relation";
  precision::functional_relation_options options{.converge = iterations.is_none()};
  if (!options.converge)
    options.iterations = static_cast<int>(
        std::min<std::size_t>(read_count(iterations, function, "iterations"), 1'000'000));
  const auto levels = read_doubles(m, function, "m"),
             sds = read_doubles(s, function, "s");
  auto r = precision::functional_relation(levels.span(), sds.span(), options);
  return py::make_tuple(r.b_I, r.a_II, r.b_II, r.c_III, r.d_III, r.C_III,
                        to_array(std::move(r.fitted_I)), to_array(std::move(r.fitted_II)),
                        to_array(std::move(r.fitted_III)), r.relative_sd_I,
                        r.relative_sd_II, r.relative_sd_III, name(r.preferred), r.n,
                        code(r.status));
}

py::object horrat(py::handle s, py::handle c, py::handle kind, py::handle model,
                  py::handle repeatability_factor) {
  constexpr auto function = "horrat";
  using precision::horrat_kind, precision::horrat_model;
  const precision::horrat_options options{
      read_choice<horrat_kind>(kind, function, "kind",
                               {{"R", horrat_kind::R}, {"r", horrat_kind::r}}),
      read_choice<horrat_model>(
          model, function, "model",
          {{"horwitz", horrat_model::horwitz}, {"thompson", horrat_model::thompson}}),
      read_number(repeatability_factor, function, "repeatability_factor")};
  return elementwise(ringtrial::detail::horrat_formula(options), s, c);
}

py::tuple oneway(py::handle y, py::handle group) {
  const auto values = read_doubles(y, "oneway", "y");
  const auto groups = read_codes(group);
  precision::oneway_result r;
  {
    const py::gil_scoped_release unlocked;
    r = precision::oneway(values.span(), groups);
  }
  return py::make_tuple(r.mean, r.ss_between, r.ss_within, r.df_between, r.df_within,
                        r.ms_between, r.ms_within, r.f, r.p_value, r.r_squared,
                        r.residual_sd, r.n0, r.var_between, to_list(r.groups),
                        to_array(std::move(r.group_means)), to_array(r.group_counts), r.n,
                        code(r.status));
}

py::list robust_precision(py::handle y, py::handle lab, py::handle level,
                          py::handle limit_factor) {
  constexpr auto function = "robust_precision";
  const precision::robust_precision_options options{
      read_number(limit_factor, function, "limit_factor")};
  const auto values = read_doubles(y, function, "y");
  const auto labs = read_codes(lab), levels = read_codes(level);
  precision::robust_precision_result result;
  {
    const py::gil_scoped_release unlocked;
    result = precision::robust_precision(values.span(), labs, levels, options);
  }
  py::list records;
  for (const auto& r : result.levels)
    records.append(py::make_tuple(r.level, r.mean, r.s_r, r.s_d, r.s_L, r.s_R, r.r_limit,
                                  r.R_limit, r.p, r.n, r.n_bar, code(r.status)));
  return records;
}

py::tuple split_level(py::handle a, py::handle b, py::handle procedure, py::handle alpha,
                      py::handle limit_factor) {
  constexpr auto function = "split_level";
  const auto levels_of_test = read_alpha(alpha, function);
  const precision::split_level_options options{
      read_procedure(procedure, function), levels_of_test.straggler,
      levels_of_test.outlier, read_number(limit_factor, function, "limit_factor")};
  const auto first = read_doubles(a, function, "a"),
             second = read_doubles(b, function, "b");
  auto r = precision::split_level(first.span(), second.span(), options);
  py::list decisions;
  for (const auto& [quantity, d] : r.decisions)
    decisions.append(
        to_tuple(d, std::string(name(quantity)) + ":" + std::string(name(d.test))));
  return py::make_tuple(r.mean, r.mean_a, r.mean_b, r.mean_difference, r.s_D, r.s_y,
                        r.s_r, r.s_L, r.s_R, r.r_limit, r.R_limit,
                        to_array(std::move(r.h_D)), to_array(std::move(r.h_y)), decisions,
                        to_list(r.removed), r.p, code(r.status));
}

py::tuple uncertainty_factors(py::handle p, py::handle n, py::handle gamma,
                              py::handle z) {
  constexpr auto function = "uncertainty_factors";
  const auto r = precision::uncertainty_factors(
      read_count(p, function, "p"), read_count(n, function, "n"),
      read_number(gamma, function, "gamma"), read_number(z, function, "z"));
  return py::make_tuple(r.A_r, r.A_R);
}

}  // namespace

void bind_precision(py::module_& core) {
  auto m = core.def_submodule("precision");
  m.def("collaborative_study", &collaborative_study);
  m.def("functional_relation", &functional_relation);
  m.def("horrat", &horrat);
  m.def("oneway", &oneway);
  m.def("robust_precision", &robust_precision);
  m.def("split_level", &split_level);
  m.def("uncertainty_factors", &uncertainty_factors);
}
