// SPDX-License-Identifier: BSL-1.0
#include "arrays.hpp"
#include <ringtrial/outliers/cochran.hpp>
#include <ringtrial/outliers/dixon.hpp>
#include <ringtrial/outliers/grubbs.hpp>
#include <ringtrial/outliers/mandel_h.hpp>
#include <ringtrial/outliers/mandel_k.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace py = pybind11;
namespace outliers = ringtrial::outliers;
using namespace ringtrial::python;

namespace {

outliers::sides read_sides(py::handle sided, const char* function) {
  return read_choice<outliers::sides>(
      sided, function, "sided",
      {{"two", outliers::sides::two}, {"one", outliers::sides::one}});
}

outliers::grubbs_options read_grubbs_options(py::handle kind, py::handle sided,
                                             const char* function) {
  using outliers::grubbs_kind;
  return {read_choice<grubbs_kind>(kind, function, "kind",
                                   {{"max", grubbs_kind::max},
                                    {"min", grubbs_kind::min},
                                    {"both", grubbs_kind::both},
                                    {"opposite", grubbs_kind::opposite},
                                    {"two_max", grubbs_kind::two_max},
                                    {"two_min", grubbs_kind::two_min}}),
          read_sides(sided, function)};
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

outliers::dixon_ratio read_ratio(py::handle ratio, const char* function) {
  using outliers::dixon_ratio;
  if (ratio.is_none()) return dixon_ratio::automatic;
  return read_choice<dixon_ratio>(ratio, function, "ratio",
                                  {{"r10", dixon_ratio::r10},
                                   {"r11", dixon_ratio::r11},
                                   {"r21", dixon_ratio::r21},
                                   {"r22", dixon_ratio::r22}});
}

py::tuple dixon(py::handle x, py::handle kind, py::handle ratio, py::handle sided) {
  using outliers::grubbs_kind;
  const outliers::dixon_options options{
      read_choice<grubbs_kind>(kind, "dixon", "kind",
                               {{"max", grubbs_kind::max},
                                {"min", grubbs_kind::min},
                                {"both", grubbs_kind::both}}),
      read_ratio(ratio, "dixon"), read_sides(sided, "dixon")};
  const auto r = outliers::dixon(read_doubles(x, "dixon", "x").span(), options);
  return py::make_tuple(r.statistic, name(r.ratio), r.critical_5, r.critical_1, r.p_value,
                        r.index, r.n, static_cast<int>(r.status));
}

double dixon_critical(py::handle n, py::handle alpha, py::handle ratio,
                      py::handle sided) {
  constexpr auto function = "dixon_critical";
  return outliers::dixon_critical(
      read_count(n, function, "n"), read_number(alpha, function, "alpha"),
      {.ratio = read_ratio(ratio, function), .sided = read_sides(sided, function)});
}

py::array mandel_h(py::handle means) {
  return to_array(outliers::mandel_h(read_doubles(means, "mandel_h", "means").span()));
}

double mandel_h_critical(py::handle p, py::handle alpha) {
  constexpr auto function = "mandel_h_critical";
  return outliers::mandel_h_critical(read_count(p, function, "p"),
                                     read_number(alpha, function, "alpha"));
}

py::array mandel_k(py::handle sds, py::handle n) {
  const auto values = read_doubles(sds, "mandel_k", "sds");
  std::vector<std::size_t> replicates;
  if (!n.is_none()) {
    auto given = read_counts(n, "mandel_k", "n");
    replicates = given.scalar ? std::vector(values.size(), given.values[0])
                              : std::move(given.values);
    if (replicates.size() != values.size())
      ringtrial::detail::reject(
          "mandel_k: n has length " + std::to_string(replicates.size()) +
          ", must be one number or have that of sds, " + std::to_string(values.size()));
  }
  return to_array(outliers::mandel_k(values.span(), replicates));
}

double mandel_k_critical(py::handle p, py::handle n, py::handle alpha) {
  constexpr auto function = "mandel_k_critical";
  return outliers::mandel_k_critical(read_count(p, function, "p"),
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
  m.def("dixon", &dixon);
  m.def("dixon_critical", &dixon_critical);
  m.def("mandel_h", &mandel_h);
  m.def("mandel_h_critical", &mandel_h_critical);
  m.def("mandel_k", &mandel_k);
  m.def("mandel_k_critical", &mandel_k_critical);
}
