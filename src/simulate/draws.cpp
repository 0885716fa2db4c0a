// SPDX-License-Identifier: BSL-1.0
#include "draws.hpp"

#include <ringtrial/detail/normal_draw.hpp>

#include <algorithm>
#include <array>
#include <cmath>

// Plain loops, compiled for AVX2 too and chosen when the program is loaded: nothing is contracted, so
// the bits are the same. The choice runs before the sanitizers do, and must be left out for them.
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && \
    !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&          \
    !defined(__SANITIZE_THREAD__)
#define RINGTRIAL_CLONES \
  __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define RINGTRIAL_CLONES
#endif

namespace ringtrial::simulate {
namespace {

constexpr std::size_t block = 512;
constexpr double tail = 0.075;  // |p − ½| > 0.425

RINGTRIAL_CLONES void all_in_the_middle(double* p, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) p[i] = detail::normal_in_the_middle(p[i] - 0.5);
}

RINGTRIAL_CLONES void all_in_the_tail(double* p, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    p[i] = detail::normal_in_the_tail(detail::tail_distance(p[i]));
}

/// Some pairs of rounds and laboratories, and what is drawn for them.
struct pairs_of_rounds {
  static constexpr std::size_t most = 64;
  std::array<std::uint64_t, most> round;
  std::array<std::uint32_t, most> pair;
  std::array<double, most> first, second;
};

RINGTRIAL_CLONES void draw_pairs(std::uint64_t seed, detail::draw_use use,
                                 pairs_of_rounds& p) {
  for (std::size_t i = 0; i < pairs_of_rounds::most; ++i) {
    const auto w = detail::random_words(seed, p.round[i], p.pair[i], use);
    p.first[i] = detail::inside_unit_interval(w[0], w[1]);
    p.second[i] = detail::inside_unit_interval(w[2], w[3]);
  }
}

/// Every value as if in the middle; then the seventh that is not, side by side.
void block_to_normal(double* p, std::size_t n) {
  std::array<double, block> outer, given;
  std::array<std::uint16_t, block> at;
  std::size_t count = 0;
  for (std::size_t i = 0; i < n; ++i) {
    at[count] = static_cast<std::uint16_t>(i);
    count += std::min(p[i], 1 - p[i]) < tail + 1e-9 ? 1 : 0;
  }
  for (std::size_t j = 0; j < count; ++j) {
    given[j] = p[at[j]];
    outer[j] = std::min(given[j], 1 - given[j]);
  }
  all_in_the_middle(p, n);
  all_in_the_tail(outer.data(), count);
  constexpr double far_out = 1.4e-11;  // e^(−25)
  for (std::size_t j = 0; j < count; ++j) {
    const bool usual =
        std::abs(given[j] - 0.5) > 0.425 && std::min(given[j], 1 - given[j]) > far_out;
    p[at[j]] =
        usual ? std::copysign(outer[j], given[j] - 0.5) : detail::normal_draw(given[j]);
  }
}

}  // namespace

void fill_uniform(const round_range& rounds, detail::draw_use use,
                  std::span<double> out) {
  const std::size_t n = rounds.laboratories;
  const auto pairs = static_cast<std::uint32_t>((n + 1) / 2);
  pairs_of_rounds p{};
  double* to = out.data();
  std::uint64_t round = rounds.first;
  std::uint32_t pair = 0;
  for (std::size_t left = pairs * rounds.count; left > 0;) {
    const std::size_t some = std::min(pairs_of_rounds::most, left);
    for (std::size_t i = 0; i < some; ++i) {
      p.round[i] = round;
      p.pair[i] = pair++;
      if (pair == pairs) ++round, pair = 0;
    }
    draw_pairs(rounds.seed, use, p);
    for (std::size_t i = 0; i < some; ++i) {
      *to++ = p.first[i];
      if (2 * p.pair[i] + 1 < n) *to++ = p.second[i];
    }
    left -= some;
  }
}

void to_normal(std::span<double> uniform) {
  for (std::size_t first = 0; first < uniform.size(); first += block)
    block_to_normal(uniform.data() + first, std::min(block, uniform.size() - first));
}

void fill_normal(const round_range& rounds, detail::draw_use use, std::span<double> out) {
  fill_uniform(rounds, use, out);
  to_normal(out);
}

}  // namespace ringtrial::simulate
