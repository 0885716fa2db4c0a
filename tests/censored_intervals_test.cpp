// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/censored/intervals.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace ringtrial::censored;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();
constexpr auto exact = censoring::exact, below = censoring::below,
               above = censoring::above, between = censoring::between;

const std::vector<double> x = {1, 2, 3, 4, nan};
const std::vector<censoring> q = {below, exact, above, between, exact};
const std::vector<double> upper = {0, 0, 0, 4.5, 0};

// The table of docs/methods/censored.md.
TEST(CensoredIntervals, GivesTheFourKinds) {
  const auto r = intervals({x, q, upper}, {.lower_bound = 0});
  EXPECT_EQ(r.lower[0], 0);
  EXPECT_EQ(r.upper[0], 1);
  EXPECT_EQ(r.lower[1], r.upper[1]);
  EXPECT_EQ(r.lower[2], 3);
  EXPECT_EQ(r.upper[2], inf);
  EXPECT_EQ(r.upper[3], 4.5);
  EXPECT_TRUE(std::isnan(r.lower[4]) && std::isnan(r.upper[4]));
}

TEST(CensoredIntervals, ReadsQualifiersAsWritten) {
  EXPECT_EQ(parse_qualifier(""), exact);
  EXPECT_EQ(parse_qualifier("="), exact);
  for (const char* text : {"<", "<=", "≤", "ND"}) EXPECT_EQ(parse_qualifier(text), below);
  for (const char* text : {">", ">=", "≥"}) EXPECT_EQ(parse_qualifier(text), above);
  EXPECT_EQ(parse_qualifier(".."), between);
  EXPECT_THROW((void)parse_qualifier("~"), std::invalid_argument);
}

std::string complaint(const data& d, const bounds& b) {
  try {
    (void)intervals(d, b);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(CensoredIntervals, RefusesALimitBeyondItsBound) {
  EXPECT_EQ(complaint({x, q, upper}, {.lower_bound = 2}),
            "intervals: x[0] = 1, must be not below lower_bound = 2");
  EXPECT_EQ(complaint({x, q, upper}, {.upper_bound = 2.5}),
            "intervals: x[2] = 3, must be not above upper_bound = 2.5");
  EXPECT_EQ(complaint({x, q, upper}, {.lower_bound = 1, .upper_bound = 0}),
            "intervals: lower_bound = 1, must be below upper_bound = 0");
}

TEST(CensoredIntervals, GivesNothingForNothing) {
  EXPECT_TRUE(intervals({}).lower.empty());
}

}  // namespace
