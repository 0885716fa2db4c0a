// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "samples.hpp"
#include <ringtrial/outcome.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/** One result a sample, for Python.

  A result struct is told once which members Python sees, in the order of its class:

      template <class T> struct fields_of<robust::huber_result<T>> {
        using r = robust::huber_result<T>;
        static constexpr auto members = std::tuple(&r::location, &r::n, &r::iterations, &r::status);
      };

  and estimate() does the rest: float32 and float64, axis, offsets, the GIL. It gives a number (or array)
  for number-valued functions and a tuple of the fields for structs; Python makes its object of it.
*/
namespace ringtrial::python {

inline constexpr std::size_t unlock_above =
    2048;  ///< values; below, releasing the GIL costs more

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

/// The fields of one result, each to its column.
template <class P, class R>
void put_fields(const P& columns, std::size_t i, const R& result) {
  constexpr auto members = fields_of<R>::members;
  [&]<std::size_t... K>(std::index_sequence<K...>) {
    ((std::get<K>(columns)[i] = stored(result.*std::get<K>(members))), ...);
  }
  (std::make_index_sequence<std::tuple_size_v<decltype(members)>>{});
}

/// What f makes of a sample of T.
template <class F, class T>
using result_of = std::invoke_result_t<const F&, std::span<const T>, place>;

/// One result per sample: an array, or a tuple of one array a field.
template <class T, class F>
[[nodiscard]] py::object to_columns(const samples& all, const F& f) {
  using R = result_of<F, T>;
  if constexpr (number<R>) {
    py::array_t<R> column(all.shape());
    R* out = column.mutable_data();
    const py::gil_scoped_release unlocked;
    all.each_on_threads<T>(
        [&](std::span<const T> x, place at) { out[at.result] = f(x, at); });
    return column;
  } else {
    auto columns = detail_columns::make(all.shape(), fields_of<R>::members);
    const auto pointers =
        std::apply([](auto&... c) { return std::tuple(c.mutable_data()...); }, columns);
    {
      const py::gil_scoped_release unlocked;
      all.each_on_threads<T>([&](std::span<const T> x, place at) {
        put_fields(pointers, at.result, f(x, at));
      });
    }
    return std::apply([](auto&... c) { return py::make_tuple(c...); }, columns);
  }
}

/// The same by in_lanes(table, span of results), some at a time.
template <class R, class T, class Lanes>
[[nodiscard]] py::object to_columns_in_lanes(const samples& all, const Lanes& in_lanes) {
  constexpr std::size_t at_once = 1 << 14;
  auto columns = detail_columns::make(all.shape(), fields_of<R>::members);
  const auto pointers =
      std::apply([](auto&... c) { return std::tuple(c.mutable_data()...); }, columns);
  {
    const py::gil_scoped_release unlocked;
    std::vector<R> results(std::min(at_once, all.count()));
    all.each_table<T>([&](std::size_t first, const batch::table<T>& table) {
      for (std::size_t begin = 0; begin < table.measurands; begin += at_once) {
        const std::size_t some = std::min(at_once, table.measurands - begin);
        in_lanes(table.part(begin, some), std::span(results).first(some));
        for (std::size_t j = 0; j < some; ++j)
          put_fields(pointers, first + begin + j, results[j]);
      }
    });
  }
  return std::apply([](auto&... c) { return py::make_tuple(c...); }, columns);
}

/// The same for a number-valued function: straight into the array.
template <number R, class T, class Lanes>
[[nodiscard]] py::object to_columns_in_lanes(const samples& all, const Lanes& in_lanes) {
  py::array_t<R> column(all.shape());
  const std::span out(column.mutable_data(), all.count());
  const py::gil_scoped_release unlocked;
  all.each_table<T>([&](std::size_t first, const batch::table<T>& table) {
    in_lanes(table, out.subspan(first, table.measurands));
  });
  return column;
}

/// f of the one sample, without the GIL when it is long.
template <class T, class F>
[[nodiscard]] py::object to_single(const samples& all, const F& f) {
  result_of<F, T> result{};
  std::optional<py::gil_scoped_release> unlocked;
  if (all.length() > unlock_above) unlocked.emplace();
  all.each<T>(0, 1, [&](std::span<const T> x, place at) { result = f(x, at); });
  unlocked.reset();
  return to_python(result);
}

/// f of the one sample, or columns(T{}) of all there are, T the type of the values.
template <class F, class Columns>
[[nodiscard]] py::object results(const samples& all, cut by, const char* function,
                                 const F& f, const Columns& columns) {
  const auto run = [&]<class T>(T type) -> py::object {
    if (all.shape().empty()) return to_single<T>(all, f);
    if (all.count() == 0) (void)f(std::span<const T>{}, place{});  // tells wrong options
    return columns(type);
  };
  return within_memory(
      function, all.ragged() ? by.offsets : py::handle(all.values()),
      [&] { return is_single(all.values()) ? run(float{}) : run(double{}); },
      all.ragged() ? "offsets" : "results");
}

/** The samples of x by f(sample, place), a generic callable for spans of float and double.

  With neither axis nor offsets x must have one dimension. `prepare(samples)`, if given, runs once
  before with the GIL held, to read what depends on the shape of the result.
*/
template <class F, class Prepare>
[[nodiscard]] py::object estimate(py::handle x, cut by, const char* function,
                                  const char* name, Prepare prepare, F f) {
  const samples all = read_samples(x, by, function, name);
  prepare(all);
  return results(all, by, function, f, [&]<class T>(T) { return to_columns<T>(all, f); });
}

template <class F>
[[nodiscard]] py::object estimate(py::handle x, cut by, const char* function, F f) {
  return estimate(
      x, by, function, "x", [](const samples&) {}, f);
}

/// As estimate() where f(sample, place) has a form in lanes, in_lanes(table, span of results).
template <class F, class Lanes>
[[nodiscard]] py::object estimate_in_lanes(py::handle x, cut by, const char* function,
                                           F f, Lanes in_lanes) {
  const samples all = read_samples(x, by, function, "x");
  return results(all, by, function, f, [&]<class T>(T) {
    return to_columns_in_lanes<result_of<F, T>, T>(all, in_lanes);
  });
}

}  // namespace ringtrial::python
