// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace ringtrial::detail {

/// SplitMix64: the next output, and the state moved on.
[[nodiscard]] constexpr std::uint64_t split_mix(std::uint64_t& state) noexcept {
  state += 0x9e3779b97f4a7c15;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/// High 64 bits of the 128-bit product.
[[nodiscard]] constexpr std::uint64_t high_product(std::uint64_t a,
                                                   std::uint64_t b) noexcept {
#ifdef __SIZEOF_INT128__
  __extension__ using wide = unsigned __int128;
  return static_cast<std::uint64_t>((wide{a} * b) >> 64);
#else
  const std::uint64_t a1 = a >> 32, a0 = a & 0xffffffff, b1 = b >> 32,
                      b0 = b & 0xffffffff;
  const std::uint64_t middle = a1 * b0 + ((a0 * b0) >> 32);
  const std::uint64_t other = a0 * b1 + (middle & 0xffffffff);
  return a1 * b1 + (middle >> 32) + (other >> 32);
#endif
}

/** xoshiro256** of Blackman and Vigna, one stream a replicate.

  The four words are the first outputs of SplitMix64 started at M(M(seed) + replicate), M(v) the
  first output of SplitMix64 started at v: streams do not overlap, and a result does not depend on
  how replicates are spread over threads.
*/
class random_stream {
 public:
  constexpr random_stream(std::uint64_t seed, std::uint64_t replicate) noexcept {
    std::uint64_t start = split_mix(seed) + replicate;
    std::uint64_t state = split_mix(start);
    for (auto& word : words_) word = split_mix(state);
  }

  [[nodiscard]] constexpr std::uint64_t next() noexcept {
    const std::uint64_t result = std::rotl(words_[1] * 5, 7) * 9;
    const std::uint64_t shifted = words_[1] << 17;
    words_[2] ^= words_[0];
    words_[3] ^= words_[1];
    words_[1] ^= words_[2];
    words_[0] ^= words_[3];
    words_[2] ^= shifted;
    words_[3] = std::rotl(words_[3], 45);
    return result;
  }

  /// Uniform in 0 … n − 1.
  [[nodiscard]] constexpr std::uint64_t index_below(std::uint64_t n) noexcept {
    return high_product(next(), n);
  }

 private:
  std::array<std::uint64_t, 4> words_{};
};

}  // namespace ringtrial::detail
