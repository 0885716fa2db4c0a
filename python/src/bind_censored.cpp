// SPDX-License-Identifier: BSL-1.0
#include "arrays.hpp"
#include "broadcast.hpp"
#include <ringtrial/censored/data.hpp>
#include <ringtrial/censored/intervals.hpp>
#include <ringtrial/censored/kaplan_meier.hpp>
#include <ringtrial/censored/normal_ml.hpp>
#include <ringtrial/censored/robust.hpp>
#include <ringtrial/censored/rounded_ml.hpp>
#include <ringtrial/censored/sheppard.hpp>
#include <ringtrial/censored/substitute.hpp>
#include <ringtrial/censored/turnbull.hpp>
#include <ringtrial/censored/z.hpp>

#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace py = pybind11;
namespace censored = ringtrial::censored;
using namespace ringtrial::python;

namespace {

// None and NaN (what frames put for nothing) mean exact.
censored::censoring read_qualifier(py::handle item, std::size_t position,
                                   const char* function) {
  if (item.is_none() ||
      (PyFloat_Check(item.ptr()) && std::isnan(PyFloat_AS_DOUBLE(item.ptr()))))
    return censored::censoring::exact;
  const auto name = "qualifier[" + std::to_string(position) + "]";
  const std::string allowed(censored::detail::allowed_qualifiers);
  const auto text = as_text(item);
  if (!text) reject_type(function, name, item, allowed);
  const auto found = censored::detail::find_qualifier(*text);
  if (!found) reject_value(function, name, item, allowed);
  return *found;
}

// The arguments x, qualifier and upper, kept alive while `view()` is used.
class reported {
 public:
  reported(py::handle x, py::handle qualifier, py::handle upper, const char* function)
      : x_(read_doubles(x, function, "x")) {
    if (!qualifier.is_none()) {
      if (as_text(qualifier))
        reject_type(function, "qualifier", qualifier, "a sequence of texts");
      for (const auto item : read_items(qualifier, function, "qualifier"))
        qualifier_.push_back(read_qualifier(item, qualifier_.size(), function));
      censored::detail::require_length(function, "qualifier", qualifier_.size(),
                                       x_.size());
    }
    if (upper.is_none()) return;
    upper_.emplace(read_doubles(upper, function, "upper"));
    censored::detail::require_length(function, "upper", upper_->size(), x_.size());
  }
  [[nodiscard]] censored::data view() const {
    return {x_.span(), qualifier_, upper_ ? upper_->span() : std::span<const double>{}};
  }

 private:
  doubles x_;
  std::vector<censored::censoring> qualifier_;
  std::optional<doubles> upper_;
};

py::tuple intervals(py::handle x, py::handle qualifier, py::handle upper,
                    py::handle lower_bound, py::handle upper_bound) {
  const reported data(x, qualifier, upper, "intervals");
  auto r = censored::intervals(data.view(),
                               {read_number(lower_bound, "intervals", "lower_bound"),
                                read_number(upper_bound, "intervals", "upper_bound")});
  return py::make_tuple(to_array(std::move(r.lower)), to_array(std::move(r.upper)));
}

py::array substitute(py::handle x, py::handle qualifier, py::handle upper,
                     py::handle rule) {
  using censored::substitution;
  const auto chosen = read_choice<substitution>(rule, "substitute", "rule",
                                                {{"half", substitution::half},
                                                 {"limit", substitution::limit},
                                                 {"zero", substitution::zero},
                                                 {"sqrt2", substitution::sqrt2},
                                                 {"omit", substitution::omit}});
  const reported data(x, qualifier, upper, "substitute");
  return to_array(censored::substitute(data.view(), chosen));
}

int code(ringtrial::outcome status) { return static_cast<int>(status); }

// One number or one a result; scalars become one value.
doubles read_per_result(py::handle value, const char* function, const char* name) {
  auto read = read_doubles_nd(value, function, name);
  if (read.array().ndim() > 1)
    reject_dimensions(read.array(), function, name, "at most 1");
  return read;
}

py::list names(const std::vector<censored::verdict>& verdicts) {
  py::list texts(verdicts.size());
  for (std::size_t i = 0; i < verdicts.size(); ++i) texts[i] = py::str(name(verdicts[i]));
  return texts;
}

py::tuple z(py::handle x, py::handle qualifier, py::handle x_pt, py::handle sigma_pt,
            py::handle upper, py::handle lower_bound, py::handle upper_bound,
            py::handle limits, py::handle tolerance) {
  const reported data(x, qualifier, upper, "z");
  const auto pair = read_doubles(limits, "z", "limits");
  if (pair.size() != 2) reject_value("z", "limits", limits, "two numbers");
  const auto centre = read_per_result(x_pt, "z", "x_pt"),
             target = read_per_result(sigma_pt, "z", "sigma_pt");
  auto r = censored::z(data.view(), centre.span(), target.span(),
                       {read_number(lower_bound, "z", "lower_bound"),
                        read_number(upper_bound, "z", "upper_bound"),
                        {pair[0], pair[1]},
                        read_number(tolerance, "z", "tolerance")});
  py::array_t<bool> decided(static_cast<py::ssize_t>(r.decided.size()));
  for (std::size_t i = 0; i < r.decided.size(); ++i)
    decided.mutable_data()[i] = r.decided[i];
  return py::make_tuple(to_array(std::move(r.lower)), to_array(std::move(r.upper)),
                        names(r.signal), names(r.signal_best), names(r.signal_worst),
                        std::move(decided), code(r.status));
}

py::tuple robust(py::handle x, py::handle qualifier, py::handle upper,
                 py::handle lower_bound, py::handle upper_bound, py::handle method) {
  using censored::scale_method;
  const censored::robust_options options{
      .lower_bound = read_number(lower_bound, "robust", "lower_bound"),
      .upper_bound = read_number(upper_bound, "robust", "upper_bound"),
      .scale_method = read_choice<scale_method>(method, "robust", "scale_method",
                                                {{"mad", scale_method::mad},
                                                 {"upper", scale_method::upper},
                                                 {"lower", scale_method::lower}})};
  const reported data(x, qualifier, upper, "robust");
  const auto r = censored::robust(data.view(), options);
  return py::make_tuple(r.location, r.location_lower, r.location_upper, r.scale,
                        r.scale_lower, r.scale_upper, r.n, r.n_left, r.n_right,
                        r.n_interval, name(r.scale_method), code(r.status));
}

py::tuple kaplan_meier(py::handle x, py::handle qualifier) {
  const reported data(x, qualifier, py::none(), "kaplan_meier");
  auto r = censored::kaplan_meier(data.view());
  return py::make_tuple(to_array(std::move(r.value)), to_array(std::move(r.cdf)),
                        to_array(std::move(r.cdf_below)),
                        to_array(std::move(r.standard_error)), r.median, r.q25, r.q75,
                        r.mean, r.n, r.n_left, r.n_right, code(r.status));
}

py::tuple turnbull(py::handle x, py::handle qualifier, py::handle upper,
                   py::handle lower_bound, py::handle upper_bound, py::handle tolerance,
                   py::handle max_iterations) {
  constexpr auto function = "turnbull";
  const censored::turnbull_options options{
      .lower_bound = read_number(lower_bound, function, "lower_bound"),
      .upper_bound = read_number(upper_bound, function, "upper_bound"),
      .tolerance = read_number(tolerance, function, "tolerance"),
      .max_iterations = read_count(max_iterations, function, "max_iterations")};
  const reported data(x, qualifier, upper, function);
  auto r = censored::turnbull(data.view(), options);
  return py::make_tuple(to_array(std::move(r.lower)), to_array(std::move(r.upper)),
                        to_array(std::move(r.mass)), r.median_lower, r.median_upper, r.n,
                        r.n_left, r.n_right, r.n_interval, r.iterations, r.log_likelihood,
                        code(r.status));
}

censored::normal_ml_options read_fit_options(py::handle distribution,
                                             py::handle max_iterations,
                                             const char* function) {
  using law = censored::distribution;
  return {.distribution =
              read_choice<law>(distribution, function, "distribution",
                               {{"normal", law::normal}, {"lognormal", law::lognormal}}),
          .max_iterations = read_count(max_iterations, function, "max_iterations")};
}

py::tuple fit_to_python(const censored::normal_ml_result& r, censored::distribution law) {
  return py::make_tuple(r.location, r.scale, r.standard_error_location,
                        r.standard_error_scale, r.correlation, r.mean, r.median, r.sd,
                        r.log_likelihood, r.n, r.n_left, r.n_right, r.n_interval,
                        r.iterations, name(law), code(r.status));
}

py::tuple normal_ml(py::handle x, py::handle qualifier, py::handle upper,
                    py::handle lower_bound, py::handle upper_bound,
                    py::handle distribution, py::handle max_iterations) {
  auto options = read_fit_options(distribution, max_iterations, "normal_ml");
  options.lower_bound = read_number(lower_bound, "normal_ml", "lower_bound");
  options.upper_bound = read_number(upper_bound, "normal_ml", "upper_bound");
  const reported data(x, qualifier, upper, "normal_ml");
  return fit_to_python(censored::normal_ml(data.view(), options), options.distribution);
}

py::tuple rounded_ml(py::handle x, py::handle step, py::handle distribution,
                     py::handle max_iterations) {
  const auto options = read_fit_options(distribution, max_iterations, "rounded_ml");
  const auto values = read_doubles(x, "rounded_ml", "x");
  const auto steps = read_per_result(step, "rounded_ml", "step");
  return fit_to_python(censored::rounded_ml(values.span(), steps.span(), options),
                       options.distribution);
}

py::object sheppard(py::handle scale, py::handle step) {
  censored::detail::require_steps("sheppard",
                                  read_doubles_nd(step, "sheppard", "step").span());
  return elementwise(censored::detail::sheppard_formula{}, scale, step);
}

}  // namespace

void bind_censored(py::module_& core) {
  auto m = core.def_submodule("censored");
  m.def("intervals", &intervals);
  m.def("kaplan_meier", &kaplan_meier);
  m.def("normal_ml", &normal_ml);
  m.def("robust", &robust);
  m.def("rounded_ml", &rounded_ml);
  m.def("sheppard", &sheppard);
  m.def("substitute", &substitute);
  m.def("turnbull", &turnbull);
  m.def("z", &z);
}
