// SPDX-License-Identifier: BSL-1.0
#include "ranking_samples.hpp"
#include <ringtrial/ranking/combined.hpp>
#include <ringtrial/ranking/rank.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using ranking::criterion, ranking::rank, ranking::ties;
using testing_tools::complaint, testing_tools::inf, testing_tools::six,
    testing_tools::table;
using rows = std::vector<std::size_t>;

TEST(Rank, EachCriterionIsThatOfCombined) {
  const auto all = ranking::combined(table(six, 5));
  const std::pair<criterion, const std::vector<double>*> each[] = {
      {criterion::mean_abs, &all.mean_abs}, {criterion::median_abs, &all.median_abs},
      {criterion::rms, &all.rms},           {criterion::ssz, &all.ssz},
      {criterion::points, &all.points},     {criterion::mean_points, &all.mean_points}};
  for (const auto& [by, expected] : each) {
    const auto r = rank(table(six, 5), {.criterion = by});
    for (std::size_t lab = 0; lab < 5; ++lab)
      EXPECT_NEAR(r.statistic[lab], (*expected)[lab], 1e-14) << name(by);
    EXPECT_TRUE(std::isnan(r.statistic[5]));
  }
  const auto r = rank(table(six, 5), {.criterion = criterion::abs_rsz});
  EXPECT_NEAR(r.statistic[3], std::abs(all.rsz[3]), 1e-14);
}

TEST(Rank, MorePointsAreBetterLessOfAllElse) {
  EXPECT_EQ(rank(table(six, 5)).order, (rows{2, 0, 4, 1, 3}));
  EXPECT_EQ(rank(table(six, 5), {.criterion = criterion::mean_points}).order,
            (rows{0, 2, 4, 1, 3}));
}

TEST(Rank, TiesAreRankedAsTheyAreCalled) {
  const std::vector<double> z = {2, 1, 3, 2};
  const auto ranks = [&](ties how) { return rank(table(z, 1), {.ties = how}).rank; };
  EXPECT_EQ(ranks(ties::min), (std::vector<double>{2, 1, 4, 2}));
  EXPECT_EQ(ranks(ties::max), (std::vector<double>{3, 1, 4, 3}));
  EXPECT_EQ(ranks(ties::average), (std::vector<double>{2.5, 1, 4, 2.5}));
  EXPECT_EQ(ranks(ties::dense), (std::vector<double>{2, 1, 3, 2}));
  EXPECT_EQ(ranks(ties::first), (std::vector<double>{2, 1, 4, 3}));
}

// A chain of steps below the tolerance: only what is near the best of its run is tied with it.
TEST(Rank, ARunIsMeasuredFromItsBest) {
  const std::vector<double> z = {1.16, 1.08, 1.0};
  const auto r = rank(table(z, 1), {.tie_tolerance = 0.1});
  EXPECT_EQ(r.rank, (std::vector<double>{3, 1, 1}));
  EXPECT_EQ(r.order, (rows{1, 2, 0}));
  EXPECT_EQ(rank(table(z, 1), {.tie_tolerance = 0}).order, (rows{2, 1, 0}));
}

TEST(Rank, FewScoresAreNotRanked) {
  const auto r = rank(table(six, 5), {.min_scores = 5});
  EXPECT_EQ(r.status[1], outcome::too_few);
  EXPECT_TRUE(std::isnan(r.rank[1]));
  EXPECT_NEAR(r.statistic[1], 1.65, 1e-15);
  EXPECT_EQ(r.n_ranked, 4u);
  EXPECT_EQ(r.order, (rows{2, 0, 4, 3}));
}

TEST(Rank, AnInfiniteScoreIsUnranked) {
  const auto r = rank(table({inf, 1, 2, 2, 1, 1}, 2));
  EXPECT_EQ(r.status[0], outcome::not_finite);
  EXPECT_TRUE(std::isnan(r.rank[0]) && std::isnan(r.statistic[0]));
  EXPECT_EQ(r.n[0], 2u);
  EXPECT_EQ(r.rank[2], 1);
  EXPECT_EQ(rank(table({}, 2)).n_ranked, 0u);
}

TEST(Rank, NamesWhatTheCallerGotWrong) {
  const auto text = [](const ranking::rank_options& o) {
    return complaint([&] { (void)rank(table(six, 5), o); });
  };
  EXPECT_EQ(text({.min_scores = 0}), "rank: min_scores = 0, must be at least 1");
  EXPECT_EQ(text({.tie_tolerance = -1}),
            "rank: tie_tolerance = -1, must be finite and not negative");
}

}  // namespace
