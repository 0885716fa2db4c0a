// SPDX-License-Identifier: BSL-1.0
#include "ranking_samples.hpp"
#include <ringtrial/ranking/groups.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace {

using namespace ringtrial;
using ranking::adjustment, ranking::criterion, ranking::groups;
using testing_tools::complaint, testing_tools::inf, testing_tools::nan,
    testing_tools::table;
using lists = std::vector<std::vector<std::size_t>>;
using texts = std::vector<std::string>;

// Steps of 0.1 with little noise: neighbours agree, others differ.
const std::vector<double> stairs = {0.10, 0.12, 0.08, 0.11, 0.09, 0.14, 0.20, 0.07,
                                    0.19, 0.12, 0.29, 0.31, 0.28, 0.33, 0.30};

TEST(Groups, AreMaximalRunsOfAgreement) {
  const auto r = groups(table(stairs, 5), {.adjust = adjustment::none});
  EXPECT_EQ(r.order, (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_EQ(r.groups, (lists{{0, 1}, {2}}));
  EXPECT_EQ(r.letters, (texts{"a", "a", "b"}));
  EXPECT_EQ(r.p_value[1], r.p_value[3]);
  EXPECT_TRUE(std::isnan(r.p_value[0]));
  EXPECT_EQ(r.n_common, std::vector<std::size_t>(9, 5));
}

// By hand: differences 1, 1, 2, 1 of losses, t = 1.25/(0.5/2) = 5, 3 degrees of freedom.
TEST(Groups, ComparePairsByPairedT) {
  const std::vector<double> z = {1, -2, 0, 1, 2, 3, 2, 2, nan, nan, nan, nan};
  const auto r = groups(table(z, 4));
  EXPECT_NEAR(r.p_value[1], 2 * student_t_cdf_upper(5, 3), 1e-15);
  EXPECT_EQ(r.letters[2], "");
  EXPECT_TRUE(std::isnan(r.statistic[2]) && std::isnan(r.p_value[2]));
  EXPECT_EQ(r.status, outcome::ok);
}

TEST(Groups, LossesFollowTheCriterion) {
  const std::vector<double> z = {1, -2.5, 3, 0};
  const auto statistic = [&](criterion by) {
    return groups(table(z, 2), {.criterion = by}).statistic;
  };
  EXPECT_EQ(statistic(criterion::mean_abs), (std::vector<double>{1.75, 1.5}));
  EXPECT_EQ(statistic(criterion::rms), (std::vector<double>{7.25 / 2, 4.5}));
  EXPECT_EQ(statistic(criterion::ssz), statistic(criterion::rms));
  EXPECT_EQ(statistic(criterion::mean_points), (std::vector<double>{-1.5, -1}));
  EXPECT_EQ(statistic(criterion::points), statistic(criterion::mean_points));
}

TEST(Groups, EqualDifferencesAreDecidedWithoutT) {
  const std::vector<double> z = {0.1, 0.2, 0.3, 0.3, 0.4, 0.5,
                                 0.1, 0.2, 0.3, 0.4, nan, nan};
  const auto r = groups(table(z, 3), {.adjust = adjustment::none});
  EXPECT_EQ(r.p_value[0 * 4 + 1], 0);  // 0.2 each, but for rounding
  EXPECT_EQ(r.p_value[0 * 4 + 2], 1);  // none
  EXPECT_EQ(r.p_value[0 * 4 + 3], 1);  // one measurand in common
  EXPECT_EQ(r.n_common[3], 1u);
}

TEST(Groups, LettersGoOnAfterZ) {
  using ranking::detail::group_name;
  EXPECT_EQ(group_name(0), "a");
  EXPECT_EQ(group_name(25), "z");
  EXPECT_EQ(group_name(26), "aa");
  EXPECT_EQ(group_name(27), "ab");
  EXPECT_EQ(group_name(26 + 26 * 26), "aaa");
}

TEST(Groups, OverlapWhereThatIsWhatTheDataSay) {
  // p values by hand into the walk: 0~1, 1~2, not 0~2
  ranking::groups_result r;
  r.lab = {"x", "y", "z"};
  r.order = {2, 0, 1};
  r.letters.resize(3);
  const double p[3][3] = {{nan, 0.5, 0.5}, {0.5, nan, 0.01}, {0.5, 0.01, nan}};
  for (const auto& row : p) r.p_value.insert(r.p_value.end(), row, row + 3);
  ranking::detail::find_groups(r, 0.05);
  EXPECT_EQ(r.groups, (lists{{2, 0}, {0, 1}}));
  EXPECT_EQ(r.letters, (texts{"ab", "b", "a"}));
}

TEST(Groups, TellsWhatTheDataDoNotGive) {
  const auto r = groups(table({1, 2, nan, nan, inf, 1}, 2));
  EXPECT_EQ(r.status, outcome::too_few);
  EXPECT_TRUE(r.groups.empty());
  EXPECT_EQ(r.letters, texts(3));
  EXPECT_EQ(groups(table({}, 2)).status, outcome::too_few);
}

TEST(Groups, NamesWhatTheCallerGotWrong) {
  const auto text = [](const ranking::groups_options& o) {
    return complaint([&] { (void)groups(table(stairs, 5), o); });
  };
  EXPECT_EQ(
      text({.criterion = criterion::abs_rsz}),
      "groups: criterion = 'abs_rsz', must be 'mean_abs', 'rms', 'ssz', 'points' or "
      "'mean_points'");
  EXPECT_EQ(text({.alpha = 0}), "groups: alpha = 0, must be between 0 and 1");
  EXPECT_EQ(text({.adjust = adjustment::bh}),
            "groups: adjust = 'bh', must be 'bonferroni', 'holm' or 'none'");
}

}  // namespace
