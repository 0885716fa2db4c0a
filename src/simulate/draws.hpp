// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/philox.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace ringtrial::simulate {

/// Which rounds of how many laboratories, drawn with which seed.
struct round_range {
  std::uint64_t seed;
  std::size_t first, count, laboratories;
};

/// Uniform numbers inside (0, 1), round after round: those of a round and use are the same whatever
/// else is drawn.
void fill_uniform(const round_range& rounds, detail::draw_use use, std::span<double> out);

/// The standard normal number below which lies each of these, as detail::normal_draw() to the bit.
void to_normal(std::span<double> uniform);

/// Standard normal numbers, round after round.
void fill_normal(const round_range& rounds, detail::draw_use use, std::span<double> out);

}  // namespace ringtrial::simulate
