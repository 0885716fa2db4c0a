// SPDX-License-Identifier: BSL-1.0
#include "ranking_samples.hpp"
#include <ringtrial/ranking/rank_intervals.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace {

using namespace ringtrial;
using ranking::criterion, ranking::rank_intervals;
using testing_tools::complaint, testing_tools::nan, testing_tools::six,
    testing_tools::table;

std::vector<double> random_scores(std::size_t n) {
  std::mt19937 random(11);
  std::vector<double> z(n);
  for (double& v : z) v = static_cast<double>(random()) / 1e9 - 2;
  return z;
}

/// Draws the measurands one by one, ranks each draw by rank(), sorts the ranks.
TEST(RankIntervals, IsTheBootstrapOfRank) {
  const std::size_t labs = 6, measurands = 7, draws = 40;
  auto scores = random_scores(labs * measurands);
  scores[3] = scores[17] = nan;
  for (const auto by : {criterion::mean_abs, criterion::median_abs, criterion::abs_rsz}) {
    const auto r = rank_intervals(table(scores, measurands),
                                  {.criterion = by, .replicates = draws, .seed = 5});
    std::vector<std::vector<double>> ranks(labs);
    std::vector<double> best(labs);
    for (std::size_t b = 0; b < draws; ++b) {
      detail::random_stream random(5, b);
      std::vector<std::size_t> drawn;
      for (std::size_t j = 0; j < measurands; ++j)
        drawn.push_back(random.index_below(measurands));
      std::vector<double> resample;
      for (std::size_t lab = 0; lab < labs; ++lab)
        for (const auto j : drawn) resample.push_back(scores[lab * measurands + j]);
      const auto one = ranking::rank(table(resample, measurands),
                                     {.criterion = by, .ties = ranking::ties::average});
      for (std::size_t lab = 0; lab < labs; ++lab) ranks[lab].push_back(one.rank[lab]);
      best[one.order.front()] += 1.0 / draws;  // no ties in these scores
    }
    for (std::size_t lab = 0; lab < labs; ++lab) {
      std::ranges::sort(ranks[lab]);
      EXPECT_EQ(r.lower[lab], std::min(r.rank[lab], ranks[lab][0]));  // ⌈40 · 0.025⌉ = 1
      EXPECT_EQ(r.upper[lab], std::max(r.rank[lab], ranks[lab][38]));
      EXPECT_NEAR(r.probability_best[lab], best[lab], 1e-14);
    }
  }
}

TEST(RankIntervals, ProbabilitiesOfBeingBestAddUp) {
  const auto r = rank_intervals(table(six, 5), {.replicates = 300});
  double best = 0;
  for (std::size_t lab = 0; lab < 5; ++lab) {
    best += r.probability_best[lab];
    EXPECT_LE(r.lower[lab], r.rank[lab]);
    EXPECT_GE(r.upper[lab], r.rank[lab]);
  }
  EXPECT_NEAR(best, 1, 1e-12);
  EXPECT_EQ(r.status[5], outcome::too_few);
  EXPECT_TRUE(std::isnan(r.probability_top[5]));
}

// ⌈2000 · 0.025⌉ is 50 although (1 − 0.95)/2 is a little above 0.025 in doubles.
TEST(RankIntervals, TheQuantileIsThatOfTypeOne) {
  ranking::detail::doubled_ranks ranks(2000);
  std::iota(ranks.begin(), ranks.end(), 1u);
  EXPECT_EQ(ranking::detail::rank_quantile(ranks, (1 - 0.95) / 2), 25);
  EXPECT_EQ(ranking::detail::rank_quantile(ranks, 0.97525), 1951 / 2.0);
}

TEST(RankIntervals, ALaboratoryIsLeftOutOfDrawsWithoutItsScores) {
  const std::vector<double> scores = {1, nan, nan, nan, 2, 2, 2, 2, 3, 3, 3, 3};
  const auto r = rank_intervals(table(scores, 4), {.replicates = 500});
  EXPECT_EQ(r.mean_rank[0], 1);
  EXPECT_LT(r.probability_best[0], 0.8);  // 1 − (3/4)⁴ = 0.68 of the draws
  EXPECT_NEAR(r.probability_best[0] + r.probability_best[1], 1, 1e-12);
  EXPECT_EQ(r.lower[1], 1);
  EXPECT_EQ(r.upper[1], 2);
}

TEST(RankIntervals, TheSeedDecides) {
  const auto z = random_scores(40);
  const auto at = [&](std::uint64_t seed) {
    return rank_intervals(table(z, 5), {.replicates = 100, .seed = seed}).mean_rank;
  };
  EXPECT_EQ(at(1), at(1));
  EXPECT_NE(at(1), at(2));
}

TEST(RankIntervals, OneMeasurandSaysNothingAboutNoise) {
  for (const auto& scores : {std::vector{1.0, 2.0}, std::vector{1.0, nan, 2.0, nan}}) {
    const auto r = rank_intervals(table(scores, scores.size() / 2));
    EXPECT_EQ(r.status, std::vector(2, outcome::too_few));
    EXPECT_EQ(r.rank, (std::vector<double>{1, 2}));
    EXPECT_TRUE(std::isnan(r.lower[0]) && std::isnan(r.probability_best[0]));
  }
}

TEST(RankIntervals, NamesWhatTheCallerGotWrong) {
  const auto text = [](const ranking::rank_intervals_options& o) {
    return complaint([&] { (void)rank_intervals(table(six, 5), o); });
  };
  EXPECT_EQ(text({.confidence = 1}),
            "rank_intervals: confidence = 1, must be between 0 and 1");
  EXPECT_EQ(text({.replicates = 0}),
            "rank_intervals: replicates = 0, must be at least 1");
}

}  // namespace
