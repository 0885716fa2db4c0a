// SPDX-License-Identifier: BSL-1.0
#include "arrays.hpp"
#include <ringtrial/homogeneity/check.hpp>
#include <ringtrial/homogeneity/design_power.hpp>
#include <ringtrial/homogeneity/expanded_factors.hpp>
#include <ringtrial/homogeneity/stability.hpp>
#include <ringtrial/homogeneity/stability_trend.hpp>

#include <pybind11/stl.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace py = pybind11;
namespace homogeneity = ringtrial::homogeneity;
using namespace ringtrial::python;

namespace {

int code(ringtrial::outcome status) { return static_cast<int>(status); }

// None becomes NaN, which in C++ means not asked; NaN itself is a mistake.
double read_optional(py::handle value, const char* function, const char* name,
                     const char* allowed) {
  if (value.is_none()) return std::numeric_limits<double>::quiet_NaN();
  const double number = read_number(value, function, name);
  if (std::isnan(number)) reject_value(function, name, value, allowed);
  return number;
}

double read_sigma_pt(py::handle value, const char* function) {
  return read_optional(value, function, "sigma_pt", "finite and positive");
}

// Results in long form: values and the 0-based number of the item of each.
struct item_results {
  doubles values;
  std::vector<std::size_t> item;

  // items None: a table of one item a row or, where allowed, one value an item.
  item_results(py::handle y, py::handle items, const char* function, const char* name,
               bool single_values)
      : values(read_doubles_nd(y, function, name)) {
    if (!items.is_none()) {
      const auto numbers = py::cast<py::array_t<std::int64_t, py::array::c_style>>(items);
      item.assign(numbers.data(), numbers.data() + numbers.size());
      return;
    }
    const auto& array = values.array();
    if (array.ndim() != 2 && !(single_values && array.ndim() == 1))
      reject_dimensions(array, function, name, single_values ? "1 or 2" : "2");
    const std::size_t replicates =
        array.ndim() == 1 ? 1 : static_cast<std::size_t>(array.shape(1));
    for (std::size_t i = 0; i < values.size(); ++i) item.push_back(i / replicates);
  }
};

py::tuple to_tuple(const ringtrial::outliers::cochran_result& r) {
  return py::make_tuple(r.statistic, r.critical_5, r.critical_1, r.p_value, r.index, r.p,
                        code(r.status));
}

py::tuple check(py::handle y, py::handle items, py::handle sigma_pt, py::handle alpha,
                py::handle factor) {
  constexpr auto function = "check";
  const homogeneity::check_options options{read_sigma_pt(sigma_pt, function),
                                           read_number(alpha, function, "alpha"),
                                           read_number(factor, function, "factor")};
  const item_results results(y, items, function, "y", false);
  homogeneity::check_result r;
  {
    const py::gil_scoped_release unlocked;
    r = homogeneity::check(results.values.span(), results.item, options);
  }
  return py::make_tuple(r.mean, r.g, r.n, r.m, r.ms_between, r.ms_within, r.df_between,
                        r.df_within, r.s_x, r.s_w, r.s_s, r.criterion, r.passes,
                        r.expanded_criterion, r.passes_expanded, r.f, r.f_critical,
                        r.p_value, r.significant, r.u_bb_min, r.u_bb, r.sigma_pt_expanded,
                        r.repeatability_adequate, to_tuple(r.cochran), r.trend_slope,
                        r.trend_p_value, code(r.status));
}

py::tuple expanded_factors(py::handle g, py::handle m) {
  constexpr auto function = "expanded_factors";
  const auto r = homogeneity::expanded_factors(read_number(g, function, "g"),
                                               read_number(m, function, "m"));
  return py::make_tuple(r.f1, r.f2);
}

double design_power(py::handle g, py::handle m, py::handle ratio, py::handle alpha) {
  constexpr auto function = "design_power";
  return homogeneity::design_power(
      read_number(g, function, "g"), read_number(m, function, "m"),
      read_number(ratio, function, "ratio"), read_number(alpha, function, "alpha"));
}

double detectable_ratio(py::handle g, py::handle m, py::handle power, py::handle alpha) {
  constexpr auto function = "detectable_ratio";
  return homogeneity::detectable_ratio(
      read_number(g, function, "g"), read_number(m, function, "m"),
      read_number(power, function, "power"), read_number(alpha, function, "alpha"));
}

py::tuple stability(py::handle before, py::handle items_before, py::handle after,
                    py::handle items_after, py::handle sigma_pt, py::handle factor,
                    py::handle alpha) {
  constexpr auto function = "stability";
  const homogeneity::stability_options options{read_sigma_pt(sigma_pt, function),
                                               read_number(factor, function, "factor"),
                                               read_number(alpha, function, "alpha")};
  const item_results first(before, items_before, function, "y_before", true),
      second(after, items_after, function, "y_after", true);
  homogeneity::stability_result r;
  {
    const py::gil_scoped_release unlocked;
    r = homogeneity::stability(first.values.span(), first.item, second.values.span(),
                               second.item, options);
  }
  return py::make_tuple(r.mean_before, r.mean_after, r.difference, r.u_before, r.u_after,
                        r.criterion, r.passes, r.expanded_criterion, r.passes_expanded,
                        r.t, r.df, r.t_critical, r.p_value, r.significant, r.u_stability,
                        r.g_before, r.g_after, code(r.status));
}

py::tuple stability_trend(py::handle time, py::handle y, py::handle shelf_life,
                          py::handle alpha) {
  constexpr auto function = "stability_trend";
  const homogeneity::stability_trend_options options{
      read_optional(shelf_life, function, "shelf_life", "finite and not negative"),
      read_number(alpha, function, "alpha")};
  const auto times = read_doubles(time, function, "time"),
             results = read_doubles(y, function, "y");
  const auto r = homogeneity::stability_trend(times.span(), results.span(), options);
  return py::make_tuple(r.slope, r.intercept, r.s_slope, r.s_intercept, r.residual_sd,
                        r.t, r.df, r.t_critical, r.p_value, r.significant, r.u_lts,
                        r.change, r.n, code(r.status));
}

}  // namespace

void bind_homogeneity(py::module_& core) {
  auto m = core.def_submodule("homogeneity");
  m.def("check", &check);
  m.def("design_power", &design_power);
  m.def("detectable_ratio", &detectable_ratio);
  m.def("expanded_factors", &expanded_factors);
  m.def("stability", &stability);
  m.def("stability_trend", &stability_trend);
}
