// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/detail/normal_draw.hpp>
#include <ringtrial/detail/philox.hpp>
#include <ringtrial/quantiles.hpp>

#include <gtest/gtest.h>

namespace {

using namespace ringtrial;
using words = std::array<std::uint32_t, 4>;

// Random123 1.14, examples/kat_vectors, philox4x32 10.
TEST(Philox, GivesThePublishedVectors) {
  EXPECT_EQ(detail::philox({0, 0, 0, 0}, {0, 0}),
            (words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  constexpr std::uint32_t ones = 0xffffffff;
  EXPECT_EQ(detail::philox({ones, ones, ones, ones}, {ones, ones}),
            (words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(detail::philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                           {0xa4093822, 0x299f31d0}),
            (words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(NormalDraw, IsTheNormalQuantile) {
  for (const double p : {1e-15, 1e-9, 0.001, 0.05, 0.08, 0.3, 0.5, 0.6, 0.95, 0.9999})
    EXPECT_NEAR(detail::normal_draw(p), normal_quantile(p),
                4e-15 * (1 + std::abs(normal_quantile(p))));
}

TEST(UniformPair, LiesInside) {
  double sum = 0;
  for (std::uint64_t draw = 0; draw < 10'000; ++draw)
    for (const double p : detail::uniform_pair(1, draw, 0)) {
      EXPECT_GT(p, 0);
      EXPECT_LT(p, 1);
      sum += p;
    }
  EXPECT_NEAR(sum / 20'000, 0.5, 0.01);
}

}  // namespace
