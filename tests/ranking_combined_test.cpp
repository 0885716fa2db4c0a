// SPDX-License-Identifier: BSL-1.0
#include "ranking_samples.hpp"
#include <ringtrial/ranking/combined.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace {

using namespace ringtrial;
using ranking::combined;
using testing_tools::complaint, testing_tools::inf, testing_tools::nan,
    testing_tools::six, testing_tools::table;

TEST(Combined, AgreesWithTheSumsByHand) {
  const auto r = combined(table(six, 5));
  EXPECT_EQ(r.lab, (std::vector<std::string>{"1", "2", "3", "4", "5", "6"}));
  EXPECT_EQ(r.n, (std::vector<std::size_t>{5, 4, 5, 5, 5, 0}));
  EXPECT_NEAR(r.rsz[1], 5 / 2.0, 1e-15);
  EXPECT_NEAR(r.ssz[1], 2.25 + 5.76 + 0.64 + 3.61, 1e-14);
  EXPECT_NEAR(r.rms[1], std::sqrt(12.26 / 4), 1e-15);
  EXPECT_NEAR(r.median_abs[1], 1.7, 1e-15);
  EXPECT_EQ(r.points[3], 4);
  EXPECT_EQ(r.n_questionable[3], 2u);
}

TEST(Combined, SeesATableThatMayBeWritten) {
  std::vector<double> z = {1, 2, 3, 4};
  const row_view<double> writable{z.data(), 2, 1, 2};  // the first of two columns
  EXPECT_EQ(combined(writable).mean_abs, (std::vector<double>{1, 3}));
}

TEST(Combined, ALimitBelongsToItsSide) {
  const auto r = combined(table({2, -2, 2.5, 3, -3}, 5), {.points = {5, 3, -1}});
  EXPECT_EQ(r.n_satisfactory[0], 2u);
  EXPECT_EQ(r.n_questionable[0], 1u);
  EXPECT_EQ(r.n_unsatisfactory[0], 2u);
  EXPECT_EQ(r.points[0], 11);
  EXPECT_EQ(r.mean_points[0], 11 / 5.0);
}

TEST(Combined, OneBadRowDoesNotStopTheOthers) {
  const auto r = combined(table({inf, 1, 0.5, 1, nan, nan, 1e200, 1}, 2));
  EXPECT_EQ(r.status, (std::vector{outcome::not_finite, outcome::ok, outcome::too_few,
                                   outcome::not_finite}));
  EXPECT_TRUE(std::isnan(r.mean_abs[0]) && std::isnan(r.points[2]));
  EXPECT_EQ(r.mean_abs[1], 0.75);
  EXPECT_EQ(r.n_unsatisfactory[0], 0u);
  EXPECT_TRUE(combined(table({}, 3)).status.empty());
}

TEST(Combined, NamesWhatTheCallerGotWrong) {
  const auto text = [](const ranking::combined_options& o) {
    return complaint([&] { (void)combined(table(six, 5), o); });
  };
  EXPECT_EQ(text({.lab = {"a"}}),
            "combined: lab has length 1, must have one name a row of scores, 6");
  EXPECT_EQ(text({.lab = {"a", "b", "c", "b", "e", "f"}}),
            "combined: lab[3] = 'b', must differ from lab[1]");
  EXPECT_EQ(text({.limits = {0, 3}}),
            "combined: limits[0] = 0, must be finite and positive");
  EXPECT_EQ(text({.limits = {3, 3}}),
            "combined: limits[1] = 3, must be finite and above limits[0] = 3");
  EXPECT_EQ(text({.points = {2, nan, 0}}), "combined: points[1] = nan, must be finite");
}

}  // namespace
