// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "arrays.hpp"
#include <ringtrial/batch/detail/chunks.hpp>
#include <ringtrial/batch/table.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// The samples of an array: one, those along an axis, or those between offsets.
namespace ringtrial::python {

/// What cuts an array into samples: an axis, offsets, or neither (both None).
struct cut {
  py::handle axis, offsets;
};

/// Where a sample belongs.
struct place {
  std::size_t result = 0;  ///< position of its result
  std::size_t first = 0;   ///< where it begins in what runs along the values (labels, df)
};

class samples {
 public:
  /// Along an axis, in C order of the shape that is left.
  samples(py::array x, py::ssize_t axis)
      : values_(std::move(x)),
        axis_(axis),
        length_(static_cast<std::size_t>(values_.shape(axis))),
        stride_(values_.strides(axis)) {
    for (py::ssize_t d = 0; d < values_.ndim(); ++d) {
      if (d == axis) continue;
      shape_.push_back(values_.shape(d));
      strides_.push_back(values_.strides(d));
      count_ *= static_cast<std::size_t>(values_.shape(d));
    }
  }

  /// One after the other: sample j is x[offsets[j]] to before x[offsets[j + 1]], x in one block.
  samples(py::array x, std::vector<std::size_t> offsets)
      : values_(std::move(x)),
        length_(static_cast<std::size_t>(values_.size())),
        stride_(values_.itemsize()),
        offsets_(std::move(offsets)),
        count_(offsets_.size() - 1) {
    shape_.push_back(static_cast<py::ssize_t>(count_));
  }

  [[nodiscard]] const py::array& values() const { return values_; }
  [[nodiscard]] bool ragged() const { return !offsets_.empty(); }
  [[nodiscard]] py::ssize_t axis() const { return axis_; }
  [[nodiscard]] const std::vector<std::size_t>& offsets() const { return offsets_; }
  /// Where the values that belong to samples begin, and how many they are.
  [[nodiscard]] std::pair<std::size_t, std::size_t> extent() const {
    if (ragged()) return {offsets_.front(), offsets_.back() - offsets_.front()};
    return {0, length_ * count_};
  }
  /// Of the result; a single sample has none.
  [[nodiscard]] const std::vector<py::ssize_t>& shape() const { return shape_; }
  [[nodiscard]] std::size_t count() const { return count_; }
  /// How many values lie along the axis, or in all ragged samples together.
  [[nodiscard]] std::size_t length() const { return length_; }

  /// f(sample, place) for each from `first` to before `last`; needs no GIL. Samples that do not lie
  /// in one block are gathered some at a time, so that neighbours in memory are read together.
  template <class T, class F>
  void each(std::size_t first, std::size_t last, F f) const {
    if (stride_ == sizeof(T) || length_ < 2) {
      for (; first < last; ++first) f(in_place<T>(first), place_of(first));
      return;
    }
    const std::size_t block = std::clamp<std::size_t>(gathered / length_, 1, 16);
    static thread_local std::vector<T> values;
    values.resize(block * length_);
    for (; first < last; first += block) {
      const std::size_t some = std::min(block, last - first);
      gather(first, some, values.data());
      for (std::size_t b = 0; b < some; ++b)
        f(std::span<const T>(values.data() + b * length_, length_), place_of(first + b));
    }
    if (values.size() > gathered) values = {};
  }

  /// f(first, table) for tables that hold all samples as measurands, the first of them this one.
  template <class T, class F>
  void each_table(F f) const {
    if (ragged())
      return f(0, batch::ragged<T>({static_cast<const T*>(values_.data()), length_},
                                   offsets_));
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

  /// f(sample, place) for all, on the threads there are.
  template <class T, class F>
  void each_on_threads(F f) const {
    const std::size_t usual = ragged() ? batch::detail::mean_length(offsets_) : length_;
    batch::detail::each_chunk(count_, usual, [&](std::size_t first, std::size_t last) {
      each<T>(first, last, f);
    });
  }

 private:
  static constexpr std::size_t gathered = 1 << 18;  ///< values held at once

  [[nodiscard]] place place_of(std::size_t index) const {
    return {index, ragged() ? offsets_[index] : 0};
  }

  template <class T>
  [[nodiscard]] std::span<const T> in_place(std::size_t index) const {
    if (ragged())
      return {static_cast<const T*>(values_.data()) + offsets_[index],
              offsets_[index + 1] - offsets_[index]};
    return {reinterpret_cast<const T*>(start(index)), length_};
  }

  [[nodiscard]] const char* start(std::size_t index) const {
    const char* p = static_cast<const char*>(values_.data());
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

  py::array values_;
  py::ssize_t axis_ = 0;
  std::size_t length_;
  py::ssize_t stride_;
  std::vector<py::ssize_t> shape_, strides_;
  std::vector<std::size_t> offsets_;  // none: along an axis
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

/// Integers from 0 to `values` that never fall; a copy, which no other thread can move meanwhile.
[[nodiscard]] inline std::vector<std::size_t> read_offsets(py::handle offsets,
                                                           std::size_t values,
                                                           const char* function) {
  const py::array_t<std::int64_t> read = slow_path("offsets")(offsets, function);
  const std::span given(read.data(), static_cast<std::size_t>(read.size()));
  (void)batch::detail::longest_between(given, values, function);
  return {given.begin(), given.end()};
}

[[nodiscard]] inline samples read_ragged(py::array x, cut by, const char* function,
                                         const char* name) {
  if (!by.axis.is_none())
    detail::reject(std::string(function) +
                   ": axis and offsets are both given, at most one of them may be");
  if (x.ndim() != 1) reject_dimensions(x, function, name, "1 with offsets");
  const auto size = static_cast<std::size_t>(x.size());
  auto offsets = within_memory(
      function, by.offsets, [&] { return read_offsets(by.offsets, size, function); },
      "offsets");
  if ((x.flags() & py::array::c_style) == 0)
    x = within_memory(function, x, [&] { return py::array(x.attr("copy")()); });
  return {std::move(x), std::move(offsets)};
}

/// The samples of any array-like; an error names function and argument.
[[nodiscard]] inline samples read_samples(py::handle x, cut by, const char* function,
                                          const char* name) {
  auto values = read_real(x, function, name);
  if (!by.offsets.is_none()) return read_ragged(std::move(values), by, function, name);
  if (by.axis.is_none() && values.ndim() != 1)
    reject_dimensions(
        values, function, name,
        values.ndim() == 0 ? "1" : "1, or give axis: one result per sample along it");
  const auto axis = by.axis.is_none() ? 0 : read_axis(by.axis, values.ndim(), function);
  return {std::move(values), axis};
}

}  // namespace ringtrial::python
