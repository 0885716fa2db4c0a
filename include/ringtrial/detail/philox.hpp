// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace ringtrial::detail {

/** Philox 4×32-10: four words that are a function of a counter and a key, with no state between calls.

  Source  Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3, SC11 (2011).
*/
[[nodiscard]] constexpr std::array<std::uint32_t, 4> philox(
    std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) noexcept {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xd2511f53} * counter[0];
    const std::uint64_t b = std::uint64_t{0xcd9e8d57} * counter[2];
    counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0],
               static_cast<std::uint32_t>(b),
               static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1],
               static_cast<std::uint32_t>(a)};
    key[0] += 0x9e3779b9;
    key[1] += 0xbb67ae85;
  }
  return counter;
}

/// What draws are for: draws with the same seed and number but another use are others.
enum class draw_use : std::uint32_t {
  plain = 0,
  resampling = 1,
  population = 0x100,  ///< and above: the ingredients of simulated laboratories
};

/// The four words of block `block` of draw `draw` with this seed.
[[nodiscard]] constexpr std::array<std::uint32_t, 4> random_words(
    std::uint64_t seed, std::uint64_t draw, std::uint32_t block,
    draw_use use = draw_use::plain) noexcept {
  const auto low = [](std::uint64_t v) { return static_cast<std::uint32_t>(v); };
  return philox({low(draw), low(draw >> 32), block, static_cast<std::uint32_t>(use)},
                {low(seed), low(seed >> 32)});
}

/// (k + ½)/2⁵² from the upper 52 bits k of two words: inside (0, 1), by operations on bits.
[[nodiscard]] constexpr double inside_unit_interval(std::uint64_t high,
                                                    std::uint64_t rest) noexcept {
  constexpr std::uint64_t one = 0x3ff0000000000000;
  return std::bit_cast<double>((high << 32 | rest) >> 12 | one) - 1 + 0x1p-53;
}

/// Two uniform numbers inside (0, 1): those of pair `pair` of draw `draw` with this seed.
[[nodiscard]] constexpr std::array<double, 2> uniform_pair(
    std::uint64_t seed, std::uint64_t draw, std::uint32_t pair,
    draw_use use = draw_use::plain) noexcept {
  const auto words = random_words(seed, draw, pair, use);
  return {inside_unit_interval(words[0], words[1]),
          inside_unit_interval(words[2], words[3])};
}

}  // namespace ringtrial::detail
