// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/batch/threads.hpp>
#include <ringtrial/detail/fixed_log.hpp>
#include <ringtrial/detail/normal_draw.hpp>
#include <ringtrial/detail/philox.hpp>
#include <ringtrial/quantiles.hpp>
#include <ringtrial/simulate/population.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

namespace rt = ringtrial;
namespace detail = ringtrial::detail;
namespace simulate = ringtrial::simulate;
using simulate::population;
using simulate::shape;
using testing_tools::complaint;

namespace {

std::vector<double> drawn(const population& p, std::size_t laboratories,
                          std::size_t rounds, std::uint64_t seed = 1,
                          std::size_t first = 0, std::size_t competent = 0) {
  std::vector<double> x(rounds * laboratories);
  simulate::draw(p, {laboratories, seed, first, competent}, x);
  return x;
}

double mean_of(const std::vector<double>& x, auto f) {
  double sum = 0;
  for (const double v : x) sum += f(v);
  return sum / static_cast<double>(x.size());
}

}  // namespace

// The known answers of the authors' distribution, Random123 1.14, kat_vectors, philox4x32 10.
TEST(Philox, GivesThePublishedAnswers) {
  using words = std::array<std::uint32_t, 4>;
  EXPECT_EQ(detail::philox({}, {}),
            (words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  constexpr std::uint32_t all = 0xffffffff;
  EXPECT_EQ(detail::philox({all, all, all, all}, {all, all}),
            (words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(detail::philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                           {0xa4093822, 0x299f31d0}),
            (words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(FixedLog, IsTheLogarithm) {
  for (double x = 1e-300; x < 1e300; x *= 1.37)
    EXPECT_NEAR(detail::fixed_log(x), std::log(x), 4e-16 * std::abs(std::log(x)) + 2e-16);
  EXPECT_EQ(detail::fixed_log(1), 0);
}

// Against Boost.Math's quantile, relative 2e-15.
TEST(NormalDraw, IsTheQuantile) {
  for (double p = 1e-16; p < 0.5; p *= 1.03)
    EXPECT_NEAR(detail::normal_draw(p), rt::normal_quantile(p),
                2e-15 * std::abs(rt::normal_quantile(p)) + 1e-16);
  EXPECT_EQ(detail::normal_draw(0.5), 0);
}

// In vectors as one by one, over some 10^6 numbers with 150 000 in the tails.
TEST(Draw, OfNormalLaboratoriesIsNormalDrawToTheBit) {
  constexpr std::size_t laboratories = 7, rounds = 150'000;
  const auto x = drawn({}, laboratories, rounds, 42);
  for (std::size_t r = 0; r < rounds; ++r)
    for (std::size_t i = 0; i < laboratories; ++i) {
      const double u = detail::uniform_pair(42, r, static_cast<std::uint32_t>(i / 2),
                                            detail::draw_use::population)[i % 2];
      ASSERT_EQ(x[r * laboratories + i], detail::normal_draw(u));
    }
}

TEST(Draw, OfARoundDoesNotDependOnWhatElseIsDrawn) {
  population p{.shape = shape::student,
               .gross_share = 0.1,
               .repeatability = 0.3,
               .replicates = 2,
               .rounding = 0.01};
  const auto all = drawn(p, 9, 5000);
  const auto before = rt::batch::threads();
  for (const std::size_t n : {1U, 2U, 4U}) {
    rt::batch::set_threads(n);
    EXPECT_EQ(drawn(p, 9, 5000), all);
  }
  rt::batch::set_threads(before);
  const auto some = drawn(p, 9, 100, 1, 777);
  EXPECT_TRUE(std::equal(some.begin(), some.end(), all.begin() + 777 * 9));
  EXPECT_NE(drawn(p, 9, 100, 2, 777), some);
}

// Moments of the distributions, within 5 standard errors at 400 000 numbers.
TEST(Draw, HasTheShapesAsked) {
  constexpr std::size_t n = 400'000;
  const double root = std::sqrt(static_cast<double>(n));
  const auto square = [](double v) { return v * v; };
  const auto identity = [](double v) { return v; };
  const auto above = [](double limit) {
    return [limit](double v) { return v > limit ? 1.0 : 0.0; };
  };
  const auto student = drawn({.shape = shape::student, .df = 10}, 20, n / 20);
  EXPECT_NEAR(mean_of(student, square), 10.0 / 8, 5 * 2.5 / root);
  EXPECT_NEAR(mean_of(student, above(2)), rt::student_t_cdf_upper(2, 10),
              5 * 0.19 / root);
  const auto cauchy = drawn({.shape = shape::student, .df = 1}, 20, n / 20);
  EXPECT_NEAR(mean_of(cauchy, above(1)), 0.25, 5 * 0.44 / root);
  const auto lognormal = drawn({.shape = shape::lognormal, .skewness = 0.8}, 20, n / 20);
  EXPECT_NEAR(mean_of(lognormal, above(0)), 0.5, 5 * 0.5 / root);
  EXPECT_NEAR(mean_of(lognormal, above(std::expm1(0.8) / 0.8)), rt::normal_cdf_upper(1),
              5 * 0.37 / root);
  const auto gamma = drawn({.shape = shape::gamma, .skewness = 1}, 20, n / 20);
  const double mean = mean_of(gamma, identity);
  EXPECT_NEAR(mean_of(gamma, above(0)), 0.5, 5 * 0.5 / root);
  EXPECT_NEAR(mean_of(gamma, square) - mean * mean, 1, 5 * 1.9 / root);
  const auto bimodal =
      drawn({.shape = shape::bimodal, .separation = 20, .share = 0.25}, 20, n / 20);
  EXPECT_NEAR(mean_of(bimodal, above(10)), 0.25, 5 * 0.44 / root);
}

TEST(Draw, AddsWhatSchemesMeet) {
  constexpr std::size_t p = 10, rounds = 20'000;
  const double root = std::sqrt(static_cast<double>(p * rounds));
  const auto far = [](double v) { return std::abs(v) > 50 ? 1.0 : 0.0; };
  EXPECT_NEAR(mean_of(drawn({.gross_share = 0.1, .gross_shift = 100, .gross_scale = 1}, p,
                            rounds),
                      far),
              0.1, 5 * 0.3 / root);
  const auto method = drawn({.method_share = 0.3, .method_bias = 100}, p, rounds);
  for (std::size_t i = 0; i < method.size(); ++i)
    ASSERT_EQ(method[i] > 50, i % p >= 7) << "exactly three of ten in every round";
  const auto competent = drawn({.gross_share = 1,
                                .gross_shift = 100,
                                .gross_scale = 1,
                                .method_share = 1,
                                .method_bias = 100},
                               p, rounds, 1, 0, 2);
  for (std::size_t i = 0; i < competent.size(); ++i)
    ASSERT_EQ(std::abs(competent[i]) < 50, i % p < 2);
  const auto rounded = drawn({.centre = 3, .sd = 0.5, .rounding = 0.25}, p, rounds);
  for (const double v : rounded) ASSERT_EQ(v * 4, std::nearbyint(v * 4));
  for (const double v : drawn({.rounding = 0.1}, p, 100))
    ASSERT_EQ(v, std::strtod(std::to_string(v).c_str(), nullptr)) << "a decimal as typed";
  const population repeated{.sd = 0, .repeatability = 2, .replicates = 4};
  EXPECT_DOUBLE_EQ(repeated.total_sd(), 1);
  EXPECT_NEAR(mean_of(drawn(repeated, p, rounds), [](double v) { return v * v; }), 1,
              5 * std::sqrt(2.0) / root);
}

TEST(Draw, RefusesWhatCannotBe) {
  const auto said = [](const population& p) {
    return complaint([&] { (void)drawn(p, 5, 1); });
  };
  EXPECT_EQ(said({.sd = -1}), "draw: sd = -1, must be finite and not negative");
  EXPECT_EQ(said({.sd = 0}), "draw: sd = 0, must be positive where repeatability is 0");
  EXPECT_EQ(said({.gross_share = 1.5}), "draw: gross_share = 1.5, must be from 0 to 1");
  EXPECT_EQ(said({.replicates = 0}), "draw: replicates = 0, must be from 1 to 1000");
  EXPECT_EQ(said({.skewness = 9}), "draw: skewness = 9, must be at most 5");
  EXPECT_EQ(complaint([] { (void)drawn({}, 0, 0); }),
            "draw: laboratories = 0, must be from 1 to 1000000");
  EXPECT_EQ(complaint([] {
              std::vector<double> out(7);
              simulate::draw({}, {.laboratories = 5}, out);
            }),
            "draw: out.size() = 7, must be a whole number of rounds");
}
