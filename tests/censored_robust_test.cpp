// SPDX-License-Identifier: BSL-1.0
#include "censored_samples.hpp"
#include "testing.hpp"
#include <ringtrial/censored/robust.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace ringtrial;
using namespace censored_samples;
using censored::scale_method;
using testing_tools::inf;
using testing_tools::nan;

// By hand from the ranks.
TEST(CensoredRobust, FindsWhatTheRanksDetermine) {
  const std::vector<double> x = {3, 3, 3, 3, 5, 6, 7, 8, 9};
  const std::vector<censoring> marks = {below, below, below, below, exact,
                                        exact, exact, exact, exact};
  const auto open = censored::robust(x, marks);
  EXPECT_EQ(open.location, 5);
  EXPECT_TRUE(std::isnan(open.scale));
  EXPECT_NEAR(open.scale_lower, 1.4826 * 2, 1e-15);
  EXPECT_NEAR(open.scale_upper, 1.4826 * 4, 1e-15);
  EXPECT_EQ(open.status, outcome::not_identified);
  const auto upper =
      censored::robust(x, marks, {}, {.scale_method = scale_method::upper});
  EXPECT_NEAR(upper.scale, 1.4826 * 2, 1e-15);
  EXPECT_EQ(upper.status, outcome::ok);
}

TEST(CensoredRobust, MirrorsItself) {
  const std::vector<double> x = {1, 2, 3, 4, 4, nan}, minus = {-1, -2, -3, -4, -4, nan};
  const std::vector<censoring> right = {exact, exact, exact, above, above, exact},
                               left = {exact, exact, exact, below, below, exact};
  const auto a = censored::robust(x, right, {}, {.scale_method = scale_method::lower});
  const auto b = censored::robust(minus, left, {}, {.scale_method = scale_method::upper});
  EXPECT_EQ(a.location, 3);
  EXPECT_EQ(a.location, -b.location);
  EXPECT_EQ(a.scale, b.scale);
  EXPECT_EQ(a.n, 5U);
}

TEST(CensoredRobust, DoesNotOverflow) {
  const std::vector<double> x = {-1.5e308, 0, 1.5e308};
  const auto r = censored::robust(censored::data{x}, {.scale_method = scale_method::mad});
  EXPECT_EQ(r.status, outcome::not_finite);  // 1.4826 times 1.5e308
  EXPECT_EQ(censored::robust(censored::data{std::vector<double>{1e308, 1.1e308, -1e308}})
                .location,
            1e308);
}

TEST(CensoredRobust, SaysWhatTheDataDo) {
  const std::vector<double> none = {nan}, one = {4}, infinite = {1, inf};
  const std::vector<censoring> limit = {above};
  EXPECT_EQ(censored::robust(censored::data{none}).status, outcome::too_few);
  EXPECT_EQ(censored::robust(censored::data{one}).status, outcome::zero_scale);
  EXPECT_EQ(censored::robust(one, limit).status, outcome::not_identified);
  EXPECT_EQ(censored::robust(one, limit).location_upper, inf);
  EXPECT_EQ(censored::robust(censored::data{infinite}).status, outcome::not_finite);
}

}  // namespace
