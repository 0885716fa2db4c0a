// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "tile.hpp"

#include <vector>

namespace ringtrial::batch {

/// Up to this many values a network in lanes is faster than sorting sample by sample.
inline constexpr std::size_t largest_lane_sample = 256;

/// The exchanges that sort `size` rows.
[[nodiscard]] std::vector<exchange> sorting_exchanges(std::size_t size);

/// The fewer ones that bring the right values to the rows from `first` to `last`.
[[nodiscard]] std::vector<exchange> selecting_exchanges(std::size_t size,
                                                        std::size_t first,
                                                        std::size_t last);

/// Those that bring the medians of any number of values in the middle of `size` rows there.
[[nodiscard]] std::vector<exchange> middle_exchanges(std::size_t size);

}  // namespace ringtrial::batch
