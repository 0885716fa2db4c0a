// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "arrays.hpp"
#include <ringtrial/batch/detail/chunks.hpp>
#include <ringtrial/batch/z.hpp>
#include <ringtrial/detail/elementwise.hpp>

#include <numeric>

/** Element-wise functions on whatever broadcasts: numbers and arrays of any shape, strides, float type.

      return elementwise(detail::z_formula{transform}, x, x_pt, sigma_pt);

  gives what the formula gives (ringtrial/detail/elementwise.hpp): for numbers only a float, a bool or
  the code of an enumeration, else an array of the broadcast shape, float32 if every array is. Arrays
  are read where they are, block by block; there are no temporary arrays.
*/
namespace ringtrial::python {

inline constexpr std::size_t unlock_elements_above = 10'000;

/// One argument: a number, or an array seen in place.
class operand {
 public:
  operand(py::handle value, std::string_view function, std::string_view name) {
    if (PyFloat_Check(value.ptr())) {
      number_ = PyFloat_AS_DOUBLE(value.ptr());
      return;
    }
    if (PyLong_CheckExact(value.ptr())) {
      number_ = PyLong_AsDouble(value.ptr());
      if (number_ != -1 || PyErr_Occurred() == nullptr) return;
      PyErr_Clear();
      reject_value(function, name, value, "within the range of double");
    }
    array_ = read_real(value, function.data(), name.data());
    if (array_->ndim() > 0) return;
    number_ = is_single(*array_)
                  ? static_cast<double>(*static_cast<const float*>(array_->data()))
                  : *static_cast<const double*>(array_->data());
    array_.reset();
  }

  [[nodiscard]] bool is_number() const { return !array_; }
  [[nodiscard]] double number() const { return number_; }
  [[nodiscard]] const py::array& array() const { return *array_; }
  [[nodiscard]] py::ssize_t ndim() const { return array_ ? array_->ndim() : 0; }
  [[nodiscard]] bool single() const { return array_ && is_single(*array_); }
  [[nodiscard]] const char* data() const {
    return static_cast<const char*>(array_ ? array_->data() : &number_);
  }
  /// Extent along dimension d of a shape of `ndim` dimensions, 1 where it has none.
  [[nodiscard]] py::ssize_t extent(py::ssize_t d, py::ssize_t dimensions) const {
    const py::ssize_t own = d - (dimensions - ndim());
    return own < 0 ? 1 : array_->shape(own);
  }
  /// Bytes from one element to the next along dimension d; 0 where the one element serves all.
  [[nodiscard]] py::ssize_t stride(py::ssize_t d, py::ssize_t dimensions) const {
    const py::ssize_t own = d - (dimensions - ndim());
    return own < 0 || array_->shape(own) == 1 ? 0 : array_->strides(own);
  }

 private:
  std::optional<py::array> array_;
  double number_ = 0;
};

using extents = std::vector<py::ssize_t>;

[[nodiscard]] inline extents shape_of(const py::array& a) {
  return {a.shape(), a.shape() + a.ndim()};
}

[[nodiscard]] inline std::size_t elements_of(const extents& shape) {
  std::size_t n = 1;
  for (const auto extent : shape) n *= static_cast<std::size_t>(extent);
  return n;
}

/// "[3]" or "[1, 2]": where in the operand element `flat` of the broadcast shape lies.
[[nodiscard]] inline std::string position_in(const operand& a, const extents& shape,
                                             std::size_t flat) {
  std::string text;
  for (auto d = static_cast<py::ssize_t>(shape.size()); d-- > 0;) {
    const auto extent = static_cast<std::size_t>(shape[static_cast<std::size_t>(d)]);
    const auto dimensions = static_cast<py::ssize_t>(shape.size());
    if (d >= dimensions - a.ndim()) {
      const auto index = a.extent(d, dimensions) == 1 ? 0 : flat % extent;
      text = std::to_string(index) + (text.empty() ? "" : ", ") + text;
    }
    flat /= extent;
  }
  return text.empty() ? text : std::string("[").append(text).append("]");
}

/// All shapes that take part, for the error that they do not broadcast.
template <class F, std::size_t N>
[[noreturn]] void reject_shapes(const F& f, const std::array<operand, N>& operands) {
  std::string text;
  for (std::size_t k = 0; k < N; ++k)
    if (!operands[k].is_number())
      text += (text.empty() ? "" : " and ") + std::string(f.arguments[k].name) +
              " of shape " + python::text_of(operands[k].array().attr("shape"));
  detail::reject(std::string(f.function) + ": " + text + " do not broadcast");
}

/// The shape that NumPy's rules give.
template <class F, std::size_t N>
[[nodiscard]] extents common_shape(const F& f, const std::array<operand, N>& operands) {
  py::ssize_t dimensions = 0;
  for (const auto& a : operands) dimensions = std::max(dimensions, a.ndim());
  extents shape(static_cast<std::size_t>(dimensions), 1);
  for (const auto& a : operands)
    for (py::ssize_t d = 0; d < dimensions; ++d) {
      auto& common = shape[static_cast<std::size_t>(d)];
      const auto own = a.extent(d, dimensions);
      if (own != 1 && common != 1 && own != common) reject_shapes(f, operands);
      if (own != 1) common = own;
    }
  return shape;
}

/// Dimensions from the outermost to the innermost.
using dimension_order = std::vector<py::ssize_t>;

[[nodiscard]] inline dimension_order c_order(const extents& shape) {
  dimension_order order(shape.size());
  std::iota(order.begin(), order.end(), py::ssize_t{0});
  return order;
}

/// Of the whole shape, with every element in a place of its own.
[[nodiscard]] inline bool fills(const operand& a, const extents& shape) {
  if (a.is_number() || shape_of(a.array()) != shape) return false;
  for (py::ssize_t d = 0; d < a.ndim(); ++d)
    if (a.array().strides(d) == 0 && a.array().shape(d) > 1) return false;
  return true;
}

/// As the first array that fills the shape lies in memory, which is how NumPy lays out what it makes.
template <std::size_t N>
[[nodiscard]] dimension_order order_in_memory(const std::array<operand, N>& operands,
                                              const extents& shape) {
  dimension_order order = c_order(shape);
  const auto first =
      std::ranges::find_if(operands, [&](const operand& a) { return fills(a, shape); });
  if (first != operands.end())
    std::ranges::stable_sort(order, std::ranges::greater{}, [&](py::ssize_t d) {
      return std::abs(first->array().strides(d));
    });
  return order;
}

/// An array whose memory runs in that order.
template <class T>
[[nodiscard]] py::array_t<T> make_array(const extents& shape,
                                        const dimension_order& order) {
  extents strides(shape.size());
  py::ssize_t stride = sizeof(T);
  for (auto d = order.rbegin(); d != order.rend(); ++d) {
    const auto at = static_cast<std::size_t>(*d);
    strides[at] = stride;
    stride *= shape[at];
  }
  return py::array_t<T>(shape, strides);
}

/// N operands walked together through the broadcast shape in some order of its dimensions, in runs as
/// long as strides allow.
template <std::size_t N>
class walk {
 public:
  static constexpr std::size_t block = 256;
  using blocks = std::array<const double*, N>;
  using places = std::array<const char*, N>;

  walk(const std::array<operand, N>& operands, const extents& shape)
      : walk(operands, shape, c_order(shape)) {}
  walk(const std::array<operand, N>& operands, const extents& shape,
       const dimension_order& order)
      : size_(elements_of(shape)) {
    for (std::size_t k = 0; k < N; ++k) {
      data_[k] = operands[k].data();
      single_[k] = operands[k].single();
    }
    const auto dimensions = static_cast<py::ssize_t>(shape.size());
    for (auto d = order.rbegin(); d != order.rend(); ++d) {
      level l{shape[static_cast<std::size_t>(*d)], {}};
      for (std::size_t k = 0; k < N; ++k)
        l.strides[k] = operands[k].stride(*d, dimensions);
      if (l.extent != 1) append(l);
    }
    if (levels_.empty()) levels_.push_back({1, {}});
  }

  [[nodiscard]] std::size_t size() const { return size_; }

  /// Runs are cut in pieces, of this many elements at most.
  [[nodiscard]] std::size_t piece() const { return std::min(run(), 16 * block); }
  [[nodiscard]] std::size_t pieces() const {
    return size_ == 0 ? 0 : size_ / run() * pieces_of_run();
  }

  /// g(first, count, values): `count` consecutive elements of every operand from element `first` on,
  /// until g returns false.
  template <class G>
  void each(G g) const {
    each(0, pieces(), g);
  }
  /// The same of the pieces [begin, end).
  template <class G>
  void each(std::size_t begin, std::size_t end, G g) const {
    std::array<std::array<double, block>, N> buffers;
    each_run(begin, end, [&](std::size_t first, std::size_t size, places at) {
      for (std::size_t done = 0; done < size; done += block) {
        const std::size_t count = std::min(block, size - done);
        blocks values;
        for (std::size_t k = 0; k < N; ++k) {
          values[k] = load(at[k], k, count, buffers[k]);
          at[k] += static_cast<py::ssize_t>(count) * stride(k);
        }
        if (!g(first + done, count, values)) return false;
      }
      return true;
    });
  }

  /// g(first, count, places) for whole pieces: where the first element of every operand is, stride()
  /// bytes before the next.
  template <class G>
  void each_run(std::size_t begin, std::size_t end, G g) const {
    if (begin >= end) return;
    std::size_t number = begin / pieces_of_run();
    auto [at, index] = start_of(number);
    for (std::size_t p = begin; p < end; ++p) {
      const std::size_t from = p % pieces_of_run() * piece();
      if (from == 0 && p > begin) {
        advance(at, index);
        ++number;
      }
      places run_at = at;
      for (std::size_t k = 0; k < N; ++k)
        run_at[k] += static_cast<py::ssize_t>(from) * stride(k);
      if (!g(number * run() + from, std::min(piece(), run() - from), run_at)) return;
    }
  }
  [[nodiscard]] py::ssize_t stride(std::size_t k) const {
    return levels_.front().strides[k];
  }
  /// The elements of a run are doubles side by side, or one of them serves all.
  [[nodiscard]] bool is_plain(std::size_t k) const {
    return !single_[k] && (stride(k) == sizeof(double) || stride(k) == 0);
  }

 private:
  struct level {
    py::ssize_t extent;
    std::array<py::ssize_t, N> strides;
  };

  [[nodiscard]] std::size_t run() const {
    return static_cast<std::size_t>(levels_.front().extent);
  }
  [[nodiscard]] std::size_t pieces_of_run() const {
    return (run() + piece() - 1) / piece();
  }

  struct place {
    places at;
    std::vector<py::ssize_t> index;
  };
  /// Where a run begins.
  [[nodiscard]] place start_of(std::size_t number) const {
    place p{data_, std::vector<py::ssize_t>(levels_.size(), 0)};
    auto left = static_cast<py::ssize_t>(number);
    for (std::size_t l = 1; l < levels_.size(); ++l) {
      p.index[l] = left % levels_[l].extent;
      left /= levels_[l].extent;
      for (std::size_t k = 0; k < N; ++k) p.at[k] += p.index[l] * levels_[l].strides[k];
    }
    return p;
  }

  /// A dimension outside the last one, or the last one made longer where memory goes on evenly.
  void append(const level& outer) {
    if (!levels_.empty()) {
      auto& inner = levels_.back();
      bool even = true;
      for (std::size_t k = 0; k < N; ++k)
        even = even && outer.strides[k] == inner.strides[k] * inner.extent;
      if (even) {
        inner.extent *= outer.extent;
        return;
      }
    }
    levels_.push_back(outer);
  }

  void advance(places& at, std::vector<py::ssize_t>& index) const {
    for (std::size_t l = 1; l < levels_.size(); ++l) {
      for (std::size_t k = 0; k < N; ++k) at[k] += levels_[l].strides[k];
      if (++index[l] < levels_[l].extent) return;
      for (std::size_t k = 0; k < N; ++k)
        at[k] -= levels_[l].strides[k] * levels_[l].extent;
      index[l] = 0;
    }
  }

  /// The elements where they are if they are doubles side by side, else gathered into the buffer.
  const double* load(const char* from, std::size_t k, std::size_t count,
                     std::array<double, block>& buffer) const {
    if (!single_[k] && stride(k) == sizeof(double))
      return reinterpret_cast<const double*>(from);
    const auto value = [this, k](const char* at) {
      return single_[k] ? static_cast<double>(*reinterpret_cast<const float*>(at))
                        : *reinterpret_cast<const double*>(at);
    };
    if (stride(k) == 0) {
      std::fill_n(buffer.begin(), count, value(from));
      return buffer.data();
    }
    for (std::size_t i = 0; i < count; ++i, from += stride(k)) buffer[i] = value(from);
    return buffer.data();
  }

  places data_{};
  std::array<bool, N> single_{};
  std::vector<level> levels_;  ///< the innermost first
  std::size_t size_;
};

/// The rule of one argument, over all its own elements.
inline void require_rule(std::string_view function, const detail::argument_rule& rule,
                         const operand& a) {
  if (a.is_number()) return detail::require_rule(function, rule, a.number());
  if (rule.must == detail::rule::data) return;
  const double least = rule.least(), greatest = rule.greatest();
  const auto shape = shape_of(a.array());
  walk<1>({a}, shape).each([&](std::size_t first, std::size_t count, const auto& values) {
    for (std::size_t i = 0; i < count; ++i)
      if (values[0][i] < least || values[0][i] > greatest || rule.is_broken(values[0][i]))
        detail::reject(function,
                       std::string(rule.name) + position_in(a, shape, first + i),
                       values[0][i], detail::allowed(rule));
    return true;
  });
}

template <class F, std::size_t N>
void require_joint(const F& f, const std::array<operand, N>& operands,
                   const extents& shape) {
  if constexpr (detail::has_joint_rule<F>)
    walk<N>(operands, shape)
        .each([&](std::size_t first, std::size_t count, const auto& values) {
          for (std::size_t i = 0; i < count; ++i) {
            std::array<double, N> v;
            for (std::size_t k = 0; k < N; ++k) v[k] = values[k][i];
            if (detail::keeps_joint(f, v)) continue;
            std::array<std::string, N> at;
            for (std::size_t k = 0; k < N; ++k)
              at[k] = position_in(operands[k], shape, first + i);
            detail::reject_joint(f, v, at);
          }
          return true;
        });
}

/// What NumPy stores of an element: verdicts and other enumerations as their codes.
template <class V, class T>
using element_of =
    std::conditional_t<std::same_as<V, double>, T,
                       std::conditional_t<std::same_as<V, bool>, bool, std::uint8_t>>;

template <class S, class V>
[[nodiscard]] S to_stored(V value) noexcept {
  if constexpr (std::same_as<V, double>)
    return detail::finished<S>(value);
  else
    return static_cast<S>(value);
}

/// Elements of the pieces [begin, end).
template <class S, class F, std::size_t N>
void put_elements(const F& f, const walk<N>& all, S* out, std::size_t begin,
                  std::size_t end) {
  all.each(begin, end, [&](std::size_t first, std::size_t count, const auto& values) {
    [&]<std::size_t... K>(std::index_sequence<K...>) {
      for (std::size_t i = 0; i < count; ++i)
        out[first + i] = to_stored<S>(f(values[K][i]...));
    }
    (std::make_index_sequence<N>{});
    return true;
  });
}

/// z scores by the batch engine, where it can read the operands as they are.
inline void put_elements(const detail::z_formula& f, const walk<3>& all, double* out,
                         std::size_t begin, std::size_t end) {
  const bool plain = all.is_plain(0) && all.is_plain(1) && all.is_plain(2);
  if (f.transform != scores::transform::none || !plain || all.stride(0) == 0)
    return put_elements<double>(f, all, out, begin, end);
  all.each_run(begin, end, [&](std::size_t first, std::size_t count, const auto& at) {
    const auto doubles = [&](std::size_t k) {
      return reinterpret_cast<const double*>(at[k]);
    };
    batch::detail::z({.x = doubles(0),
                      .x_pt = doubles(1),
                      .sigma_pt = doubles(2),
                      .out = out + first,
                      .n = count,
                      .one_x_pt = all.stride(1) == 0,
                      .one_sigma_pt = all.stride(2) == 0,
                      .past_caches = batch::detail::is_past_caches(all.size(), count)});
    return true;
  });
}

template <class T, class F, std::size_t N>
[[nodiscard]] py::object to_elements(const F& f, const std::array<operand, N>& operands,
                                     const extents& shape) {
  return [&]<std::size_t... K>(std::index_sequence<K...>)->py::object {
    using stored = element_of<decltype(f((static_cast<double>(K))...)), T>;
    const auto order = order_in_memory(operands, shape);
    auto result = make_array<stored>(shape, order);
    stored* out = result.mutable_data();
    const walk<N> all(operands, shape, order);
    const std::size_t pieces = all.pieces();  // backwards: see batch::detail::z_run
    const auto put = [&](std::size_t begin, std::size_t end) {
      put_elements(f, all, out, pieces - end, pieces - begin);
    };
    if (all.size() <= unlock_elements_above) {
      put(0, pieces);
      return result;
    }
    const py::gil_scoped_release unlocked;
    batch::detail::each_chunk(pieces, all.piece(), put);
    return result;
  }
  (std::make_index_sequence<N>{});
}

/// A number's result: float, bool or the code of an enumeration.
template <class V>
[[nodiscard]] py::object to_element(V value) {
  if constexpr (std::same_as<V, double>)
    return py::float_(value);
  else if constexpr (std::same_as<V, bool>)
    return py::bool_(value);
  else
    return py::int_(static_cast<int>(value));
}

template <class F, class... H>
[[nodiscard]] py::object elementwise(const F& f, H... values) {
  std::size_t k = 0;
  const auto read = [&](py::handle value) {
    const auto name = f.arguments[k++].name;
    return operand(value, f.function, name);
  };
  const std::array<operand, sizeof...(H)> operands{read(values)...};
  const auto numbers = [&]<std::size_t... K>(std::index_sequence<K...>) {
    using value = decltype(f(operands[K].number()...));
    return to_element(detail::of_numbers<value>(f, operands[K].number()...));
  };
  if (std::ranges::all_of(operands, &operand::is_number))
    return numbers(std::make_index_sequence<sizeof...(H)>{});
  const extents shape = common_shape(f, operands);
  for (std::size_t i = 0; i < operands.size(); ++i)
    require_rule(f.function, f.arguments[i], operands[i]);
  require_joint(f, operands, shape);
  const bool single = std::ranges::all_of(
      operands, [](const operand& a) { return a.is_number() || a.single(); });
  return single ? to_elements<float>(f, operands, shape)
                : to_elements<double>(f, operands, shape);
}

}  // namespace ringtrial::python
