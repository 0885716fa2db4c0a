// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/batch/threads.hpp>
#include <ringtrial/simulate/efficiency.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace rt = ringtrial;
namespace simulate = ringtrial::simulate;
using simulate::efficiency;
using simulate::estimator;
using testing_tools::complaint;

// Exact: the variance of the median of three normal values is 1 − √3/π, of five 0.286834 (order
// statistics of the normal: Sarhan and Greenberg 1962, table 10C.2); the mean of s of five is
// c₄ = 0.9399856 (ISO 7870-2).
TEST(Efficiency, AtTheNormalIsTheKnownOne) {
  constexpr std::size_t rounds = 200'000;
  const auto r = efficiency(std::array<std::size_t, 2>{3, 5},
                            {.statistics = {{.estimator = estimator::mean},
                                            {.estimator = estimator::median},
                                            {.estimator = estimator::sd}},
                             .rounds = rounds});
  ASSERT_EQ(r.efficiency.size(), 6U);
  EXPECT_EQ(r.laboratories[3], 5U);
  EXPECT_EQ(r.efficiency[0], 1);
  EXPECT_EQ(r.efficiency[5], 1);
  const double three = (1.0 / 3) / (1 - std::numbers::sqrt3 / std::numbers::pi);
  EXPECT_NEAR(r.efficiency[1], three, 5 * r.efficiency_error[1]);
  EXPECT_NEAR(r.efficiency[4], 0.2 / 0.286834, 5 * r.efficiency_error[4]);
  EXPECT_LT(r.efficiency_error[4], 0.005);
  EXPECT_GT(r.efficiency_error[4], 0.0005);
  EXPECT_NEAR(r.sd[4], std::sqrt(0.286834), 5 * 0.54 / std::sqrt(2.0 * rounds));
  EXPECT_NEAR(r.mean[5], 0.9399856, 5 * r.bias_error[5]);
  EXPECT_NEAR(r.bias[5], 0.9399856 - 1, 5 * r.bias_error[5]);
  EXPECT_DOUBLE_EQ(r.rmse[5], std::hypot(r.bias[5], r.sd[5]));
}

// Huber and Ronchetti 2009, 1.1: the tails decide. With t of 3 degrees of freedom the median of many
// is more efficient than the mean (asymptotically 1.62).
TEST(Efficiency, ChangesWithTheTails) {
  const auto r = efficiency(
      std::array<std::size_t, 1>{50},
      {.population = {.shape = simulate::shape::student, .centre = 1e6, .df = 3},
       .statistics = {{.estimator = estimator::median}, {}},
       .rounds = 20'000});
  EXPECT_GT(r.efficiency[0], 1.3);
  EXPECT_GT(r.efficiency[1], r.efficiency[0]);
  EXPECT_NEAR(r.bias[0], 0, 5 * r.bias_error[0]);
  EXPECT_NEAR(r.mean[0], 1e6, 1);
}

TEST(Efficiency, IsTheSameOnAnyNumberOfThreads) {
  const auto before = rt::batch::threads();
  const auto run = [](std::size_t threads) {
    rt::batch::set_threads(threads);
    return efficiency(
        std::array<std::size_t, 2>{7, 30},
        {.population = {.gross_share = 0.1},
         .statistics = {{}, {.estimator = estimator::mad}, {.estimator = estimator::qn}},
         .rounds = 3001});
  };
  const auto one = run(1), two = run(2), four = run(4);
  rt::batch::set_threads(before);
  EXPECT_EQ(one.mean, two.mean);
  EXPECT_EQ(one.sd, four.sd);
  EXPECT_EQ(one.efficiency_error, four.efficiency_error);
}

TEST(Efficiency, RefusesWhatCannotBe) {
  EXPECT_EQ(complaint([] { (void)efficiency(std::array<std::size_t, 1>{1}); }),
            "efficiency: laboratories = 1, must be from 2 to 1000000");
  EXPECT_EQ(complaint([] {
              (void)efficiency(std::array<std::size_t, 1>{5}, {.statistics = {}});
            }),
            "efficiency: statistics is empty, must name one");
  EXPECT_EQ(
      complaint([] { (void)efficiency(std::array<std::size_t, 1>{5}, {.rounds = 1}); }),
      "efficiency: rounds = 1, must be at least 2");
}
