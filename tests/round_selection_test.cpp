// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/outliers/cochran.hpp>
#include <ringtrial/outliers/grubbs.hpp>
#include <ringtrial/round/selection.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace {

using namespace ringtrial;
using censored::censoring;
using round::finding_code;
using round::use;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

round::laboratory_results results(const std::vector<double>& value) {
  const std::size_t n = value.size();
  const std::vector<double> none(n, nan);
  return {value, std::vector(n, censoring::exact), none, none, none,
          none,  std::vector<std::size_t>(n, 1)};
}

struct outcome_of {
  round::selection selection;
  std::vector<round::finding> findings;
};

outcome_of select(const round::laboratory_results& r, const round::selection_options& o,
                  scores::transform t = scores::transform::none,
                  const round::laboratories& experts = {}) {
  outcome_of out;
  out.selection = round::select(r, o, experts, t, out.findings);
  return out;
}

const std::vector<double> eight = {9.7, 9.8, 9.9, 10, 10, 10.1, 10.2, 10.3};

TEST(Selection, NamesComeBeforeNumbers) {
  auto r = results({1, 2, 3, nan, 5});
  r.qualifier[4] = censoring::below;
  const auto s = select(r, {.excluded = {1, 3}, .withdrawn = {0}}, {}, {2, 0});
  EXPECT_EQ(s.selection.use, (std::vector{use::withdrawn, use::excluded, use::expert,
                                          use::not_reported, use::censored}));
  EXPECT_EQ(s.selection.n(), 0u);
  ASSERT_EQ(s.findings.size(), 2u);
  EXPECT_EQ(s.findings[0].code, finding_code::lab_withdrawn);
  EXPECT_EQ(s.findings[1].code, finding_code::lab_excluded);
  EXPECT_EQ(s.findings[1].laboratory, 1);
}

TEST(Selection, PositionsBeyondTheRoundAreNobody) {
  EXPECT_EQ(select(results(eight), {.excluded = {99}}).selection.n(), 8u);
}

TEST(Selection, CensoredResultsFollowTheRule) {
  auto r = results({8, 8, 10});
  r.qualifier = {censoring::below, censoring::above, censoring::exact};
  const auto x = select(r, {.censored = censored::substitution::half}).selection.x;
  EXPECT_EQ(x, (std::vector<double>{4, 8, 10}));
}

TEST(Selection, GrossErrorsAreFarFromTheMedian) {
  auto values = eight;
  values.push_back(15);  // exactly 50 % from the median 10 stays
  values.push_back(15.1);
  const auto s = select(results(values), {.gross_error_percent = 50});
  EXPECT_EQ(s.selection.use[8], use::used);
  EXPECT_EQ(s.selection.use[9], use::gross_error);
  EXPECT_EQ(s.findings[0].numbers[0], 15.1);
  EXPECT_THROW((void)select(results(values), {.gross_error_percent = 0}),
               std::invalid_argument);
}

// The opposite extreme is tested only after an outlier: 6 alone is one, both together are found.
TEST(Selection, GrubbsGoesOnToTheOppositeExtreme) {
  auto values = eight;
  values.insert(values.end(), {30, 8});
  const auto s = select(results(values), {.outliers = round::outlier_rule::grubbs});
  EXPECT_EQ(s.selection.use[8], use::outlier);
  EXPECT_EQ(s.selection.use[9], use::outlier);
  EXPECT_EQ(s.selection.n(), 8u);
  ASSERT_EQ(s.findings.size(), 2u);
  EXPECT_EQ(s.findings[0].laboratory, 8);
  EXPECT_EQ(s.findings[0].numbers[0], outliers::grubbs(values).statistic);
  EXPECT_EQ(s.findings[0].numbers[1], outliers::grubbs(values).critical_1);
}

TEST(Selection, CochranIsRepeated) {
  auto r = results(eight);
  r.n.assign(8, 3);
  r.variance = {1, 1, 1, 1, 1, 1, 60, 3000};
  const auto s = select(r, {.outliers = round::outlier_rule::cochran});
  EXPECT_EQ(s.selection.use[6], use::outlier);
  EXPECT_EQ(s.selection.use[7], use::outlier);
  EXPECT_EQ(s.findings[0].laboratory, 7);
  EXPECT_EQ(s.findings[0].numbers[2], 1);
  r.variance[6] = 1.5;
  EXPECT_EQ(select(r, {.outliers = round::outlier_rule::cochran}).selection.n(), 7u);
}

TEST(Selection, OnlyTwoLevelsOfSignificance) {
  EXPECT_THROW((void)select(results(eight), {.outliers = round::outlier_rule::grubbs,
                                             .outlier_alpha = 0.02}),
               std::invalid_argument);
}

TEST(Selection, LogarithmsNeedPositiveResults) {
  const auto s = select(results({100, 0, -1}), {}, scores::transform::log10);
  EXPECT_EQ(s.selection.x[0], 2);
  EXPECT_EQ(s.selection.use[1], use::no_logarithm);
  EXPECT_EQ(s.findings.size(), 2u);
}

}  // namespace
