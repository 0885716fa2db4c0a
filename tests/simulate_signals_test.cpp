// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/batch/threads.hpp>
#include <ringtrial/quantiles.hpp>
#include <ringtrial/simulate/signals.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace rt = ringtrial;
namespace assigned = ringtrial::assigned;
namespace simulate = ringtrial::simulate;
using simulate::signals;
using testing_tools::complaint;

namespace {

/// P(|x| ≥ limit) of a normal x with that mean and standard deviation.
double outside(double limit, double mean, double sd) {
  return rt::normal_cdf_upper((limit - mean) / sd) +
         rt::normal_cdf_upper((limit + mean) / sd);
}

}  // namespace

// Against a known value the chances are those of the normal.
TEST(Signals, OfAKnownValueAreThoseOfTheNormal) {
  constexpr std::size_t rounds = 400'000;
  const std::vector<double> bias = {0, 3, -5};
  const auto r = signals(std::array<std::size_t, 1>{5}, bias,
                         {.population = {.centre = 40, .sd = 2},
                          .assigned = std::nullopt,
                          .sigma_pt = 2.5,
                          .rounds = rounds});
  for (std::size_t b = 0; b < 3; ++b) {
    const double three = outside(7.5, bias[b], 2), two = outside(5, bias[b], 2);
    EXPECT_NEAR(r.unsatisfactory[b], three, 5 * std::sqrt(three / rounds));
    EXPECT_NEAR(r.questionable[b], two - three, 5 * std::sqrt(two / rounds));
    EXPECT_NEAR(r.unsatisfactory_error[b], std::sqrt(three * (1 - three) / rounds), 1e-4);
  }
  EXPECT_FALSE(r.estimator.has_value());
  EXPECT_EQ(r.z_prime[0], 0);
}

// x − x̄ of one of p has variance 1 − 1/p; its own bias d moves the mean by d/p.
TEST(Signals, OfTheMeanAreKnownToo) {
  constexpr std::size_t rounds = 400'000;
  const auto r = signals(std::array<std::size_t, 1>{6}, std::array{0.0, 3.0},
                         {.assigned = {{.estimator = assigned::estimator::mean}},
                          .score = simulate::signal_score::z,
                          .rounds = rounds});
  const double sd = std::sqrt(5.0 / 6);
  const double at_0 = outside(3, 0, sd), at_3 = outside(3, 2.5, sd);
  EXPECT_NEAR(r.unsatisfactory[0], at_0, 5 * std::sqrt(at_0 / rounds));
  EXPECT_NEAR(r.unsatisfactory[1], at_3, 5 * std::sqrt(at_3 / rounds));
}

// ISO 13528:2022, 9.2.1: u = 1.25 s*/√p, so of 10 laboratories alike nearly all rounds are scored by
// z′, of 100 none; |z′| ≤ |z|.
TEST(Signals, OfASchemeAreByZPrimeWhereUIsLarge) {
  const std::array<std::size_t, 2> n = {10, 100};
  const auto scheme = signals(n, std::array{3.0}, {.rounds = 20'000});
  const auto z =
      signals(n, std::array{3.0}, {.score = simulate::signal_score::z, .rounds = 20'000});
  EXPECT_GT(scheme.z_prime[0], 0.8);
  EXPECT_EQ(scheme.z_prime[1], 0);
  EXPECT_LT(scheme.unsatisfactory[0], z.unsatisfactory[0]);
  EXPECT_EQ(scheme.unsatisfactory[1], z.unsatisfactory[1]);
}

// A target from the round itself: p results cannot have |z| above (p − 1)/√p (Shiffler, Am. Stat. 42
// (1988) 79), so of nine none is ever unsatisfactory against mean and standard deviation.
TEST(Signals, AgainstTheRoundsOwnScaleAreBounded) {
  const auto r = signals(std::array<std::size_t, 1>{9}, std::array{1000.0},
                         {.assigned = {{.estimator = assigned::estimator::mean}},
                          .sigma_pt = std::nullopt,
                          .score = simulate::signal_score::z,
                          .rounds = 1000});
  EXPECT_EQ(r.unsatisfactory[0], 0);
  EXPECT_EQ(r.questionable[0], 1);
}

TEST(Signals, AreTheSameOnAnyNumberOfThreads) {
  const auto before = rt::batch::threads();
  const auto run = [](std::size_t threads) {
    rt::batch::set_threads(threads);
    return signals(std::array<std::size_t, 1>{12}, std::array{0.0, 2.0},
                   {.population = {.gross_share = 0.2}, .rounds = 4000});
  };
  const auto one = run(1), four = run(4);
  rt::batch::set_threads(before);
  EXPECT_EQ(one.unsatisfactory, four.unsatisfactory);
  EXPECT_EQ(one.questionable, four.questionable);
}

TEST(Signals, RefuseWhatCannotBe) {
  const std::array<std::size_t, 1> n = {5};
  EXPECT_EQ(complaint([&] { (void)signals(n, std::array{0.0}, {.sigma_pt = 0.0}); }),
            "signals: sigma_pt = 0, must be finite and positive");
  EXPECT_EQ(complaint([&] {
              (void)signals(n, std::array{0.0},
                            {.assigned = std::nullopt, .sigma_pt = std::nullopt});
            }),
            "signals: without an estimator sigma_pt must be given");
  EXPECT_EQ(complaint([&] { (void)signals(n, std::array{testing_tools::nan}); }),
            "signals: bias = nan, must be finite");
}
