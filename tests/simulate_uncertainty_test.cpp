// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/batch/threads.hpp>
#include <ringtrial/quantiles.hpp>
#include <ringtrial/simulate/uncertainty.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace rt = ringtrial;
namespace assigned = ringtrial::assigned;
namespace simulate = ringtrial::simulate;
using simulate::uncertainty;
using testing_tools::complaint;

// Exact for the mean of p normal results: sd 1/√p, stated² the same on average, s c₄ on average
// (c₄ = 0.9726593 at 10), coverage that of Student's t.
TEST(Uncertainty, OfTheMeanIsTheKnownOne) {
  constexpr std::size_t rounds = 200'000;
  const auto r = uncertainty(
      std::array<std::size_t, 1>{10},
      {.assigned = {.estimator = assigned::estimator::mean}, .rounds = rounds});
  const double sd = 1 / std::sqrt(10.0), error = sd / std::sqrt(2.0 * rounds);
  EXPECT_NEAR(r.sd[0], sd, 5 * error);
  EXPECT_NEAR(r.sd_error[0], error, 0.4 * error) << "64 groups know it to a tenth";
  EXPECT_NEAR(r.bias[0], 0, 5 * sd / std::sqrt(rounds));
  EXPECT_NEAR(r.stated[0], sd, 0.002 * sd);
  EXPECT_NEAR(r.scale[0], 0.9726593, 0.003);
  EXPECT_NEAR(r.factor[0], 1 / 0.9726593, 0.006);
  EXPECT_NEAR(r.coverage[0], 1 - 2 * rt::student_t_cdf_upper(2, 9),
              5 * 0.27 / std::sqrt(rounds));
  EXPECT_NEAR(r.ratio[0], 1, 0.01);
}

// What the lanes say of each round is what from_participants() says.
TEST(Uncertainty, IsThatOfFromParticipants) {
  using e = assigned::estimator;
  constexpr std::size_t n = 11, rounds = 50;
  const simulate::population p{.centre = 20, .sd = 3, .gross_share = 0.1};
  std::vector<double> x(n * rounds);
  simulate::draw(p, {.laboratories = n, .seed = 9}, x);
  for (const auto which : {e::algorithm_a, e::q_hampel, e::median_niqr, e::median_mad,
                           e::median_qn, e::biweight, e::mean}) {
    const assigned::from_participants_options o{.estimator = which, .factor = 1.1};
    double value = 0, squares = 0;
    for (std::size_t r = 0; r < rounds; ++r) {
      const auto one = assigned::from_participants(std::span(x).subspan(r * n, n), o);
      value += one.value / rounds;
      squares += one.standard_uncertainty * one.standard_uncertainty / rounds;
    }
    const auto r = uncertainty(
        std::array{n}, {.population = p, .assigned = o, .rounds = rounds, .seed = 9});
    EXPECT_NEAR(r.bias[0], value - 20, 1e-12) << name(which);
    EXPECT_NEAR(r.stated[0], std::sqrt(squares), 1e-12) << name(which);
  }
}

TEST(Uncertainty, IsTheSameOnAnyNumberOfThreads) {
  const auto before = rt::batch::threads();
  const auto run = [](std::size_t threads) {
    rt::batch::set_threads(threads);
    return uncertainty(std::array<std::size_t, 2>{8, 33}, {.rounds = 5000});
  };
  const auto one = run(1), four = run(4);
  rt::batch::set_threads(before);
  EXPECT_EQ(one.sd, four.sd);
  EXPECT_EQ(one.stated, four.stated);
  EXPECT_EQ(one.coverage, four.coverage);
}

TEST(Uncertainty, RefusesWhatCannotBe) {
  EXPECT_EQ(complaint([] { (void)uncertainty(std::array<std::size_t, 1>{5}, {.k = 0}); }),
            "uncertainty: k = 0, must be finite and positive");
  EXPECT_EQ(complaint([] {
              (void)uncertainty(std::array<std::size_t, 1>{5},
                                {.assigned = {.factor = -1}});
            }),
            "from_participants: factor = -1, must be finite and positive");
}
