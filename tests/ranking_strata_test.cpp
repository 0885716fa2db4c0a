// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/ranking/strata.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace ringtrial;
using ranking::strata, ranking::strata_method;
using testing_tools::complaint, testing_tools::inf, testing_tools::nan;
using labels = std::vector<std::string_view>;
using texts = std::vector<std::string>;

const std::vector<double> x = {1.0, 2.0, 4.0, 3.0, 7.0, 9.0, 8.0, 10.0};
const labels region = {"n", "n", "n", "m", "m", "s", "s", "s"};

// By hand: ranks n 1 2 4, m 3 5, s 6 7 8 … H = 12/(8·9)·(7²/3 + 8²/2 + 21²/3) − 3·9.
TEST(Strata, KruskalWallisByHand) {
  const std::vector<double> y = {1, 2, 4, 3, 7, 9, 8, 10};
  const auto r = strata(y, region);
  EXPECT_EQ(r.stratum, (texts{"m", "n", "s"}));
  EXPECT_EQ(r.n, (std::vector<std::size_t>{2, 3, 3}));
  EXPECT_NEAR(r.statistic, 12 / 72.0 * (49 / 3.0 + 64 / 2.0 + 441 / 3.0) - 27, 1e-13);
  EXPECT_EQ(r.df, 2);
  EXPECT_TRUE(std::isnan(r.df2));
  EXPECT_EQ(r.location, (std::vector<double>{5, 2, 9}));
  EXPECT_NEAR(r.scale[0], 2 * 1.4826, 1e-15);
  ASSERT_EQ(r.pairs.size(), 3u);
  EXPECT_EQ(r.pairs[1].a + r.pairs[1].b, "ms");
  EXPECT_EQ(r.pairs[1].difference, -4);
  EXPECT_NEAR(r.pairs[1].statistic, (4.0 - 7) / std::sqrt(6.0 * (1 / 2.0 + 1 / 3.0)),
              1e-14);
}

// Of two strata Welch's F is the square of his t.
TEST(Strata, WelchOfTwoIsHisT) {
  const auto r = strata(x, labels{"a", "a", "a", "a", "b", "b", "b", "b"},
                        {.method = strata_method::welch});
  ASSERT_EQ(r.pairs.size(), 1u);
  EXPECT_NEAR(r.statistic, r.pairs[0].statistic * r.pairs[0].statistic, 1e-12);
  EXPECT_NEAR(r.df2, r.pairs[0].df, 1e-12);
  EXPECT_NEAR(r.p_value, r.pairs[0].p_value, 1e-14);
}

TEST(Strata, DoNotDependOnTheOrderOrTheUnit) {
  const std::vector<double> turned(x.rbegin(), x.rend());
  const labels back(region.rbegin(), region.rend());
  for (const auto how : {strata_method::kruskal_wallis, strata_method::welch}) {
    const auto a = strata(x, region, {.method = how}),
               b = strata(turned, back, {.method = how});
    EXPECT_EQ(a.statistic, b.statistic);
    auto y = x;
    for (double& v : y) v *= 0x1p-700;
    const auto c = strata(y, region, {.method = how});
    EXPECT_NEAR(a.statistic, c.statistic, 1e-12);
    EXPECT_NEAR(a.pairs[0].p_adjusted, c.pairs[0].p_adjusted, 1e-13);
    EXPECT_EQ(a.location[1] * 0x1p-700, c.location[1]);
  }
}

TEST(Strata, SkipsWhatHasNoValueOrNoLabel) {
  const auto r =
      strata(std::vector{1.0, nan, 3.0, 5.0, inf}, labels{"a", "c", "b", "a", ""});
  EXPECT_EQ(r.stratum, (texts{"a", "b"}));
  EXPECT_EQ(r.n_total, 3u);
  EXPECT_EQ(r.status, outcome::ok);
}

TEST(Strata, TellsWhatTheDataDoNotGive) {
  const auto one = strata(std::vector{1.0, 2.0}, labels{"a", "a"});
  EXPECT_EQ(one.status, outcome::too_few);
  EXPECT_EQ(one.location, std::vector{1.5});
  EXPECT_TRUE(one.pairs.empty() && std::isnan(one.scale[0]));
  EXPECT_EQ(strata(std::vector(4, 2.0), labels{"a", "a", "b", "b"}).status,
            outcome::zero_scale);
  const strata_method welch = strata_method::welch;
  EXPECT_EQ(strata(std::vector{1.0, 1.0, 2.0, 3.0}, labels{"a", "a", "b", "b"},
                   {.method = welch})
                .status,
            outcome::zero_scale);
  EXPECT_EQ(
      strata(std::vector{1.0, 2.0, 3.0}, labels{"a", "a", "b"}, {.method = welch}).status,
      outcome::too_few);
  const auto bad = strata(std::vector{1.0, inf, 3.0}, labels{"a", "a", "b"});
  EXPECT_EQ(bad.status, outcome::not_finite);
  EXPECT_TRUE(std::isnan(bad.location[1]));
  EXPECT_EQ(strata(std::vector<double>{}, labels{}).status, outcome::too_few);
}

TEST(Strata, NamesWhatTheCallerGotWrong) {
  EXPECT_EQ(complaint([] { (void)strata(x, labels{"a"}); }),
            "strata: stratum has length 1, must have that of x, 8");
  EXPECT_EQ(
      complaint([] { (void)strata(x, region, {.adjust = ranking::adjustment::bh}); }),
      "strata: adjust = 'bh', must be 'holm', 'bonferroni' or 'none'");
}

}  // namespace
