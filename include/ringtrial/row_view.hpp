// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <type_traits>

namespace ringtrial {

/// A table of rows seen in place: row i begins at data + i · row_stride and has `cols` values.
template <class T>
struct row_view {
  T* data = nullptr;
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::size_t row_stride = 0;  ///< elements from one row's begin to the next

  [[nodiscard]] constexpr std::span<T> operator[](std::size_t row) const noexcept {
    return {data + row * row_stride, cols};
  }
  constexpr operator row_view<const T>() const noexcept requires(!std::is_const_v<T>) {
    return {data, rows, cols, row_stride};
  }
};

}  // namespace ringtrial
