// SPDX-License-Identifier: BSL-1.0
#include "arrays.hpp"
#include <ringtrial/outliers/cochran.hpp>
#include <ringtrial/outliers/grubbs.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace py = pybind11;
namespace outliers = ringtrial::outliers;
using namespace ringtrial::python;

namespace {

outliers::grubbs_options read_grubbs_options(py::handle kind, py::handle sided,
                                             const char* function) {
  return {
      read_choice<outliers::grubbs_kind>(kind, function, "kind",
                                         {{"max", outliers::grubbs_kind::max},
                                          {"min", outliers::grubbs_kind::min},
                                          {"both", outliers::grubbs_kind::both},
                                          {"opposite", outliers::grubbs_kind::opposite}}),
      read_choice<outliers::sides>(
          sided, function, "sided",
          {{"two", outliers::sides::two}, {"one", outliers::sides::one}})};
}

py::tuple grubbs(py::handle x, py::handle kind, py::handle sided) {
  const auto values = read_doubles(x, "grubbs", "x");
  const auto r =
      outliers::grubbs(values.span(), read_grubbs_options(kind, sided, "grubbs"));
  std::vector<std::int64_t> indices;
  for (const auto i : r.indices)
    if (i >= 0) indices.push_back(i);
  return py::make_tuple(r.statistic, r.critical_5, r.critical_1, r.p_value, r.p_exact,
                        to_array(std::move(indices)), r.n, static_cast<int>(r.status));
}

double grubbs_critical(py::handle n, py::handle alpha, py::handle kind,
                       py::handle sided) {
  constexpr auto function = "grubbs_critical";
  return outliers::grubbs_critical(read_count(n, function, "n"),
                                   read_number(alpha, function, "alpha"),
                                   read_grubbs_options(kind, sided, function));
}

py::tuple cochran(py::handle variances, py::handle n, py::handle unequal) {
  const auto values = read_doubles(variances, "cochran", "variances");
  const outliers::cochran_options options{read_choice<outliers::unequal_n>(
      unequal, "cochran", "unequal",
      {{"t_lam", outliers::unequal_n::t_lam}, {"mode", outliers::unequal_n::mode}})};
  const auto counts = read_counts(n, "cochran", "n");
  const auto r = counts.scalar
                     ? outliers::cochran(values.span(), counts.values[0], options)
                     : outliers::cochran(values.span(), counts.values, options);
  return py::make_tuple(r.statistic, r.critical_5, r.critical_1, r.p_value, r.index, r.p,
                        static_cast<int>(r.status));
}

double cochran_critical(py::handle p, py::handle n, py::handle alpha) {
  constexpr auto function = "cochran_critical";
  return outliers::cochran_critical(read_count(p, function, "p"),
                                    read_count(n, function, "n"),
                                    read_number(alpha, function, "alpha"));
}

}  // namespace

void bind_outliers(py::module_& core) {
  auto m = core.def_submodule("outliers");
  m.def("grubbs", &grubbs);
  m.def("grubbs_critical", &grubbs_critical);
  m.def("cochran", &cochran);
  m.def("cochran_critical", &cochran_critical);
}
