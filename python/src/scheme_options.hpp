// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "arrays.hpp"

#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <vector>

namespace ringtrial::python {

/// The options of a measurand as Python has them: a dict by the names of the scheme, None for none.
class scheme_options {
 public:
  scheme_options(py::handle options, const char* function)
      : options_(py::reinterpret_borrow<py::dict>(options)), function_(function) {}

  [[nodiscard]] py::object operator[](const char* name) const {
    return options_.contains(name) ? py::object(options_[name]) : py::none();
  }
  [[nodiscard]] bool has(const char* name) const { return !(*this)[name].is_none(); }

  [[nodiscard]] double number(const char* name) const {
    return read_number((*this)[name], function_, name);
  }
  [[nodiscard]] std::optional<double> maybe(const char* name) const {
    return has(name) ? std::optional(number(name)) : std::nullopt;
  }
  [[nodiscard]] std::size_t count(const char* name) const {
    return read_count((*this)[name], function_, name);
  }
  [[nodiscard]] bool flag(const char* name) const {
    return read_bool((*this)[name], function_, name);
  }
  [[nodiscard]] std::string text(const char* name) const {
    return has(name) ? py::cast<std::string>((*this)[name]) : std::string();
  }
  template <class T>
  [[nodiscard]] std::vector<T> list(const char* name) const {
    return has(name) ? py::cast<std::vector<T>>((*this)[name]) : std::vector<T>();
  }
  template <class E, std::size_t N>
  [[nodiscard]] E choice(const char* name, const python::choice<E> (&choices)[N]) const {
    return read_choice((*this)[name], function_, name, choices);
  }
  [[nodiscard]] scheme_options table(const char* name) const {
    return {has(name) ? (*this)[name] : py::object(py::dict()), function_};
  }

 private:
  py::dict options_;
  const char* function_;
};

}  // namespace ringtrial::python
