// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** How Python's arguments become C++ and results become Python again.

  Arguments are taken as py::handle and read here, so that every mistake is told in our words
  ("function: argument = value, must be ..."), never in those of a failed overload:

      const auto x = read_doubles(x_, "zeta", "x");          // 1-D, any array-like -> x.span()
      const double k = read_number(k_, "huber", "k");        // TypeError naming k
      const auto kind = read_choice(kind_, "algorithm_s", "kind", {{"sd", sd}, {"range", range}});

  estimate.hpp makes the results.
*/
namespace ringtrial::python {

namespace py = pybind11;

// --- single arguments ---------------------------------------------------------------------

/// A function of ringtrial._arrays, where the rare kinds of input are read.
[[nodiscard]] inline py::object slow_path(const char* name) {
  return py::module_::import("ringtrial._arrays").attr(name);
}

[[nodiscard]] inline std::string text_of(py::handle value) {
  return py::cast<std::string>(slow_path("said")(value));
}

[[noreturn]] inline void reject_type(std::string_view function, std::string_view name,
                                     py::handle value, std::string_view allowed) {
  throw py::type_error(std::string(function) + ": " + std::string(name) + " = " +
                       text_of(value) + ", must be " + std::string(allowed));
}

[[noreturn]] inline void reject_value(std::string_view function, std::string_view name,
                                      py::handle value, std::string_view allowed) {
  throw py::value_error(std::string(function) + ": " + std::string(name) + " = " +
                        text_of(value) + ", must be " + std::string(allowed));
}

/// One number: int, float, a NumPy scalar or 0-d array.
[[nodiscard]] inline double read_number(py::handle value, const char* function,
                                        const char* name) {
  if (PyFloat_CheckExact(value.ptr())) return PyFloat_AS_DOUBLE(value.ptr());
  const bool dimensions = py::isinstance<py::array>(value) &&
                          py::reinterpret_borrow<py::array>(value).ndim() > 0;
  const double number = dimensions ? -1.0 : PyFloat_AsDouble(value.ptr());
  if (dimensions || (number == -1.0 && PyErr_Occurred() != nullptr)) {
    PyErr_Clear();
    reject_type(function, name, value, "a number");
  }
  return number;
}

/// One integer; a whole float (3.0) passes, 2.5 is a ValueError.
[[nodiscard]] inline std::int64_t read_integer(py::handle value, const char* function,
                                               const char* name) {
  if (PyLong_CheckExact(value.ptr())) {
    const long long number = PyLong_AsLongLong(value.ptr());
    if (number != -1 || PyErr_Occurred() == nullptr) return number;
    PyErr_Clear();
    reject_value(function, name, value, "an integer below 2**63");
  }
  const double number = read_number(value, function, name);
  if (!(std::abs(number) < 9.0e15) || number != std::trunc(number))
    reject_value(function, name, value, "an integer");
  return static_cast<std::int64_t>(number);
}

/// How many: an integer not below 0.
[[nodiscard]] inline std::size_t read_count(py::handle value, const char* function,
                                            const char* name) {
  const auto number = read_integer(value, function, name);
  if (number < 0) reject_value(function, name, value, "an integer not below 0");
  return static_cast<std::size_t>(number);
}

/// A limit of iterations: an integer from 1 on; what an int cannot hold is no limit.
[[nodiscard]] inline int read_limit(py::handle value, const char* function,
                                    const char* name) {
  const auto number = read_integer(value, function, name);
  if (number < 1) reject_value(function, name, value, "an integer from 1 on");
  return static_cast<int>(
      std::min<std::int64_t>(number, std::numeric_limits<int>::max()));
}

/// A Python or NumPy boolean.
[[nodiscard]] inline bool is_bool(py::handle value) {
  return PyBool_Check(value.ptr()) ||
         std::string_view(Py_TYPE(value.ptr())->tp_name).starts_with("numpy.bool");
}

/// True or False, nothing that is merely truthy.
[[nodiscard]] inline bool read_bool(py::handle value, const char* function,
                                    const char* name) {
  if (!is_bool(value)) reject_type(function, name, value, "True or False");
  return PyObject_IsTrue(value.ptr()) == 1;
}

/// The text of a str without a copy; empty optional for another type.
[[nodiscard]] inline std::optional<std::string_view> as_text(py::handle value) {
  if (!PyUnicode_Check(value.ptr())) return std::nullopt;
  Py_ssize_t size = 0;
  const char* text = PyUnicode_AsUTF8AndSize(value.ptr(), &size);
  if (text == nullptr) throw py::error_already_set();
  return std::string_view(text, static_cast<std::size_t>(size));
}

template <class E>
struct choice {
  std::string_view text;
  E value;
};

/// One of a few words: another word is a ValueError that lists them, another type a TypeError.
template <class E, std::size_t N>
[[nodiscard]] E read_choice(py::handle value, const char* function, const char* name,
                            const choice<E> (&choices)[N]) {
  const auto text = as_text(value);
  if (text)
    for (const auto& c : choices)
      if (c.text == *text) return c.value;
  std::string allowed;
  for (std::size_t i = 0; i < N; ++i)
    allowed += (i == 0      ? "'"
                : i + 1 < N ? ", '"
                            : " or '") +
               std::string(choices[i].text) + "'";
  if (text) reject_value(function, name, value, allowed);
  reject_type(function, name, value, allowed);
}

/// The texts of an enumeration, at the positions of their codes.
template <class E>
[[nodiscard]] py::tuple names_of() {
  py::list names;
  for (std::uint8_t code = 0;; ++code) {
    const std::string_view text = name(static_cast<E>(code));
    if (text == "unknown") return py::tuple(names);
    names.append(text);
  }
}

// --- memory -------------------------------------------------------------------------------

/// MemoryError "function: out of memory for 5000 x 1000000 results (float64, 37.3 GiB)".
[[noreturn]] inline void reject_memory(const char* function, py::handle x,
                                       const char* what) {
  py::gil_scoped_acquire locked;
  const auto text = py::cast<std::string>(slow_path("out_of_memory")(x, function, what));
  PyErr_SetString(PyExc_MemoryError, text.c_str());
  throw py::error_already_set();
}

/// f(), and where memory does not suffice the error says for what.
template <class F>
[[nodiscard]] auto within_memory(const char* function, py::handle x, F f,
                                 const char* what = "results") {
  try {
    return f();
  } catch (const std::bad_alloc&) {
    reject_memory(function, x, what);
  } catch (py::error_already_set& error) {
    if (!error.matches(PyExc_MemoryError)) throw;
  }
  reject_memory(function, x, what);
}

// --- arrays -------------------------------------------------------------------------------

[[nodiscard]] inline bool is_plain(py::handle x) {
  const auto& api = py::detail::npy_api::get();
  if (Py_TYPE(x.ptr()) != api.PyArray_Type_)
    return false;  // lists, masked arrays, columns
  const auto array = py::reinterpret_borrow<py::array>(x);
  const auto type = array.dtype();
  return (type.num() == py::detail::npy_api::NPY_DOUBLE_ ||
          type.num() == py::detail::npy_api::NPY_FLOAT_) &&
         type.byteorder() == '=' &&
         (array.flags() & py::detail::npy_api::NPY_ARRAY_ALIGNED_) != 0;
}

/// Any array-like as an array of float64 or float32 of any shape and strides. Arrays of these
/// types are used where they are; see ringtrial/_arrays.py for all else.
[[nodiscard]] inline py::array read_real(py::handle x, const char* function,
                                         const char* name) {
  if (is_plain(x)) return py::reinterpret_borrow<py::array>(x);
  return within_memory(function, x, [&]() -> py::array {
    return slow_path("read_real")(x, function, name);
  });
}

[[nodiscard]] inline bool is_single(const py::array& x) {
  return x.dtype().num() == py::detail::npy_api::NPY_FLOAT_;
}

[[noreturn]] inline void reject_dimensions(const py::array& x, const char* function,
                                           const char* name, const char* allowed) {
  detail::reject(std::string(function) + ": " + name + " has " +
                 std::to_string(x.ndim()) + " dimensions, must have " + allowed);
}

/// Float64 values in one block, kept alive as long as this lives.
class doubles {
 public:
  explicit doubles(py::array array) : array_(std::move(array)) {}
  [[nodiscard]] std::span<const double> span() const {
    return {static_cast<const double*>(array_.data()), size()};
  }
  [[nodiscard]] std::size_t size() const {
    return static_cast<std::size_t>(array_.size());
  }
  [[nodiscard]] const py::array& array() const { return array_; }
  [[nodiscard]] double operator[](std::size_t i) const { return span()[i]; }

 private:
  py::array array_;
};

/// As float64 in one block (C order) and of any shape; copied only if it is not so already.
[[nodiscard]] inline doubles read_doubles_nd(py::handle x, const char* function,
                                             const char* name) {
  auto array = read_real(x, function, name);
  if (is_single(array) || (array.flags() & py::array::c_style) == 0)
    array = py::array_t<double, py::array::c_style | py::array::forcecast>(array);
  return doubles(std::move(array));
}

/// As read_doubles_nd, of one dimension (else ValueError).
[[nodiscard]] inline doubles read_doubles(py::handle x, const char* function,
                                          const char* name) {
  auto read = read_doubles_nd(x, function, name);
  if (read.array().ndim() != 1) reject_dimensions(read.array(), function, name, "1");
  return read;
}

struct counts {
  std::vector<std::size_t> values;
  bool scalar = false;  ///< one number was given, not an array of one
};

/// One count or a 1-D array of them; whole floats pass.
[[nodiscard]] inline counts read_counts(py::handle value, const char* function,
                                        const char* name) {
  const auto read = read_doubles_nd(value, function, name);
  if (read.array().ndim() == 0) return {{read_count(value, function, name)}, true};
  if (read.array().ndim() != 1)
    reject_dimensions(read.array(), function, name, "at most 1");
  counts all;
  for (const double v : read.span()) {
    if (!(v >= 0 && v < 9.0e15) || v != std::trunc(v))
      detail::reject_at(function, name, all.values.size(), v, "an integer not below 0");
    all.values.push_back(static_cast<std::size_t>(v));
  }
  return all;
}

/// The items of a list, tuple, array or column of anything; a TypeError names the argument.
[[nodiscard]] inline py::list read_items(py::handle value, const char* function,
                                         const char* name) {
  if (PyList_CheckExact(value.ptr())) return py::reinterpret_borrow<py::list>(value);
  return slow_path("items")(value, function, name);
}

/// A vector handed to NumPy without a copy.
template <class T>
[[nodiscard]] py::array_t<T> to_array(std::vector<T> values) {
  auto* kept = new std::vector<T>(std::move(values));
  const py::capsule owner(kept, [](void* p) { delete static_cast<std::vector<T>*>(p); });
  return py::array_t<T>(static_cast<py::ssize_t>(kept->size()), kept->data(), owner);
}

/// Counts and indices as int64.
[[nodiscard]] inline py::array_t<std::int64_t> to_array(
    const std::vector<std::size_t>& values) {
  return to_array(std::vector<std::int64_t>(values.begin(), values.end()));
}

}  // namespace ringtrial::python
