// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/batch/detail/chunks.hpp>
#include <ringtrial/batch/table.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/** How Python's arguments become C++ and results become Python again.

  Arguments are taken as py::handle and read here, so that every mistake is told in our words
  ("function: argument = value, must be ..."), never in those of a failed overload:

      const auto x = read_doubles(x_, "zeta", "x");          // 1-D, any array-like -> x.span()
      const double k = read_number(k_, "huber", "k");        // TypeError naming k
      const auto kind = read_choice(kind_, "algorithm_s", "kind", {{"sd", sd}, {"range", range}});

  A result struct is told once which members Python sees, in the order of its class:

      template <class T> struct fields_of<robust::huber_result<T>> {
        using r = robust::huber_result<T>;
        static constexpr auto members = std::tuple(&r::location, &r::n, &r::iterations, &r::status);
      };

  and estimate() does the rest: float32 and float64, axis, the GIL. It gives a number (or array) for
  number-valued functions and a tuple of the fields for structs; Python makes its object of it.
*/
namespace ringtrial::python {

namespace py = pybind11;

inline constexpr std::size_t unlock_above =
    2048;  ///< values; below, releasing the GIL costs more

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
[[noreturn]] inline void reject_memory(const char* function, py::handle x) {
  py::gil_scoped_acquire locked;
  const auto text = py::cast<std::string>(slow_path("out_of_memory")(x, function));
  PyErr_SetString(PyExc_MemoryError, text.c_str());
  throw py::error_already_set();
}

/// f(), and where memory does not suffice the error says for what.
template <class F>
[[nodiscard]] auto within_memory(const char* function, py::handle x, F f) {
  try {
    return f();
  } catch (const std::bad_alloc&) {
    reject_memory(function, x);
  } catch (py::error_already_set& error) {
    if (!error.matches(PyExc_MemoryError)) throw;
  }
  reject_memory(function, x);
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

// --- samples along an axis ----------------------------------------------------------------

/// The samples of an array along one axis, in C order of the shape that is left.
class axis_samples {
 public:
  axis_samples(const py::array& x, py::ssize_t axis)
      : data_(static_cast<const char*>(x.data())),
        length_(static_cast<std::size_t>(x.shape(axis))),
        stride_(x.strides(axis)) {
    for (py::ssize_t d = 0; d < x.ndim(); ++d) {
      if (d == axis) continue;
      shape_.push_back(x.shape(d));
      strides_.push_back(x.strides(d));
      count_ *= static_cast<std::size_t>(x.shape(d));
    }
  }

  [[nodiscard]] const std::vector<py::ssize_t>& shape() const { return shape_; }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::size_t length() const { return length_; }

  /// f(index, sample) for each from `first` to before `last`; needs no GIL. Samples that do not lie
  /// in one block are gathered some at a time, so that neighbours in memory are read together.
  template <class T, class F>
  void each(std::size_t first, std::size_t last, F f) const {
    if (stride_ == sizeof(T) || length_ < 2) {
      for (std::size_t i = first; i < last; ++i)
        f(i, std::span(reinterpret_cast<const T*>(start(i)), length_));
      return;
    }
    const std::size_t block = std::clamp<std::size_t>(gathered / length_, 1, 16);
    static thread_local std::vector<T> values;
    values.resize(block * length_);
    for (; first < last; first += block) {
      const std::size_t some = std::min(block, last - first);
      gather(first, some, values.data());
      for (std::size_t b = 0; b < some; ++b)
        f(first + b, std::span<const T>(values.data() + b * length_, length_));
    }
    if (values.size() > gathered) values = {};
  }

  /// f(first, table) for tables that hold all samples as measurands, the first of them this one.
  template <class T, class F>
  void each_table(F f) const {
    std::size_t together = 1,
                inner = shape_.size();  // the last dimensions that are one in memory
    while (inner > 0 && (inner == shape_.size() ||
                         strides_[inner - 1] == shape_[inner] * strides_[inner]))
      together *= static_cast<std::size_t>(shape_[--inner]);
    constexpr auto size = static_cast<py::ssize_t>(sizeof(T));
    for (std::size_t first = 0; first < count_; first += together)
      f(first, batch::table<T>{reinterpret_cast<const T*>(start(first)), length_,
                               together, stride_ / size, strides_.back() / size});
  }

  /// f(index, sample) for all, on the threads there are.
  template <class T, class F>
  void each_on_threads(F f) const {
    batch::detail::each_chunk(count_, length_, [&](std::size_t first, std::size_t last) {
      each<T>(first, last, f);
    });
  }

 private:
  static constexpr std::size_t gathered = 1 << 18;  ///< values held at once

  [[nodiscard]] const char* start(std::size_t index) const {
    const char* p = data_;
    for (std::size_t d = shape_.size(); d-- > 0;) {
      const auto extent = static_cast<std::size_t>(shape_[d]);
      p += static_cast<py::ssize_t>(index % extent) * strides_[d];
      index /= extent;
    }
    return p;
  }

  template <class T>
  void gather(std::size_t first, std::size_t some, T* values) const {
    std::array<const char*, 16> from{};
    for (std::size_t b = 0; b < some; ++b) from[b] = start(first + b);
    for (std::size_t j = 0; j < length_; ++j)
      for (std::size_t b = 0; b < some; ++b)
        values[b * length_ + j] =
            *reinterpret_cast<const T*>(from[b] + static_cast<py::ssize_t>(j) * stride_);
  }

  const char* data_;
  std::size_t length_;
  py::ssize_t stride_;
  std::vector<py::ssize_t> shape_, strides_;
  std::size_t count_ = 1;
};

/// The axis as 0 … ndim − 1; ValueError outside, TypeError if it is not an integer.
[[nodiscard]] inline py::ssize_t read_axis(py::handle axis, py::ssize_t ndim,
                                           const char* function) {
  constexpr const char* allowed = "an integer or None";
  const py::ssize_t given = PyIndex_Check(axis.ptr()) != 0
                                ? PyNumber_AsSsize_t(axis.ptr(), nullptr)
                                : (reject_type(function, "axis", axis, allowed), 0);
  if (given == -1 && PyErr_Occurred() != nullptr) {  // an array is no index
    PyErr_Clear();
    reject_type(function, "axis", axis, allowed);
  }
  if (given < -ndim || given >= ndim)
    reject_value(
        function, "axis", axis,
        ndim == 0 ? "None for a single number"
                  : "from " + std::to_string(-ndim) + " to " + std::to_string(ndim - 1));
  return given < 0 ? given + ndim : given;
}

// --- results ------------------------------------------------------------------------------

/// Which members of a result struct Python sees; specialise with `members`.
template <class R>
struct fields_of;

template <class T>
concept number = std::same_as<T, double> || std::same_as<T, float>;

/// What a column of such a member holds in NumPy.
template <class M>
using stored_t = std::conditional_t<
    number<M>, M,
    std::conditional_t<std::same_as<M, outcome>, std::uint8_t, std::int64_t>>;

template <class M>
[[nodiscard]] stored_t<M> stored(M value) {
  return static_cast<stored_t<M>>(value);
}

/// float64 becomes a Python float, float32 a NumPy scalar, counts and codes an int.
template <class M>
[[nodiscard]] py::object to_scalar(M value) {
  if constexpr (std::same_as<M, float>) {
    py::array_t<float> one(std::vector<py::ssize_t>{});
    *one.mutable_data() = value;
    return one.attr("__getitem__")(py::tuple());
  } else if constexpr (std::same_as<M, double>) {
    return py::float_(value);
  } else {
    return py::int_(stored(value));
  }
}

/// A number, or a tuple of the fields of a struct.
template <class R>
[[nodiscard]] py::object to_python(const R& result) {
  if constexpr (number<R>) {
    return to_scalar(result);
  } else {
    return std::apply([&](auto... m) { return py::make_tuple(to_scalar(result.*m)...); },
                      fields_of<R>::members);
  }
}

namespace detail_columns {

template <class R, class... M>
[[nodiscard]] auto make(const std::vector<py::ssize_t>& shape,
                        const std::tuple<M R::*...>&) {
  return std::tuple(py::array_t<stored_t<M>>(shape)...);
}

}  // namespace detail_columns

/// Where there is no sample at all, wrong options are still told.
template <class T, class F>
void try_options(const axis_samples& samples, F f) {
  if (samples.count() == 0) (void)f(std::span<const T>{}, std::size_t{0});
}

/// The fields of one result, each to its column.
template <class P, class R>
void put_fields(const P& columns, std::size_t i, const R& result) {
  constexpr auto members = fields_of<R>::members;
  [&]<std::size_t... K>(std::index_sequence<K...>) {
    ((std::get<K>(columns)[i] = stored(result.*std::get<K>(members))), ...);
  }
  (std::make_index_sequence<std::tuple_size_v<decltype(members)>>{});
}

/// One result per sample: an array, or a tuple of one array a field.
template <class R, class T, class F>
[[nodiscard]] py::object to_columns(const axis_samples& samples, F f) {
  try_options<T>(samples, f);
  if constexpr (number<R>) {
    py::array_t<R> column(samples.shape());
    R* out = column.mutable_data();
    const py::gil_scoped_release unlocked;
    samples.each_on_threads<T>(
        [&](std::size_t i, std::span<const T> x) { out[i] = f(x, i); });
    return column;
  } else {
    constexpr auto members = fields_of<R>::members;
    auto columns = detail_columns::make(samples.shape(), members);
    const auto pointers =
        std::apply([](auto&... c) { return std::tuple(c.mutable_data()...); }, columns);
    {
      const py::gil_scoped_release unlocked;
      samples.each_on_threads<T>(
          [&](std::size_t i, std::span<const T> x) { put_fields(pointers, i, f(x, i)); });
    }
    return std::apply([](auto&... c) { return py::make_tuple(c...); }, columns);
  }
}

/// f of the one sample, without the GIL when it is long.
template <class T, class F>
[[nodiscard]] py::object to_single(const axis_samples& samples, F f) {
  using R = decltype(f(std::span<const T>{}, std::size_t{0}));
  R result{};
  std::optional<py::gil_scoped_release> unlocked;
  if (samples.length() > unlock_above) unlocked.emplace();
  samples.each<T>(0, 1, [&](std::size_t i, std::span<const T> x) { result = f(x, i); });
  unlocked.reset();
  return to_python(result);
}

/** The samples of x by f(sample, index), a generic callable for spans of float and double.

  axis None: x must have one dimension; else every sample along that axis. `prepare(samples)`, if
  given, runs once before with the GIL held, to read what depends on the shape of the result.
*/
template <class F, class Prepare>
[[nodiscard]] py::object estimate(py::handle x, py::handle axis, const char* function,
                                  const char* name, Prepare prepare, F f) {
  const auto values = read_real(x, function, name);
  if (axis.is_none() && values.ndim() != 1)
    reject_dimensions(
        values, function, name,
        values.ndim() == 0 ? "1" : "1, or give axis: one result per sample along it");
  const auto along = axis.is_none() ? 0 : read_axis(axis, values.ndim(), function);
  const axis_samples samples(values, along);
  prepare(samples);
  const auto run = [&]<class T>(T) -> py::object {
    using R = decltype(f(std::span<const T>{}, std::size_t{0}));
    return values.ndim() == 1 ? to_single<T>(samples, f) : to_columns<R, T>(samples, f);
  };
  return within_memory(function, values,
                       [&] { return is_single(values) ? run(float{}) : run(double{}); });
}

template <class F>
[[nodiscard]] py::object estimate(py::handle x, py::handle axis, const char* function,
                                  F f) {
  return estimate(
      x, axis, function, "x", [](const axis_samples&) {}, f);
}

/// One result per sample by in_lanes(table, span of results), some at a time.
template <class R, class T, class Lanes>
[[nodiscard]] py::object to_columns_in_lanes(const axis_samples& samples,
                                             Lanes in_lanes) {
  constexpr std::size_t at_once = 1 << 14;
  auto columns = detail_columns::make(samples.shape(), fields_of<R>::members);
  const auto pointers =
      std::apply([](auto&... c) { return std::tuple(c.mutable_data()...); }, columns);
  {
    const py::gil_scoped_release unlocked;
    std::vector<R> results(std::min(at_once, samples.count()));
    samples.each_table<T>([&](std::size_t first, const batch::table<T>& table) {
      for (std::size_t begin = 0; begin < table.measurands; begin += at_once) {
        batch::table<T> part = table;
        part.data = table.column(begin);
        part.measurands = std::min(at_once, table.measurands - begin);
        in_lanes(part, std::span(results).first(part.measurands));
        for (std::size_t j = 0; j < part.measurands; ++j)
          put_fields(pointers, first + begin + j, results[j]);
      }
    });
  }
  return std::apply([](auto&... c) { return py::make_tuple(c...); }, columns);
}

/// The same for a number-valued function: straight into the array.
template <number R, class T, class Lanes>
[[nodiscard]] py::object to_columns_in_lanes(const axis_samples& samples,
                                             Lanes in_lanes) {
  py::array_t<R> column(samples.shape());
  const std::span out(column.mutable_data(), samples.count());
  const py::gil_scoped_release unlocked;
  samples.each_table<T>([&](std::size_t first, const batch::table<T>& table) {
    in_lanes(table, out.subspan(first, table.measurands));
  });
  return column;
}

/// As estimate() where f(sample) has a form in lanes, in_lanes(table, span of results).
template <class F, class Lanes>
[[nodiscard]] py::object estimate_in_lanes(py::handle x, py::handle axis,
                                           const char* function, F f, Lanes in_lanes) {
  const auto values = read_real(x, function, "x");
  if (axis.is_none() || values.ndim() < 2) return estimate(values, axis, function, f);
  const axis_samples samples(values, read_axis(axis, values.ndim(), function));
  const auto run = [&]<class T>(T) -> py::object {
    using R = decltype(f(std::span<const T>{}, std::size_t{0}));
    try_options<T>(samples, f);
    return to_columns_in_lanes<R, T>(samples, in_lanes);
  };
  return within_memory(function, values,
                       [&] { return is_single(values) ? run(float{}) : run(double{}); });
}

}  // namespace ringtrial::python
