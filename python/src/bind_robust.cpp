// SPDX-License-Identifier: BSL-1.0
#include "estimate.hpp"
#include "robust_options.hpp"
#include <ringtrial/batch/algorithm_a.hpp>
#include <ringtrial/batch/mad.hpp>
#include <ringtrial/batch/median.hpp>
#include <ringtrial/batch/niqr.hpp>
#include <ringtrial/batch/q_hampel.hpp>
#include <ringtrial/batch/q_method.hpp>
#include <ringtrial/batch/qn.hpp>
#include <ringtrial/batch/sn.hpp>
#include <ringtrial/robust/algorithm_a.hpp>
#include <ringtrial/robust/algorithm_s.hpp>
#include <ringtrial/robust/biweight.hpp>
#include <ringtrial/robust/biweight_scale.hpp>
#include <ringtrial/robust/hampel.hpp>
#include <ringtrial/robust/huber.hpp>
#include <ringtrial/robust/mad.hpp>
#include <ringtrial/robust/median.hpp>
#include <ringtrial/robust/niqr.hpp>
#include <ringtrial/robust/q_hampel.hpp>
#include <ringtrial/robust/q_method.hpp>
#include <ringtrial/robust/qn.hpp>
#include <ringtrial/robust/sn.hpp>
#include <ringtrial/robust/tau_scale.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

// What Python sees of each result, in the order of its class in ringtrial/robust.py.
namespace ringtrial::python {

template <class T>
struct fields_of<robust::algorithm_a_result<T>> {
  using r = robust::algorithm_a_result<T>;
  static constexpr auto members = std::tuple(&r::location, &r::scale, &r::winsorized,
                                             &r::n, &r::iterations, &r::status);
};

template <class T>
struct fields_of<robust::algorithm_s_result<T>> {
  using r = robust::algorithm_s_result<T>;
  static constexpr auto members =
      std::tuple(&r::scale, &r::n, &r::iterations, &r::status);
};

template <class T>
struct fields_of<robust::huber_result<T>> {
  using r = robust::huber_result<T>;
  static constexpr auto members =
      std::tuple(&r::location, &r::n, &r::iterations, &r::status);
};

template <class T>
struct fields_of<robust::hampel_result<T>> {
  using r = robust::hampel_result<T>;
  static constexpr auto members = std::tuple(&r::location, &r::roots, &r::n, &r::status);
};

template <class T>
struct fields_of<robust::q_method_result<T>> {
  using r = robust::q_method_result<T>;
  static constexpr auto members =
      std::tuple(&r::scale, &r::repeatability, &r::p, &r::n, &r::status);
};

template <class T>
struct fields_of<robust::q_hampel_result<T>> {
  using r = robust::q_hampel_result<T>;
  static constexpr auto members =
      std::tuple(&r::location, &r::scale, &r::repeatability, &r::p, &r::n, &r::status);
};

}  // namespace ringtrial::python

namespace py = pybind11;
namespace batch = ringtrial::batch;
namespace robust = ringtrial::robust;
using namespace ringtrial::python;

namespace {

template <class S>
using element = typename S::value_type;

py::object median(py::handle x, py::handle axis, py::handle offsets) {
  return estimate_in_lanes(
      x, {axis, offsets}, "median", [](auto s, place) { return robust::median(s); },
      [](const auto& table, auto out) { batch::median(table, out); });
}

py::object mad(py::handle x, py::handle factor, py::handle axis, py::handle offsets) {
  const double f = read_number(factor, "mad", "factor");
  const auto options = [f]<class T>(T) {
    return robust::mad_options<T>{.factor = static_cast<T>(f)};
  };
  return estimate_in_lanes(
      x, {axis, offsets}, "mad",
      [=]<class S>(S s, place) { return robust::mad(s, options(element<S>{})); },
      [=]<class T>(const batch::table<T>& table, std::span<T> out) {
        batch::mad(table, out, options(T{}));
      });
}

py::object niqr(py::handle x, py::handle quartiles, py::handle factor, py::handle axis,
                py::handle offsets) {
  const auto q = read_quartiles(quartiles, "niqr");
  const double f = read_number(factor, "niqr", "factor");
  const auto options = [q, f]<class T>(T) {
    return robust::niqr_options<T>{.quartiles = q, .factor = static_cast<T>(f)};
  };
  return estimate_in_lanes(
      x, {axis, offsets}, "niqr",
      [=]<class S>(S s, place) { return robust::niqr(s, options(element<S>{})); },
      [=]<class T>(const batch::table<T>& table, std::span<T> out) {
        batch::niqr(table, out, options(T{}));
      });
}

py::object qn(py::handle x, py::handle finite_sample, py::handle axis,
              py::handle offsets) {
  const auto rule = read_small_sample(finite_sample, "qn");
  return estimate_in_lanes(
      x, {axis, offsets}, "qn",
      [=]<class S>(S s, place) { return robust::qn(s, {.finite_sample = rule}); },
      [=](const auto& table, auto out) {
        batch::qn(table, out, {.finite_sample = rule});
      });
}

py::object sn(py::handle x, py::handle finite_sample, py::handle axis,
              py::handle offsets) {
  if (as_text(finite_sample))
    reject_value("sn", "finite_sample", finite_sample, "True or False");
  const bool rule = read_bool(finite_sample, "sn", "finite_sample");
  return estimate_in_lanes(
      x, {axis, offsets}, "sn",
      [=]<class S>(S s, place) { return robust::sn(s, {.finite_sample = rule}); },
      [=](const auto& table, auto out) {
        batch::sn(table, out, {.finite_sample = rule});
      });
}

py::object biweight(py::handle x, py::handle c, py::handle axis, py::handle offsets) {
  const double given = read_number(c, "biweight", "c");
  return estimate(x, {axis, offsets}, "biweight", [=]<class S>(S s, place) {
    return robust::biweight(s, {.c = static_cast<element<S>>(given)});
  });
}

py::object biweight_scale(py::handle x, py::handle c, py::handle axis,
                          py::handle offsets) {
  const double given = read_number(c, "biweight_scale", "c");
  return estimate(x, {axis, offsets}, "biweight_scale", [=]<class S>(S s, place) {
    return robust::biweight_scale(s, {.c = static_cast<element<S>>(given)});
  });
}

py::object tau_scale(py::handle x, py::handle c1, py::handle c2, py::handle axis,
                     py::handle offsets) {
  const double first = read_number(c1, "tau_scale", "c1");
  const double second = read_number(c2, "tau_scale", "c2");
  return estimate(x, {axis, offsets}, "tau_scale", [=]<class S>(S s, place) {
    return robust::tau_scale(
        s, {.c1 = static_cast<element<S>>(first), .c2 = static_cast<element<S>>(second)});
  });
}

py::object algorithm_a(py::handle x, py::handle k, py::handle correction,
                       py::handle stopping, py::handle max_iterations, py::handle axis,
                       py::handle offsets) {
  constexpr auto function = "algorithm_a";
  const double window = read_number(k, function, "k");
  const auto [chosen, factor] = read_correction(correction, function);
  const auto stop = read_stopping(stopping, function);
  const int limit = read_limit(max_iterations, function, "max_iterations");
  const auto options = [=, c = chosen, f = factor]<class T>(T) {
    return robust::algorithm_a_options<T>{.k = static_cast<T>(window),
                                          .correction = c,
                                          .factor = static_cast<T>(f),
                                          .stopping = stop,
                                          .max_iterations = limit};
  };
  return estimate_in_lanes(
      x, {axis, offsets}, function,
      [=]<class S>(S s, place) { return robust::algorithm_a(s, options(element<S>{})); },
      [=]<class T>(const batch::table<T>& table,
                   std::span<robust::algorithm_a_result<T>> out) {
        batch::algorithm_a(table, out, options(T{}));
      });
}

// The degrees of freedom of the laboratories along the axis, or of all ragged ones; or one number.
class degrees {
 public:
  explicit degrees(py::handle df) {
    if (PyFloat_Check(df.ptr()) || PyLong_Check(df.ptr())) {
      one_ = read_number(df, "algorithm_s", "df");
      return;
    }
    each_.emplace(read_doubles_nd(df, "algorithm_s", "df"));
    const auto& array = each_->array();
    if (array.ndim() > 1) reject_dimensions(array, "algorithm_s", "df", "at most 1");
    if (array.ndim() == 0) one_ = (*each_)[0];
  }
  [[nodiscard]] bool one() const { return !each_ || each_->array().ndim() == 0; }
  [[nodiscard]] double value() const { return one_; }
  [[nodiscard]] std::span<const double> of(place at, std::size_t n) const {
    return each_->span().subspan(at.first, n);
  }
  void require(const samples& all, robust::spread_kind kind) const {
    if (one()) return;
    if (each_->size() != all.length())
      ringtrial::detail::reject(
          "algorithm_s: df has length " + std::to_string(each_->size()) +
          ", must be one number or one per laboratory, " + std::to_string(all.length()));
    if (all.ragged()) ringtrial::detail::require_df(each_->span(), kind);
  }

 private:
  double one_ = 0;
  std::optional<doubles> each_;
};

py::object algorithm_s(py::handle s, py::handle df, py::handle kind, py::handle axis,
                       py::handle offsets) {
  constexpr auto function = "algorithm_s";
  const auto chosen = read_choice<robust::spread_kind>(
      kind, function, "kind",
      {{"sd", robust::spread_kind::sd}, {"range", robust::spread_kind::range}});
  const degrees nu(df);
  const auto values = read_real(s, function, "s");
  if (values.ndim() > 1 || !offsets.is_none())
    slow_path("require_not_negative")(values, function, "s");
  return estimate(
      values, {axis, offsets}, function, "s",
      [&](const samples& all) { nu.require(all, chosen); },
      [&]<class S>(S sample, place at) {
        const robust::algorithm_s_options<element<S>> options{.kind = chosen};
        return nu.one() ? robust::algorithm_s(sample, nu.value(), options)
                        : robust::algorithm_s(sample, nu.of(at, sample.size()), options);
      });
}

// A positive scale: one, or one per result.
class scales {
 public:
  scales(py::handle given, const char* function) : given_(given), function_(function) {}

  void prepare(const samples& all) {
    if (all.shape().empty() && !py::isinstance<py::array>(given_)) {
      one_ = read_number(given_, function_, "scale");
      return;
    }
    py::tuple shape(all.shape().size());
    for (std::size_t d = 0; d < shape.size(); ++d) shape[d] = all.shape()[d];
    each_.emplace(slow_path("positive")(given_, shape, function_, "scale"));
  }
  [[nodiscard]] double operator[](std::size_t i) const {
    return each_ && each_->size() > 0 ? (*each_)[i] : one_;
  }

 private:
  py::handle given_;
  const char* function_;
  double one_ = 1;
  std::optional<doubles> each_;
};

py::object huber(py::handle x, py::handle scale, py::handle k, py::handle axis,
                 py::handle offsets) {
  const double window = read_number(k, "huber", "k");
  scales scale_of(scale, "huber");
  return estimate(
      x, {axis, offsets}, "huber", "x",
      [&](const samples& all) { scale_of.prepare(all); },
      [&]<class S>(S s, place at) {
        using T = element<S>;
        return robust::huber(s, static_cast<T>(scale_of[at.result]),
                             {.k = static_cast<T>(window)});
      });
}

py::object hampel(py::handle x, py::handle scale, py::handle a, py::handle b,
                  py::handle c, py::handle axis, py::handle offsets) {
  const corners psi(a, b, c, "hampel");
  scales scale_of(scale, "hampel");
  return estimate(
      x, {axis, offsets}, "hampel", "x",
      [&](const samples& all) { scale_of.prepare(all); },
      [&]<class S>(S s, place at) {
        using T = element<S>;
        return robust::hampel(s, static_cast<T>(scale_of[at.result]), psi.as<T>());
      });
}

py::object q_method(py::handle x, py::handle lab, py::handle axis, py::handle offsets) {
  if (lab.is_none())
    return estimate_in_lanes(
        x, {axis, offsets}, "q_method", [](auto s, place) { return robust::q_method(s); },
        [](const auto& table, auto out) { batch::q_method(table, out); });
  const labels of(lab, "q_method");
  return estimate(
      x, {axis, offsets}, "q_method", "x",
      [&](const samples& all) { of.require_length(all); },
      [&](auto s, place at) { return robust::q_method(s, of.of(at, s.size())); });
}

py::object q_hampel(py::handle x, py::handle lab, py::handle a, py::handle b,
                    py::handle c, py::handle axis, py::handle offsets) {
  const corners psi(a, b, c, "q_hampel");
  if (lab.is_none())
    return estimate_in_lanes(
        x, {axis, offsets}, "q_hampel",
        [&]<class S>(S s, place) { return robust::q_hampel(s, psi.as<element<S>>()); },
        [&]<class T>(const batch::table<T>& table,
                     std::span<robust::q_hampel_result<T>> out) {
          batch::q_hampel(table, out, psi.as<T>());
        });
  const labels of(lab, "q_hampel");
  return estimate(
      x, {axis, offsets}, "q_hampel", "x",
      [&](const samples& all) { of.require_length(all); },
      [&]<class S>(S s, place at) {
        return robust::q_hampel(s, of.of(at, s.size()), psi.as<element<S>>());
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
  m.def("algorithm_a", &algorithm_a);
  m.def("algorithm_s", &algorithm_s);
  m.def("huber", &huber);
  m.def("hampel", &hampel);
  m.def("q_method", &q_method);
  m.def("q_hampel", &q_hampel);
}
