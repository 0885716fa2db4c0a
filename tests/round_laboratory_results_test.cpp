// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/round/laboratory_results.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace ringtrial;
using censored::censoring;
using round::replicate_rule;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Three laboratories: replicates 10, 10.1, 10.5; nothing reported; "<4" beside 6.
struct table {
  std::vector<std::int32_t> laboratory = {0, 0, 0, 1, 2, 2};
  std::vector<double> value = {10, 10.1, 10.5, nan, 4, 6};
  std::vector<std::int8_t> qualifier = {0, 0, 0, 0, -1, 0};
  std::vector<double> u = {nan, nan, 0.9, nan, nan, nan};
  std::vector<double> U = {nan, 0.4, nan, nan, -1, nan};
  std::vector<double> k = {nan, 2, nan, nan, nan, nan};
  std::size_t laboratories = 3;

  [[nodiscard]] round::laboratory_results results(
      replicate_rule rule = replicate_rule::mean) const {
    return round::results_of_laboratories(
        {laboratory, value, qualifier, u, U, k, laboratories}, rule);
  }
};

TEST(LaboratoryResults, ReplicatesBecomeOneResultByTheRule) {
  EXPECT_DOUBLE_EQ(table().results().value[0], 10.2);
  EXPECT_EQ(table().results(replicate_rule::median).value[0], 10.1);
  EXPECT_EQ(table().results(replicate_rule::first).value[0], 10);
  EXPECT_EQ(table().results().n, (std::vector<std::size_t>{3, 0, 2}));
}

TEST(LaboratoryResults, EqualReplicatesHaveExactlyTheirValueAsMean) {
  table t;
  t.value = {0.1, 0.1, 0.1, nan, nan, nan};
  EXPECT_EQ(t.results().value[0], 0.1);
  EXPECT_EQ(t.results().variance[0], 0);
}

TEST(LaboratoryResults, VarianceNeedsTwoReplicatesThatWereFound) {
  const auto r = table().results();
  EXPECT_NEAR(r.variance[0], 0.07, 1e-14);  // (0.2² + 0.1² + 0.3²)/2
  EXPECT_TRUE(std::isnan(r.variance[1]) && std::isnan(r.variance[2]));
}

TEST(LaboratoryResults, ACensoredReplicateCensorsTheResult) {
  const auto r = table().results();
  EXPECT_EQ(r.value[2], 5);
  EXPECT_EQ(r.qualifier[2], censoring::below);
  EXPECT_EQ(table().results(replicate_rule::median).value[2], 5);
  EXPECT_EQ(table().results(replicate_rule::first).value[2], 4);
  table t;
  t.qualifier[5] = 1;  // "<4" beside ">6" says nothing
  EXPECT_TRUE(std::isnan(t.results().value[2]));
}

TEST(LaboratoryResults, NotReportedStaysSo) {
  EXPECT_TRUE(std::isnan(table().results().value[1]));
  EXPECT_EQ(table().results().qualifier[1], censoring::exact);
}

TEST(LaboratoryResults, UncertaintyIsThatOfTheFirstReplicateThatStatesOne) {
  const auto r = table().results();
  EXPECT_TRUE(std::isnan(r.u[0]));
  EXPECT_EQ(r.U[0], 0.4);
  EXPECT_EQ(r.k[0], 2);
  EXPECT_TRUE(std::isnan(r.U[2]));  // a negative one is none
}

TEST(LaboratoryResults, AnInfinityIsNoMissingValue) {
  table t;
  t.value[1] = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(std::isinf(t.results().value[0]));
}

TEST(LaboratoryResults, ColumnsMustFit) {
  const auto complaint = [](const table& t) -> std::string {
    try {
      (void)t.results();
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  table t;
  t.k.pop_back();
  EXPECT_EQ(complaint(t),
            "evaluate: laboratory, value, qualifier, u, U and k must have one length");
  t = {};
  t.laboratory[0] = 2;
  EXPECT_EQ(complaint(t), "evaluate: laboratory must be in ascending order");
  t = {};
  t.laboratories = 2;
  EXPECT_EQ(complaint(t),
            "evaluate: laboratory must be a position among the laboratories");
}

}  // namespace
