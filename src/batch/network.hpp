// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "tile.hpp"

#include <cstddef>
#include <vector>

namespace ringtrial::batch {

/// Up to this many values a network in lanes is faster than sorting sample by sample.
inline constexpr std::size_t largest_lane_sample = 256;

/// Rows that are sorted together in the registers of the processor.
inline constexpr std::size_t block_rows = 16;

/// How to sort rows: first the blocks one by one, then exchanges of rows.
struct network {
  std::size_t blocks = 0;  ///< the first rows, block_rows each
  std::vector<exchange> exchanges;
};

/// Sorts `size` rows.
[[nodiscard]] network sorting_network(std::size_t size);

/// Brings the medians of any number of values in the middle of `size` rows there, with fewer
/// exchanges.
[[nodiscard]] network middle_network(std::size_t size);

}  // namespace ringtrial::batch
