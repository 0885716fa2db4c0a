// SPDX-License-Identifier: BSL-1.0
#include "arrays.hpp"
#include <ringtrial/paired/split.hpp>
#include <ringtrial/paired/youden.hpp>
#include <ringtrial/paired/z_between.hpp>
#include <ringtrial/paired/z_within.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace py = pybind11;
namespace paired = ringtrial::paired;
namespace robust = ringtrial::robust;
using namespace ringtrial::python;

namespace {

int code(ringtrial::outcome status) { return static_cast<int>(status); }

py::array to_array(const std::array<double, 2>& both) {
  return ringtrial::python::to_array(std::vector<double>{both[0], both[1]});
}

py::array to_array(const std::vector<bool>& values) {
  py::array_t<bool> array(static_cast<py::ssize_t>(values.size()));
  std::ranges::copy(values, array.mutable_data());
  return array;
}

using ringtrial::python::to_array;

py::tuple youden(py::handle x, py::handle y, py::handle method, py::handle confidence) {
  constexpr auto function = "youden";
  const paired::youden_options options{
      read_choice<paired::method>(
          method, function, "method",
          {{"classical", paired::method::classical}, {"robust", paired::method::robust}}),
      read_number(confidence, function, "confidence")};
  const auto first = read_doubles(x, function, "x"),
             second = read_doubles(y, function, "y");
  auto r = paired::youden(first.span(), second.span(), options);
  return py::make_tuple(to_array(r.center), to_array(r.sd), r.pearson, r.spearman,
                        r.pearson_p_value, r.spearman_p_value, r.correlation, r.t_squared,
                        to_array(r.semi_axes), r.angle, to_array(std::move(r.distance)),
                        to_array(r.inside), to_array(std::move(r.systematic)),
                        to_array(std::move(r.random)), r.n, code(r.status));
}

py::tuple split(py::handle x, py::handle y) {
  const auto first = read_doubles(x, "split", "x"),
             second = read_doubles(y, "split", "y");
  const auto r = paired::split(first.span(), second.span());
  return py::make_tuple(r.s_random, r.s_total, r.s_systematic, r.f, r.p_value,
                        r.mean_difference, r.mean, r.t, r.p_value_difference, r.n,
                        code(r.status));
}

paired::z_options read_quartiles(py::handle quartiles, const char* function) {
  using robust::quartile_rule;
  return {read_choice<quartile_rule>(quartiles, function, "quartiles",
                                     {{"inclusive", quartile_rule::inclusive},
                                      {"exclusive", quartile_rule::exclusive},
                                      {"tukey", quartile_rule::tukey}})};
}

py::array z_between(py::handle x, py::handle y, py::handle quartiles) {
  constexpr auto function = "z_between";
  const auto options = read_quartiles(quartiles, function);
  const auto first = read_doubles(x, function, "x"),
             second = read_doubles(y, function, "y");
  return to_array(paired::z_between(first.span(), second.span(), options));
}

py::array z_within(py::handle x, py::handle y, py::handle quartiles) {
  constexpr auto function = "z_within";
  const auto options = read_quartiles(quartiles, function);
  const auto first = read_doubles(x, function, "x"),
             second = read_doubles(y, function, "y");
  return to_array(paired::z_within(first.span(), second.span(), options));
}

}  // namespace

void bind_paired(py::module_& core) {
  auto m = core.def_submodule("paired");
  m.def("youden", &youden);
  m.def("split", &split);
  m.def("z_between", &z_between);
  m.def("z_within", &z_within);
}
