// SPDX-License-Identifier: BSL-1.0
#include "estimate.hpp"
#include <ringtrial/density/bandwidth.hpp>
#include <ringtrial/density/critical_bandwidth.hpp>
#include <ringtrial/density/dip.hpp>
#include <ringtrial/density/kde.hpp>
#include <ringtrial/density/modality_test.hpp>
#include <ringtrial/density/modes.hpp>
#include <ringtrial/density/normal_mixture.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace py = pybind11;
namespace density = ringtrial::density;
using namespace ringtrial::python;

namespace {

int code(ringtrial::outcome status) { return static_cast<int>(status); }

// The name of a rule or a number; `argument` is what it is called there.
density::bandwidth_options read_bandwidth(py::handle rule, py::handle sigma_pt,
                                          const char* function, const char* argument) {
  using density::bandwidth_rule;
  density::bandwidth_options options;
  if (!sigma_pt.is_none()) {
    options.sigma_pt = read_number(sigma_pt, function, "sigma_pt");
    if (std::isnan(options.sigma_pt))
      reject_value(function, "sigma_pt", sigma_pt, "finite and positive");
  }
  if (as_text(rule)) {
    options.rule =
        read_choice<bandwidth_rule>(rule, function, argument,
                                    {{"silverman", bandwidth_rule::silverman},
                                     {"scott", bandwidth_rule::scott},
                                     {"normal", bandwidth_rule::normal},
                                     {"robust", bandwidth_rule::robust},
                                     {"amc", bandwidth_rule::amc},
                                     {"iupac", bandwidth_rule::amc},
                                     {"sheather_jones", bandwidth_rule::sheather_jones}});
  } else {
    options.rule = bandwidth_rule::fixed;
    options.value = read_number(rule, function, argument);
  }
  density::detail::require_bandwidth(function, argument, options);
  return options;
}

py::object bandwidth(py::handle x, py::handle rule, py::handle sigma_pt, py::handle axis,
                     py::handle offsets) {
  const auto options = read_bandwidth(rule, sigma_pt, "bandwidth", "rule");
  return estimate(x, {axis, offsets}, "bandwidth",
                  [=](auto s, place) { return density::bandwidth(s, options); });
}

py::tuple kde(py::handle x, py::handle bandwidth, py::handle sigma_pt, py::handle grid,
              py::handle points, py::handle cut, py::handle method) {
  constexpr auto function = "kde";
  density::kde_options options{
      .bandwidth = read_bandwidth(bandwidth, sigma_pt, function, "bandwidth"),
      .points = read_count(points, function, "points"),
      .cut = read_number(cut, function, "cut")};
  using density::kde_method;
  options.method = read_choice<kde_method>(method, function, "method",
                                           {{"auto", kde_method::automatic},
                                            {"exact", kde_method::exact},
                                            {"binned", kde_method::binned}});
  if (!grid.is_none()) {
    const auto abscissae = read_doubles(grid, function, "grid");
    if (abscissae.size() == 0)
      ringtrial::detail::reject("kde: grid is empty, must have at least one abscissa");
    options.grid.assign(abscissae.span().begin(), abscissae.span().end());
  }
  const auto sample = read_doubles(x, function, "x");
  density::kde_result r;
  {
    const py::gil_scoped_release unlocked;
    r = density::kde(sample.span(), options);
  }
  return py::make_tuple(to_array(std::move(r.grid)), to_array(std::move(r.density)),
                        r.bandwidth, r.n, name(r.method), code(r.status));
}

py::tuple modes(py::handle x, py::handle bandwidth, py::handle sigma_pt,
                py::handle min_support, py::handle replicates, py::handle seed) {
  constexpr auto function = "modes";
  const density::modes_options options{
      .bandwidth = read_bandwidth(bandwidth, sigma_pt, function, "bandwidth"),
      .min_support = read_number(min_support, function, "min_support"),
      .replicates = read_count(replicates, function, "replicates"),
      .seed = read_count(seed, function, "seed")};
  const auto sample = read_doubles(x, function, "x");
  density::modes_result r;
  {
    const py::gil_scoped_release unlocked;
    r = density::modes(sample.span(), options);
  }
  return py::make_tuple(to_array(std::move(r.location)), to_array(std::move(r.height)),
                        to_array(std::move(r.support)), to_array(std::move(r.antimode)),
                        to_array(std::move(r.antimode_height)), r.main, r.count,
                        to_array(std::move(r.standard_error)),
                        to_array(std::move(r.bootstrap_support)), r.bandwidth, r.n,
                        code(r.status));
}

double critical_bandwidth(py::handle x, py::handle modes) {
  const density::critical_bandwidth_options options{
      .modes = read_count(modes, "critical_bandwidth", "modes")};
  const auto sample = read_doubles(x, "critical_bandwidth", "x");
  const py::gil_scoped_release unlocked;
  return density::critical_bandwidth(sample.span(), options);
}

py::tuple dip(py::handle x) {
  const auto r = density::dip(read_doubles(x, "dip", "x").span());
  return py::make_tuple(r.dip, r.lower, r.upper, r.n, code(r.status));
}

py::tuple modality_test(py::handle x, py::handle method, py::handle modes,
                        py::handle replicates, py::handle seed) {
  constexpr auto function = "modality_test";
  using density::modality_method;
  const density::modality_test_options options{
      .method = read_choice<modality_method>(
          method, function, "method",
          {{"silverman", modality_method::silverman}, {"dip", modality_method::dip}}),
      .modes = read_count(modes, function, "modes"),
      .replicates = read_count(replicates, function, "replicates"),
      .seed = read_count(seed, function, "seed")};
  const auto sample = read_doubles(x, function, "x");
  density::modality_test_result r;
  {
    const py::gil_scoped_release unlocked;
    r = density::modality_test(sample.span(), options);
  }
  return py::make_tuple(r.statistic, r.p_value, name(r.method), r.modes, r.n,
                        code(r.status));
}

// "bic" is 0, which is no number of components.
std::size_t read_components(py::handle k) {
  constexpr auto allowed = "'bic' or an integer of at least 1";
  if (const auto text = as_text(k)) {
    if (*text != "bic") reject_value("normal_mixture", "k", k, allowed);
    return 0;
  }
  const std::size_t components = read_count(k, "normal_mixture", "k");
  if (components == 0) reject_value("normal_mixture", "k", k, allowed);
  return components;
}

py::tuple normal_mixture(py::handle x, py::handle k, py::handle k_max,
                         py::handle equal_sd, py::handle tolerance,
                         py::handle max_iterations) {
  constexpr auto function = "normal_mixture";
  const density::normal_mixture_options options{
      .k = read_components(k),
      .k_max = read_count(k_max, function, "k_max"),
      .equal_sd = read_bool(equal_sd, function, "equal_sd"),
      .tolerance = read_number(tolerance, function, "tolerance"),
      .max_iterations = read_count(max_iterations, function, "max_iterations")};
  const auto sample = read_doubles(x, function, "x");
  density::normal_mixture_result r;
  {
    const py::gil_scoped_release unlocked;
    r = density::normal_mixture(sample.span(), options);
  }
  const auto rows = static_cast<py::ssize_t>(sample.size());
  const auto columns = static_cast<py::ssize_t>(r.mean.size());
  return py::make_tuple(to_array(std::move(r.weight)), to_array(std::move(r.mean)),
                        to_array(std::move(r.sd)), r.k, r.log_likelihood, r.bic,
                        to_array(std::move(r.bic_by_k)),
                        to_array(std::move(r.responsibility)).reshape({rows, columns}),
                        r.iterations, r.n, code(r.status));
}

}  // namespace

void bind_density(py::module_& core) {
  auto m = core.def_submodule("density");
  m.def("bandwidth", &bandwidth);
  m.def("critical_bandwidth", &critical_bandwidth);
  m.def("dip", &dip);
  m.def("kde", &kde);
  m.def("modality_test", &modality_test);
  m.def("modes", &modes);
  m.def("normal_mixture", &normal_mixture);
}
