// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/censored/substitute.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace ringtrial::censored;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr auto exact = censoring::exact, below = censoring::below,
               above = censoring::above, between = censoring::between;

// ISO 13528:2022, Table E.1: Legionella counts as reported, "<10" and so on.
const std::vector<double> counts = {10, 10, 12, 19, 20, 20, 23, 23, 25, 25, 26, 28,
                                    28, 30, 28, 29, 30, 30, 31, 32, 32, 45, 50};
const std::vector<censoring> marks = {
    below, below, exact, exact, below, exact, exact, exact, exact, exact, exact, exact,
    exact, below, exact, exact, exact, exact, exact, exact, exact, exact, below};

TEST(CensoredSubstitute, GivesTheThirdTreatmentOfTableE1) {
  const std::vector<double> half = {5,  5,  12, 19, 10, 20, 23, 23, 25, 25, 26, 28,
                                    28, 15, 28, 29, 30, 30, 31, 32, 32, 45, 25};
  EXPECT_EQ(substitute({counts, marks}), half);
  EXPECT_EQ(substitute({counts, marks}, substitution::limit), counts);
}

// From the definitions in docs/methods/censored.md.
TEST(CensoredSubstitute, FollowsEachRule) {
  const std::vector<double> x = {4, 4, 4, 4}, upper = {0, 0, 0, 6};
  const std::vector<censoring> q = {exact, below, above, between};
  const data d{x, q, upper};
  EXPECT_EQ(substitute(d, substitution::zero), (std::vector<double>{4, 0, 4, 5}));
  EXPECT_EQ(substitute(d, substitution::sqrt2)[1], 4 / std::numbers::sqrt2);
  const auto omitted = substitute(d, substitution::omit);
  EXPECT_EQ(omitted[0], 4);
  for (std::size_t i = 1; i < 4; ++i) EXPECT_TRUE(std::isnan(omitted[i]));
}

TEST(CensoredSubstitute, LeavesWhatIsNotReported) {
  const std::vector<double> x = {nan, 2};
  const std::vector<censoring> q = {below, below};
  const auto out = substitute({x, q});
  EXPECT_TRUE(std::isnan(out[0]));
  EXPECT_EQ(out[1], 1);
}

TEST(CensoredSubstitute, WidensFloats) {
  const std::vector<float> x = {4.0F, 2.0F};
  const std::vector<censoring> q = {exact, below};
  EXPECT_EQ(substitute(x, q), (std::vector<double>{4, 1}));
}

std::string complaint(const data& d) {
  try {
    (void)substitute(d);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(CensoredSubstitute, TellsTheCallersMistakes) {
  const std::vector<double> x = {1, 2}, low = {0, 1.5};
  const std::vector<censoring> q = {exact, between}, one = {exact};
  EXPECT_EQ(complaint({x, one}),
            "substitute: qualifier has length 1, must have that of x, 2");
  EXPECT_EQ(complaint({x, q}), "substitute: qualifier[1] = '..' needs upper");
  EXPECT_EQ(complaint({x, q, low}),
            "substitute: upper[1] = 1.5, must be finite and not below x[1] = 2");
}

}  // namespace
