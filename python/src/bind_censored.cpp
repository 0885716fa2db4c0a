// SPDX-License-Identifier: BSL-1.0
#include "arrays.hpp"
#include <ringtrial/censored/data.hpp>
#include <ringtrial/censored/intervals.hpp>
#include <ringtrial/censored/substitute.hpp>
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

// One number or one a result; scalars become one value.
doubles read_per_result(py::handle value, const char* name) {
  auto read = read_doubles_nd(value, "z", name);
  if (read.array().ndim() > 1) reject_dimensions(read.array(), "z", name, "at most 1");
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
  const auto centre = read_per_result(x_pt, "x_pt"),
             target = read_per_result(sigma_pt, "sigma_pt");
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
                        std::move(decided), static_cast<int>(r.status));
}

}  // namespace

void bind_censored(py::module_& core) {
  auto m = core.def_submodule("censored");
  m.def("intervals", &intervals);
  m.def("substitute", &substitute);
  m.def("z", &z);
}
