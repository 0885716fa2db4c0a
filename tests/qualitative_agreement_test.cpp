// SPDX-License-Identifier: BSL-1.0
#include "testing.hpp"
#include <ringtrial/qualitative/cohen_kappa.hpp>
#include <ringtrial/qualitative/fleiss_kappa.hpp>
#include <ringtrial/qualitative/krippendorff_alpha.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace ringtrial;
using namespace ringtrial::qualitative;
using testing_tools::complaint;
using testing_tools::inf;
using testing_tools::nan;
using words = std::vector<std::string_view>;

struct pairs {
  words a, b;
  void add(std::string_view first, std::string_view second, std::size_t count) {
    a.insert(a.end(), count, first);
    b.insert(b.end(), count, second);
  }
};

// Fleiss, Levin, Paik, Statistical Methods for Rates and Proportions, 3rd ed. (2003), table 18.3:
// 100 diagnoses; printed kappa 0.68, standard error without agreement 0.076.
TEST(CohenKappa, DiagnosesOfFleiss) {
  pairs t;
  t.add("psychosis", "psychosis", 75);
  t.add("psychosis", "neurosis", 1);
  t.add("psychosis", "organic", 4);
  t.add("neurosis", "psychosis", 5);
  t.add("neurosis", "neurosis", 4);
  t.add("neurosis", "organic", 1);
  t.add("organic", "organic", 10);
  t.add("organic", "", 3);  // not a pair
  const auto r = cohen_kappa(t.a, t.b);
  EXPECT_EQ(r.n, 100u);
  EXPECT_NEAR(r.observed, 0.89, 1e-12);
  EXPECT_NEAR(r.expected, 0.66, 1e-12);
  EXPECT_NEAR(r.kappa, 0.23 / 0.34, 1e-12);
  EXPECT_NEAR(r.standard_error_null, 0.076, 0.0005);
  EXPECT_EQ(r.categories, (std::vector<std::string>{"neurosis", "organic", "psychosis"}));
}

TEST(CohenKappa, WeightsCountDistance) {
  const words a = {"1", "2", "3", "1"}, b = {"1", "2", "3", "2"};
  const auto plain = cohen_kappa(a, b);
  const auto linear = cohen_kappa(a, b, {.weights = kappa_weights::linear});
  const auto quadratic = cohen_kappa(a, b, {.weights = kappa_weights::quadratic});
  EXPECT_DOUBLE_EQ(plain.observed, 0.75);
  EXPECT_DOUBLE_EQ(linear.observed, 0.875);
  EXPECT_DOUBLE_EQ(quadratic.observed, 0.9375);
  const auto far = cohen_kappa(a, b, {kappa_weights::linear, {"1", "3", "2"}});
  EXPECT_DOUBLE_EQ(far.observed, 0.75);
}

TEST(CohenKappa, PerfectAgreementHasNoError) {
  const auto r = cohen_kappa(words{"a", "b", "a"}, words{"a", "b", "a"});
  EXPECT_EQ(r.kappa, 1);
  EXPECT_NEAR(r.standard_error, 0, 1e-15);
  EXPECT_EQ(r.upper, 1);
}

TEST(CohenKappa, WhatTheDataDo) {
  EXPECT_EQ(cohen_kappa(words{"a"}, words{"a"}).status, outcome::too_few);
  const auto same = cohen_kappa(words{"a", "a"}, words{"a", "a"});
  EXPECT_EQ(same.status, outcome::no_variation);
  EXPECT_EQ(same.expected, 1);
  EXPECT_TRUE(std::isnan(same.kappa));
  const auto constant = cohen_kappa(words{"a", "a", "a"}, words{"a", "b", "a"});
  EXPECT_EQ(constant.status, outcome::zero_scale);
  EXPECT_EQ(constant.kappa, 0);
  EXPECT_TRUE(std::isnan(constant.z));
}

TEST(CohenKappa, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] {
              (void)cohen_kappa(words{"a", "b"}, words{"a"});
            }),
            "cohen_kappa: b has 1 values, must have as many as a, 2");
  EXPECT_EQ(
      complaint([] {
        (void)cohen_kappa(words{"a", "b"}, words{"a", "c"}, {.categories = {"a", "b"}});
      }),
      "cohen_kappa: b[1] = 'c', must be one of categories");
  EXPECT_EQ(complaint([] { (void)cohen_kappa(words{}, words{}, {.confidence = 0}); }),
            "cohen_kappa: confidence = 0, must be between 0 and 1");
}

kappa_result fleiss(std::vector<double> counts, std::size_t columns) {
  return fleiss_kappa(
      row_view<double>{counts.data(), counts.size() / columns, columns, columns});
}

// By hand: P̄ = (1 + 1/3)/2, P_e = (1/2)² + (1/2)².
TEST(FleissKappa, SkipsEmptyRows) {
  const auto r = fleiss({3, 0, 0, 0, 1, 2, 0, 3}, 2);
  const auto without = fleiss({3, 0, 1, 2, 0, 3}, 2);
  EXPECT_EQ(r.n, 3u);
  EXPECT_EQ(r.kappa, without.kappa);
  EXPECT_NEAR(r.observed, (1 + 1 / 3.0 + 1) / 3, 1e-15);
  EXPECT_NEAR(r.expected, 16 / 81.0 + 25 / 81.0, 1e-15);
  EXPECT_EQ(r.standard_error, r.standard_error_null);
  EXPECT_EQ(r.categories, (std::vector<std::string>{"0", "1"}));
}

TEST(FleissKappa, WhatTheDataDo) {
  EXPECT_EQ(fleiss({0, 0}, 2).status, outcome::too_few);
  const auto same = fleiss({3, 0, 3, 0}, 2);
  EXPECT_EQ(same.status, outcome::no_variation);
  EXPECT_TRUE(std::isnan(same.kappa));
}

TEST(FleissKappa, TellsTheCallersMistakes) {
  EXPECT_EQ(
      complaint([] {
        (void)fleiss({2, 1, 2, 2}, 2);
      }),
      "fleiss_kappa: the total of counts[1] = 4, must be that of the other rows, 3");
  EXPECT_EQ(complaint([] {
              (void)fleiss({0, 1}, 2);
            }),
            "fleiss_kappa: the total of counts[0] = 1, must be at least 2");
  EXPECT_EQ(complaint([] {
              (void)fleiss({2, 1, 2.5, 0.5}, 2);
            }),
            "fleiss_kappa: counts[1, 0] = 2.5, must be an integer not below 0");
}

// Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: 4 observers, 12 units.
const std::vector<double> observers = {
    1,   2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan, 1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3,
    nan, 3, 3, 3, 2, 3, 4, 2, 2, 5,   1,   nan, 1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1,   nan};

alpha_result alpha(const std::vector<double>& values, std::size_t raters,
                   krippendorff_alpha_options options) {
  const std::size_t units = values.size() / raters;
  return krippendorff_alpha(row_view<const double>{values.data(), raters, units, units},
                            options);
}

TEST(KrippendorffAlpha, FourObserversAtEachLevel) {
  using scale = measurement_level;
  EXPECT_NEAR(alpha(observers, 4, {scale::nominal}).alpha, 0.743, 0.0005);
  EXPECT_NEAR(alpha(observers, 4, {scale::ordinal}).alpha, 0.815, 0.0005);
  EXPECT_NEAR(alpha(observers, 4, {scale::interval}).alpha, 0.849, 0.0005);
  EXPECT_NEAR(alpha(observers, 4, {scale::ratio}).alpha, 0.797, 0.0005);
  EXPECT_EQ(alpha(observers, 4, {}).n_units, 11u);
  EXPECT_EQ(alpha(observers, 4, {}).n_values, 40u);
}

TEST(KrippendorffAlpha, CategoriesGiveTheOrder) {
  const krippendorff_alpha_options given{measurement_level::ordinal,
                                         {"5", "4", "3", "2", "1"}};
  const auto plain = alpha(observers, 4, {measurement_level::ordinal});
  EXPECT_NEAR(alpha(observers, 4, given).alpha, plain.alpha, 1e-14);  // turned round
  const std::vector<words> texts = {{"low", "mid", ""}, {"low", "high", "mid"}};
  const std::span<const words> raters(texts);
  const auto r =
      krippendorff_alpha(raters, {measurement_level::ordinal, {"low", "mid", "high"}});
  const auto numbers = alpha({1, 2, nan, 1, 3, 2}, 2, {measurement_level::ordinal});
  EXPECT_EQ(r.alpha, numbers.alpha);
  EXPECT_EQ(r.n_values, 4u);
}

TEST(KrippendorffAlpha, WhatTheDataDo) {
  EXPECT_EQ(alpha({1, nan, nan, 2}, 2, {}).status, outcome::too_few);
  EXPECT_EQ(alpha({0.1, 0.1, 0.1, 0.1}, 2, {measurement_level::interval}).status,
            outcome::no_variation);
  EXPECT_EQ(alpha({0, 0, 0, 0}, 2, {measurement_level::ratio}).status,
            outcome::no_variation);
  EXPECT_EQ(alpha({1, inf, 1, 2}, 2, {measurement_level::interval}).status,
            outcome::not_finite);
}

TEST(KrippendorffAlpha, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] {
              (void)alpha({1, 2, -1, 2}, 2, {measurement_level::ratio});
            }),
            "krippendorff_alpha: ratings[1, 0] = -1, must be not negative for level "
            "'ratio'");
  EXPECT_EQ(complaint([] {
              (void)alpha({1, 2, 1, 7}, 2, {.categories = {"1", "2"}});
            }),
            "krippendorff_alpha: ratings[1, 1] = '7', must be one of categories");
  EXPECT_EQ(
      complaint([] {
        (void)alpha({1, 2, 1, 2}, 2, {measurement_level::ratio, {"1", "2"}});
      }),
      "krippendorff_alpha: level = 'ratio', must be 'nominal' or 'ordinal' for texts "
      "and categories");
}

}  // namespace
