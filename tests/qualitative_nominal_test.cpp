// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/qualitative/consensus.hpp>
#include <ringtrial/qualitative/nominal_score.hpp>
#include <ringtrial/qualitative/ordinal_score.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::qualitative;
using words = std::vector<std::string_view>;

template <class F>
std::string complaint(F f) {
  try {
    f();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

// qualitative/consensus of tests/reference/qualitative.json: 11 pine, 3 spruce, 2 larch.
TEST(Consensus, NamesTheMostFrequentCategory) {
  words x(11, "pine");
  x.insert(x.end(), {"spruce", " spruce", "spruce ", "larch", "larch", "", "  "});
  const auto r = consensus(x);
  EXPECT_EQ(r.mode, "pine");
  EXPECT_EQ(r.n, 16u);
  EXPECT_EQ(r.categories, (std::vector<std::string>{"larch", "pine", "spruce"}));
  EXPECT_NEAR(r.entropy, 0.7567751872715525, 1e-12);
  EXPECT_NEAR(r.gini, 0.71484375, 1e-12);
  EXPECT_NEAR(r.p_chance, 0.004039541130205946, 1e-12);
  EXPECT_TRUE(r.reached);
}

TEST(Consensus, ATieIsNoConsensus) {
  const auto r = consensus(words{"b", "a", "b", "a"});
  EXPECT_EQ(r.mode, "a");
  EXPECT_TRUE(r.tied);
  EXPECT_FALSE(r.reached);
}

TEST(Consensus, OneCategoryHasNoDispersion) {
  const auto r = consensus(words{"a", "a"});
  EXPECT_EQ(r.entropy, 0);
  EXPECT_EQ(r.gini, 0);
  EXPECT_EQ(r.p_chance, 1);
}

TEST(Consensus, TellsTheCallersMistakes) {
  const words x = {"a", "c"};
  EXPECT_EQ(complaint([&] {
              (void)consensus(x, {.categories = {"a", "b"}});
            }),
            "consensus: x[1] = 'c', must be one of categories");
  EXPECT_EQ(complaint([&] {
              (void)consensus(x, {.categories = {"a", "c", "a"}});
            }),
            "consensus: categories[2] = 'a', must be given once only");
  EXPECT_EQ(complaint([&] { (void)consensus(x, {.required = 0}); }),
            "consensus: required = 0, must be above 0 and at most 1");
  EXPECT_EQ(consensus(words{}).status, outcome::too_few);
}

TEST(NominalScore, GivesFullAndPartialCredit) {
  const words x = {"A", "B", "C", "", "A1"};
  const auto r = nominal_score(x, "A", {.accepted = {"A1"}, .partial = {{"B", 0.5}}});
  EXPECT_EQ(r.score[1], 0.5);
  EXPECT_EQ(r.correct[1], 0);
  EXPECT_EQ(r.correct[4], 1);
  EXPECT_TRUE(std::isnan(r.score[3]));
  const std::vector<verdict> signal = {verdict::satisfactory, verdict::questionable,
                                       verdict::unsatisfactory, verdict::not_scored,
                                       verdict::satisfactory};
  EXPECT_EQ(r.signal, signal);
  EXPECT_EQ(r.n, 4u);
  EXPECT_EQ(r.proportion, 0.5);
  EXPECT_EQ(complaint([&] {
              (void)nominal_score(x, "A", {.partial = {{"B", 1.5}}});
            }),
            "nominal_score: partial['B'] = 1.5, must be between 0 and 1");
  EXPECT_EQ(complaint([&] { (void)nominal_score(x, " "); }),
            "nominal_score: assigned = ' ', must be a category");
}

const words levels = {"none", "trace", "weak", "strong"};

TEST(OrdinalScore, CountsWholeCategories) {
  const auto r =
      ordinal_score(words{"none", "trace", "weak", "strong", ""}, "weak", levels);
  EXPECT_EQ(r.distance[0], -2);
  const std::vector<verdict> signal = {verdict::unsatisfactory, verdict::questionable,
                                       verdict::satisfactory, verdict::questionable,
                                       verdict::not_scored};
  EXPECT_EQ(r.signal, signal);
  EXPECT_EQ(r.n, 4u);
  EXPECT_EQ(r.n_satisfactory, 1u);
  const auto wide = ordinal_score(words{"none"}, "weak", levels, {.tolerance = 2});
  EXPECT_EQ(wide.signal[0], verdict::satisfactory);
}

TEST(OrdinalScore, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] {
              (void)ordinal_score(words{"weak", "much"}, "weak", levels);
            }),
            "ordinal_score: x[1] = 'much', must be one of levels");
  EXPECT_EQ(complaint([] { (void)ordinal_score(words{}, "much", levels); }),
            "ordinal_score: assigned = 'much', must be one of levels");
  EXPECT_NE(complaint([] { (void)ordinal_score(words{}, "weak", words{}); }), "");
}

}  // namespace
