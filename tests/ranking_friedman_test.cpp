// SPDX-License-Identifier: BSL-1.0
#include "ranking_samples.hpp"
#include <ringtrial/ranking/friedman.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using ranking::friedman;
using testing_tools::inf, testing_tools::nan, testing_tools::table;

// Without ties, by the textbook formula: rank sums 4, 8, 12 of four measurands.
TEST(Friedman, FullAgreementIsWOfOne) {
  const auto r = friedman(table({0.1, -0.2, 0.3, 0.1, 1, 1.1, -1.2, 1, -2, 2, 2, -2}, 4));
  EXPECT_NEAR(r.statistic, 12.0 * (16 + 64 + 144) / (4 * 3 * 4) - 3 * 4 * 4, 1e-14);
  EXPECT_NEAR(r.kendall_w, 1, 1e-15);
  EXPECT_EQ(r.mean_rank, (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(r.df, 2u);
}

TEST(Friedman, LeavesOutIncompleteMeasurands) {
  const std::vector<double> z = {1, 2, 3, 4, 5, 2, nan, 1, 9, 9},
                            complete = {1, 3, 4, 5, 2, 1, 9, 9};
  const auto a = friedman(table(z, 5)), b = friedman(table(complete, 4));
  EXPECT_EQ(a.n_measurands, 4u);
  EXPECT_EQ(a.statistic, b.statistic);
}

TEST(Friedman, TellsWhatTheDataDoNotGive) {
  const auto tied = friedman(table({1, -2, -1, 2}, 2));
  EXPECT_EQ(tied.status, outcome::zero_scale);
  EXPECT_TRUE(std::isnan(tied.statistic) && std::isnan(tied.kendall_w));
  EXPECT_EQ(friedman(table({1, 2}, 2)).status, outcome::too_few);
  EXPECT_EQ(friedman(table({1, 2}, 1)).status, outcome::too_few);
  EXPECT_EQ(friedman(table({}, 1)).n_labs, 0u);
  const auto bad = friedman(table({1, 2, inf, 3}, 2));
  EXPECT_EQ(bad.status, outcome::not_finite);
  EXPECT_TRUE(std::isnan(bad.mean_rank[0]));
}

}  // namespace
