// SPDX-License-Identifier: BSL-1.0
#include "broadcast.hpp"
#include "estimate.hpp"
#include <ringtrial/scores/combined.hpp>
#include <ringtrial/scores/difference.hpp>
#include <ringtrial/scores/e_n.hpp>
#include <ringtrial/scores/ez_minus.hpp>
#include <ringtrial/scores/ez_plus.hpp>
#include <ringtrial/scores/percent_allowance.hpp>
#include <ringtrial/scores/percent_difference.hpp>
#include <ringtrial/scores/screen_uncertainty.hpp>
#include <ringtrial/scores/signal.hpp>
#include <ringtrial/scores/standard_uncertainty.hpp>
#include <ringtrial/scores/z.hpp>
#include <ringtrial/scores/z_prime.hpp>
#include <ringtrial/scores/zeta.hpp>

#include <numbers>

namespace {

/// A combined score in the type of the sample.
template <class T>
struct combined {
  T value = std::numeric_limits<T>::quiet_NaN();
  T p_value = std::numeric_limits<T>::quiet_NaN();
  std::size_t n = 0;
  ringtrial::outcome status = ringtrial::outcome::too_few;
};

}  // namespace

template <class T>
struct ringtrial::python::fields_of<combined<T>> {
  using r = combined<T>;
  static constexpr auto members = std::tuple(&r::value, &r::p_value, &r::n, &r::status);
};

namespace py = pybind11;
namespace scores = ringtrial::scores;
namespace formula = ringtrial::detail;
using namespace ringtrial::python;

namespace {

scores::transform read_transform(py::handle value, const char* function) {
  using scores::transform;
  return read_choice<transform>(
      value, function, "transform",
      {{"none", transform::none}, {"log10", transform::log10}, {"ln", transform::ln}});
}

scores::missing_uncertainty read_missing_u(py::handle value, const char* function) {
  using scores::missing_uncertainty;
  return read_choice<missing_uncertainty>(
      value, function, "missing_u",
      {{"nan", missing_uncertainty::none_given}, {"zero", missing_uncertainty::zero}});
}

py::object difference(py::handle x, py::handle x_pt, py::handle transform) {
  return elementwise(formula::difference_formula{read_transform(transform, "difference")},
                     x, x_pt);
}

py::object percent_difference(py::handle x, py::handle x_pt) {
  return elementwise(formula::percent_difference_formula{}, x, x_pt);
}

py::object percent_allowance(py::handle x, py::handle x_pt, py::handle delta_e,
                             py::handle U_pt) {
  return elementwise(formula::percent_allowance_formula{}, x, x_pt, delta_e, U_pt);
}

py::object z(py::handle x, py::handle x_pt, py::handle sigma_pt, py::handle transform) {
  return elementwise(formula::z_formula{read_transform(transform, "z")}, x, x_pt,
                     sigma_pt);
}

py::object z_prime(py::handle x, py::handle x_pt, py::handle sigma_pt, py::handle u_pt,
                   py::handle transform) {
  return elementwise(formula::z_prime_formula{read_transform(transform, "z_prime")}, x,
                     x_pt, sigma_pt, u_pt);
}

py::object zeta(py::handle x, py::handle x_pt, py::handle u, py::handle u_pt,
                py::handle missing_u, py::handle transform) {
  return elementwise(formula::zeta_formula{read_missing_u(missing_u, "zeta"),
                                           read_transform(transform, "zeta")},
                     x, x_pt, u, u_pt);
}

py::object e_n(py::handle x, py::handle x_pt, py::handle U, py::handle U_pt,
               py::handle missing_u, py::handle transform) {
  return elementwise(formula::e_n_formula{read_missing_u(missing_u, "e_n"),
                                          read_transform(transform, "e_n")},
                     x, x_pt, U, U_pt);
}

py::object ez_minus(py::handle x, py::handle x_pt, py::handle U, py::handle U_pt) {
  return elementwise(formula::ez_minus_formula{}, x, x_pt, U, U_pt);
}

py::object ez_plus(py::handle x, py::handle x_pt, py::handle U, py::handle U_pt) {
  return elementwise(formula::ez_plus_formula{}, x, x_pt, U, U_pt);
}

/// "nan", "rectangular" or a number.
double read_missing_k(py::handle value) {
  constexpr auto function = "standard_uncertainty";
  const auto text = as_text(value);
  if (!text) {
    const double number = read_number(value, function, "missing_k");
    if (!(number > 0 && std::isfinite(number)))
      reject_value(function, "missing_k", value,
                   "'nan', 'rectangular' or a finite positive number");
    return number;
  }
  if (*text == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (*text == "rectangular") return std::numbers::sqrt3;
  reject_value(function, "missing_k", value, "'nan', 'rectangular' or a number");
}

py::object standard_uncertainty(py::handle U, py::handle k, py::handle missing_k) {
  return elementwise(formula::standard_uncertainty_formula{read_missing_k(missing_k)}, U,
                     k);
}

/// None, one limit or two that increase.
void read_limits(py::handle value, scores::signal_options& options) {
  constexpr auto allowed = "a finite positive number or two that increase";
  if (value.is_none()) return;
  const auto limits = read_doubles_nd(value, "signal", "limits");
  if (limits.size() == 0 || limits.size() > 2 || limits.array().ndim() > 1)
    reject_value("signal", "limits", value, allowed);
  options.first = limits[0];
  if (limits.size() == 2) options.second = limits[1];
  const bool positive = options.first > 0 && std::isfinite(options.first);
  const bool increasing = limits.size() == 1 || (options.second > options.first &&
                                                 std::isfinite(options.second));
  if (!positive || !increasing) reject_value("signal", "limits", value, allowed);
}

py::object signal(py::handle score, py::handle kind, py::handle limits,
                  py::handle tolerance) {
  using scores::score_kind;
  scores::signal_options options{
      .kind =
          read_choice<score_kind>(kind, "signal", "kind",
                                  {{"z", score_kind::z},
                                   {"z_prime", score_kind::z_prime},
                                   {"zeta", score_kind::zeta},
                                   {"e_n", score_kind::e_n},
                                   {"percent_allowance", score_kind::percent_allowance}}),
      .tolerance = read_number(tolerance, "signal", "tolerance")};
  read_limits(limits, options);
  return elementwise(formula::signal_formula(options), score);
}

py::object signal_ez(py::handle ez_minus, py::handle ez_plus, py::handle tolerance) {
  return elementwise(
      formula::signal_ez_formula(read_number(tolerance, "signal_ez", "tolerance")),
      ez_minus, ez_plus);
}

py::object screen_uncertainty(py::handle u, py::handle u_min, py::handle u_max) {
  return elementwise(formula::screen_uncertainty_formula{}, u, u_min, u_max);
}

template <class T>
combined<T> rounded(const scores::combined_score_result& r) {
  return {static_cast<T>(r.value), static_cast<T>(r.p_value), r.n, r.status};
}

py::object rsz(py::handle z, py::handle axis, py::handle offsets) {
  return estimate(
      z, {axis, offsets}, "rsz", "z", [](const samples&) {},
      []<class S>(S s, place) {
        return rounded<typename S::value_type>(scores::rsz(s));
      });
}

py::object ssz(py::handle z, py::handle axis, py::handle offsets) {
  return estimate(
      z, {axis, offsets}, "ssz", "z", [](const samples&) {},
      []<class S>(S s, place) {
        return rounded<typename S::value_type>(scores::ssz(s));
      });
}

}  // namespace

void bind_scores(py::module_& core) {
  auto m = core.def_submodule("scores");
  m.attr("verdicts") = names_of<scores::verdict>();
  m.attr("screenings") = names_of<scores::screening>();
  m.def("difference", &difference);
  m.def("percent_difference", &percent_difference);
  m.def("percent_allowance", &percent_allowance);
  m.def("z", &z);
  m.def("z_prime", &z_prime);
  m.def("zeta", &zeta);
  m.def("e_n", &e_n);
  m.def("ez_minus", &ez_minus);
  m.def("ez_plus", &ez_plus);
  m.def("standard_uncertainty", &standard_uncertainty);
  m.def("signal", &signal);
  m.def("signal_ez", &signal_ez);
  m.def("screen_uncertainty", &screen_uncertainty);
  m.def("rsz", &rsz);
  m.def("ssz", &ssz);
}
