// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>

#include <cstddef>
#include <cstdint>

namespace ringtrial::batch {

inline constexpr std::size_t row_bytes = 128;  ///< two cache lines

/// Samples that lie side by side in a tile, one a lane.
template <real T>
inline constexpr std::size_t tile_width = row_bytes / sizeof(T);

/// A number of rows that went through floating point; by way of int, which all processors convert.
[[nodiscard]] constexpr std::size_t row_number(double rows) noexcept {
  return static_cast<std::size_t>(static_cast<int>(rows));
}

/** The values of `tile_width` samples, sorted lane by lane.

  Rows are aligned to 64 bytes. What is not reported is +∞ and −∞ in turn, so that the n reported
  values of a lane stand in the middle, from row ⌊(size − n)/2⌋ on.
*/
template <real T>
struct tile {
  T* rows = nullptr;
  std::size_t size = 0;                   ///< rows
  alignas(64) T reported[tile_width<T>];  ///< how many
  alignas(64) T largest[tile_width<T>];   ///< |value|

  [[nodiscard]] std::size_t count(std::size_t lane) const noexcept {
    return row_number(static_cast<double>(reported[lane]));
  }
  [[nodiscard]] std::size_t first(std::size_t lane) const noexcept {
    return (size - count(lane)) / 2;
  }
  [[nodiscard]] T at(std::size_t row, std::size_t lane) const noexcept {
    return rows[row * tile_width<T> + lane];
  }
};

/// Two rows that a sorting network compares and, where need be, exchanges.
struct exchange {
  std::uint16_t low, high;
};

}  // namespace ringtrial::batch
