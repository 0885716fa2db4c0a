// SPDX-License-Identifier: BSL-1.0
#include "arrays.hpp"
#include <ringtrial/robust/biweight.hpp>
#include <ringtrial/robust/biweight_scale.hpp>
#include <ringtrial/robust/mad.hpp>
#include <ringtrial/robust/median.hpp>
#include <ringtrial/robust/niqr.hpp>
#include <ringtrial/robust/qn.hpp>
#include <ringtrial/robust/sn.hpp>
#include <ringtrial/robust/tau_scale.hpp>

#include <cstddef>

namespace py = pybind11;
namespace robust = ringtrial::robust;
using namespace ringtrial::python;

namespace {

template <class S>
using element = typename S::value_type;

py::object median(py::handle x, py::handle axis) {
  return estimate(x, axis, "median",
                  [](auto s, std::size_t) { return robust::median(s); });
}

py::object mad(py::handle x, py::handle factor, py::handle axis) {
  const double f = read_number(factor, "mad", "factor");
  return estimate(x, axis, "mad", [=]<class S>(S s, std::size_t) {
    return robust::mad(s, {.factor = static_cast<element<S>>(f)});
  });
}

py::object niqr(py::handle x, py::handle quartiles, py::handle factor, py::handle axis) {
  using rule = robust::quartile_rule;
  const auto q = read_choice<rule>(quartiles, "niqr", "quartiles",
                                   {{"inclusive", rule::inclusive},
                                    {"exclusive", rule::exclusive},
                                    {"tukey", rule::tukey}});
  const double f = read_number(factor, "niqr", "factor");
  return estimate(x, axis, "niqr", [=]<class S>(S s, std::size_t) {
    return robust::niqr(s, {.quartiles = q, .factor = static_cast<element<S>>(f)});
  });
}

// True, False or the text "1993".
robust::small_sample read_small_sample(py::handle value) {
  constexpr auto allowed = "True, False or '1993'";
  if (const auto text = as_text(value)) {
    if (*text == "1993") return robust::small_sample::published_1993;
    reject_value("qn", "finite_sample", value, allowed);
  }
  if (!is_bool(value)) reject_type("qn", "finite_sample", value, allowed);
  return read_bool(value, "qn", "finite_sample") ? robust::small_sample::refined
                                                 : robust::small_sample::none;
}

py::object qn(py::handle x, py::handle finite_sample, py::handle axis) {
  const auto rule = read_small_sample(finite_sample);
  return estimate(x, axis, "qn", [=]<class S>(S s, std::size_t) {
    return robust::qn(s, {.finite_sample = rule});
  });
}

py::object sn(py::handle x, py::handle finite_sample, py::handle axis) {
  if (as_text(finite_sample))
    reject_value("sn", "finite_sample", finite_sample, "True or False");
  const bool rule = read_bool(finite_sample, "sn", "finite_sample");
  return estimate(x, axis, "sn", [=]<class S>(S s, std::size_t) {
    return robust::sn(s, {.finite_sample = rule});
  });
}

py::object biweight(py::handle x, py::handle c, py::handle axis) {
  const double given = read_number(c, "biweight", "c");
  return estimate(x, axis, "biweight", [=]<class S>(S s, std::size_t) {
    return robust::biweight(s, {.c = static_cast<element<S>>(given)});
  });
}

py::object biweight_scale(py::handle x, py::handle c, py::handle axis) {
  const double given = read_number(c, "biweight_scale", "c");
  return estimate(x, axis, "biweight_scale", [=]<class S>(S s, std::size_t) {
    return robust::biweight_scale(s, {.c = static_cast<element<S>>(given)});
  });
}

py::object tau_scale(py::handle x, py::handle c1, py::handle c2, py::handle axis) {
  const double first = read_number(c1, "tau_scale", "c1");
  const double second = read_number(c2, "tau_scale", "c2");
  return estimate(x, axis, "tau_scale", [=]<class S>(S s, std::size_t) {
    return robust::tau_scale(
        s, {.c1 = static_cast<element<S>>(first), .c2 = static_cast<element<S>>(second)});
  });
}

}  // namespace

void bind_robust(py::module_& core) {
  auto m = core.def_submodule("robust");
  m.def("median", &median);
  m.def("mad", &mad);
  m.def("niqr", &niqr);
  m.def("qn", &qn);
  m.def("sn", &sn);
  m.def("biweight", &biweight);
  m.def("biweight_scale", &biweight_scale);
  m.def("tau_scale", &tau_scale);
}
