// SPDX-License-Identifier: BSL-1.0
#include "broadcast.hpp"
#include "qualitative_arguments.hpp"
#include <ringtrial/qualitative/dispersion_test.hpp>
#include <ringtrial/qualitative/poisson_interval.hpp>
#include <ringtrial/qualitative/poisson_score.hpp>

namespace {

using namespace ringtrial::python;

py::tuple poisson_interval(py::handle count, py::handle exposure, py::handle confidence) {
  constexpr auto function = "poisson_interval";
  const auto r = qualitative::poisson_interval(
      static_cast<double>(read_count(count, function, "count")),
      {read_number(exposure, function, "exposure"),
       read_number(confidence, function, "confidence")});
  return py::make_tuple(r.estimate, r.lower, r.upper, r.standard_error, code(r.status));
}

py::object poisson_score(py::handle count, py::handle assigned, py::handle method,
                         py::handle u) {
  using kind = qualitative::poisson_method;
  const auto chosen = read_choice<kind>(
      method, "poisson_score", "method",
      {{"anscombe", kind::anscombe}, {"pearson", kind::pearson}, {"exact", kind::exact}});
  return elementwise(ringtrial::detail::poisson_score_formula{chosen}, count, assigned,
                     u);
}

py::tuple dispersion_test(py::handle counts) {
  const auto r = qualitative::dispersion_test(
      read_doubles(counts, "dispersion_test", "counts").span());
  return py::make_tuple(r.statistic, r.df, r.index, r.p_value, r.p_lower, r.mean, r.n,
                        code(r.status));
}

}  // namespace

void bind_qualitative_counts(py::module_& m) {
  m.def("poisson_interval", &poisson_interval);
  m.def("poisson_score", &poisson_score);
  m.def("dispersion_test", &dispersion_test);
}
