// SPDX-License-Identifier: BSL-1.0
#include <ringtrial/density/kde.hpp>
#include <ringtrial/density/modes.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace ringtrial;
using density::bandwidth_rule;
using density::modes;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

density::bandwidth_options number(double h) {
  return {.rule = bandwidth_rule::fixed, .value = h};
}

// ISO 13528:2022, Table E.11, averages of example E.13.
const std::vector<double> two_methods = {
    2.15, 1.85, 1.8, 1.8,  1.9,  1.9,  1.9, 2.05, 2.35, 2.03, 2.08, 1.25, 1.13,
    1.0,  1.08, 1.2, 1.35, 1.23, 1.23, 0.9, 1.48, 1.2,  1.73, 1.43, 1.28};

/// Sign of f′, every value summed relative to the nearest.
int naive_sign(const std::vector<double>& x, double h, double t) {
  long double least = HUGE_VALL, sum = 0;
  for (const double v : x)
    least = std::min(least, std::abs((static_cast<long double>(v) - t) / h));
  for (const double v : x) {
    const long double u = (static_cast<long double>(v) - t) / h;
    sum += u * std::exp(-(u * u - least * least) / 2);
  }
  return (sum > 0) - (sum < 0);
}

/// Local maxima by looking every h/64 within 4 h of the values.
std::vector<double> naive_modes(std::vector<double> x, double h) {
  std::ranges::sort(x);
  std::vector<double> found;
  double before = x.front();
  int sign = 1;
  const auto look = [&](double t, int here) {
    if (here == 0) return;
    if (sign > 0 && here < 0) found.push_back((before + t) / 2);
    before = t;
    sign = here;
  };
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double from = std::max(before, x[i] - 4 * h),
                 to = std::min(x.back(), x[i] + 4 * h);
    for (double t = from; t < to; t += h / 64)
      if (t > before) look(t, naive_sign(x, h, t));
  }
  look(x.back(), -1);
  return found;
}

std::vector<double> random_sample(unsigned kind, std::mt19937_64& engine) {
  std::normal_distribution<double> normal;
  std::cauchy_distribution<double> cauchy;
  std::vector<double> x(2 + engine() % 25);
  for (double& v : x) {
    v = kind == 1 ? 3 * cauchy(engine) : normal(engine);
    if (kind == 2) v = std::round(10 * v) / 10;
    if (kind == 3 && engine() % 3 == 0) v += 1e5;
  }
  return x;
}

TEST(Modes, AreThoseOfADenseScan) {
  std::mt19937_64 engine(7);
  for (unsigned i = 0; i < 160; ++i) {
    const auto x = random_sample(i % 4, engine);
    const double h = std::exp(std::uniform_real_distribution<double>(-3, 1)(engine));
    const auto expected = naive_modes(x, h);
    const auto r = modes(x, {.bandwidth = number(h)});
    ASSERT_EQ(r.count, expected.size()) << "set " << i;
    for (std::size_t j = 0; j < r.count; ++j)
      EXPECT_NEAR(r.location[j], expected[j], h / 60) << "set " << i;
  }
}

// The cells are used where many values are near; there the sums of all values are the twin.
TEST(Modes, OfManyValuesAreRootsOfTheSummedSlope) {
  std::mt19937_64 engine(8);
  std::normal_distribution<double> normal;
  std::vector<double> x(2000);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = normal(engine) + (i % 4 == 0 ? 5 : 0);
  const auto r = modes(x, {.bandwidth = number(0.12)});
  const auto expected = naive_modes(x, 0.12);
  ASSERT_EQ(r.count, expected.size());
  EXPECT_GT(r.count, 3u);
  for (const auto* roots : {&r.location, &r.antimode})
    for (const double t : *roots) {
      const int falling = roots == &r.location ? 1 : -1;
      EXPECT_EQ(naive_sign(x, 0.12, t - 1e-11), falling);
      EXPECT_EQ(naive_sign(x, 0.12, t + 1e-11), -falling);
    }
}

// Two equal normals at distance d make one mode as long as d ≤ 2h, three for three values at
// distance d where the pair to a side is found only between two scan points.
TEST(Modes, CountIsRightCloseToACriticalBandwidth) {
  for (const double excess : {1e-3, 1e-6, 1e-8}) {
    EXPECT_EQ(modes(std::vector{0.0, 2.0}, {.bandwidth = number(1 + excess)}).count, 1u);
    EXPECT_EQ(modes(std::vector{0.0, 2.0}, {.bandwidth = number(1 - excess)}).count, 2u);
  }
  // a small hill on a slope: bisection for the bandwidth at which it appears
  std::vector<double> x(40, 0.0);
  x.push_back(3.1);
  double one = 2, two = 0.5;
  while (one - two > 1e-12) {
    const double h = 0.5 * (one + two);
    (modes(x, {.bandwidth = number(h)}).count == 1 ? one : two) = h;
  }
  // the count changes once: elsewhere near it is what it is on that side
  for (const double excess : {1e-10, 1e-9, 1e-7, 1e-5, 1e-3}) {
    EXPECT_EQ(modes(x, {.bandwidth = number(one * (1 + excess))}).count, 1u) << excess;
    EXPECT_EQ(modes(x, {.bandwidth = number(one * (1 - excess))}).count, 2u) << excess;
  }
  // and at it f′ and f″ have a common root: with the slope just negative the hill is flat
  const auto r = modes(x, {.bandwidth = number(one * (1 - 1e-10))});
  EXPECT_NEAR(r.location[1], r.antimode[0], 1e-3);
}

TEST(Modes, HeightsAreTheDensityAndAreasSumToOne) {
  const auto r = modes(two_methods);
  const auto f =
      density::kde(two_methods, {.grid = {r.location[0], r.location[1], r.antimode[0]}});
  EXPECT_NEAR(r.height[0], f.density[0], 1e-14);
  EXPECT_NEAR(r.height[1], f.density[1], 1e-14);
  EXPECT_NEAR(r.antimode_height[0], f.density[2], 1e-14);
  EXPECT_NEAR(r.support[0] + r.support[1], 1, 1e-15);
  // density/modes_e13_bimodal of tests/reference/density.json
  EXPECT_NEAR(r.location[0], 1.2283211291733036, 1e-12);
  EXPECT_NEAR(r.support[0], 0.515728778263356, 1e-12);
  EXPECT_NEAR(r.antimode[0], 1.5833980689144243, 1e-11);
  EXPECT_EQ(r.main, 0u);
}

TEST(Modes, SmallOnesAreJoinedAcrossTheHigherAntimode) {
  // supports 0.1, 0.5, 0.1, 0.3 with the third nearer to the fourth
  std::vector<double> x = {0, 10, 10, 10, 10, 10, 15.5, 20, 20, 20};
  const auto all = modes(x, {.bandwidth = number(1)});
  ASSERT_EQ(all.count, 4u);
  const auto joined = modes(x, {.bandwidth = number(1), .min_support = 0.2});
  ASSERT_EQ(joined.count, 2u);
  EXPECT_NEAR(joined.support[0], all.support[0] + all.support[1], 1e-15);
  EXPECT_NEAR(joined.support[1], all.support[2] + all.support[3], 1e-15);
  EXPECT_EQ(joined.antimode, std::vector{all.antimode[1]});
  EXPECT_EQ(joined.main, 0u);
  const auto one = modes(x, {.bandwidth = number(1), .min_support = 0.99});
  EXPECT_EQ(one.count, 1u);
  EXPECT_NEAR(one.support[0], 1, 1e-15);
}

TEST(Modes, LoneValuesFarApartAreModesThemselves) {
  const std::vector<double> x = {-1e200, -3, 0, 1e9, 1e200};
  const auto r = modes(x, {.bandwidth = number(0.01)});
  EXPECT_EQ(r.location, x);
  EXPECT_EQ(r.antimode[1], -1.5);
  EXPECT_NEAR(r.antimode[2], 5e8, 1e-6);
  for (const double s : r.support) EXPECT_NEAR(s, 0.2, 1e-15);
  EXPECT_EQ(r.main, 0u);
}

TEST(Modes, KeepTheirFiguresAtLargeOffsetsAndExtremeUnits) {
  std::vector<double> x;
  for (const double v : two_methods) x.push_back(std::round(v * 64) / 64);
  const auto r = modes(x, {.replicates = 50});
  for (const double scale : {0x1p-1000, 0x1p-500, 0x1p500, 0x1p1000}) {
    auto y = x;
    for (double& v : y) v *= scale;
    const auto s = modes(y, {.replicates = 50});
    ASSERT_EQ(s.count, r.count);
    for (std::size_t j = 0; j < r.count; ++j) {
      EXPECT_NEAR(s.location[j] / scale, r.location[j], 1e-12);
      EXPECT_NEAR(s.height[j] * scale, r.height[j], 1e-12);
      EXPECT_NEAR(s.standard_error[j] / scale, r.standard_error[j], 1e-12);
    }
  }
  auto moved = x;
  for (double& v : moved) v += 1e9;  // exact
  const auto s = modes(moved, {.replicates = 50});
  for (std::size_t j = 0; j < r.count; ++j) {
    EXPECT_NEAR(s.standard_error[j], r.standard_error[j], 1e-12);
    EXPECT_NEAR(s.location[j] - 1e9, r.location[j],
                2e-7);  // the spacing of doubles there
    EXPECT_NEAR(s.support[j], r.support[j], 1e-12);
    EXPECT_NEAR(s.height[j], r.height[j], 1e-12);
  }
}

TEST(Modes, DoNotDependOnTheOrder) {
  std::mt19937 engine(4);
  auto x = two_methods;
  const auto r = modes(x, {.replicates = 20});
  for (int i = 0; i < 20; ++i) {
    std::ranges::shuffle(x, engine);
    const auto s = modes(x, {.replicates = 20});
    EXPECT_EQ(s.location, r.location);
    EXPECT_EQ(s.support, r.support);
    EXPECT_EQ(s.standard_error, r.standard_error);
  }
}

TEST(Modes, TheBootstrapTellsChanceFromSubstance) {
  const auto r = modes(two_methods, {.replicates = 300, .seed = 2});
  EXPECT_GT(r.bootstrap_support[0], 0.9);
  EXPECT_GT(r.bootstrap_support[1], 0.9);
  EXPECT_GT(r.standard_error[0], 0.01);
  EXPECT_LT(r.standard_error[0], 0.2);
  const auto other = modes(two_methods, {.replicates = 300, .seed = 3});
  EXPECT_NE(r.standard_error, other.standard_error);
  EXPECT_TRUE(std::isnan(modes(two_methods).standard_error[0]));
  EXPECT_TRUE(std::isnan(modes(two_methods, {.replicates = 1}).standard_error[0]));
  // one value: every resample is the sample
  const auto lone = modes(std::vector{7.0}, {.bandwidth = number(1), .replicates = 5});
  EXPECT_EQ(lone.bootstrap_support[0], 1);
  EXPECT_EQ(lone.standard_error[0], 0);
}

TEST(Modes, ReportWhatTheyCannotFind) {
  EXPECT_EQ(modes(std::vector<double>{}).status, outcome::too_few);
  EXPECT_EQ(modes(std::vector{1.0, nan}).status, outcome::too_few);
  EXPECT_EQ(modes(std::vector{1.0, HUGE_VAL, 3.0}).status, outcome::not_finite);
  const auto tied = modes(std::vector{2.0, 2.0, 2.0});
  EXPECT_EQ(tied.status, outcome::zero_scale);
  EXPECT_TRUE(tied.location.empty());
  EXPECT_EQ(tied.count + tied.main, 0u);
  const auto given = modes(std::vector{2.0, 2.0, 2.0}, {.bandwidth = number(1)});
  EXPECT_EQ(given.location, std::vector{2.0});
  EXPECT_EQ(given.support, std::vector{1.0});
}

template <class F>
std::string complaint(F f) {
  try {
    f();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(Modes, TellTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)modes(two_methods, {.min_support = 1}); }),
            "modes: min_support = 1, must be from 0 to below 1");
  EXPECT_EQ(complaint([] { (void)modes(two_methods, {.bandwidth = number(0)}); }),
            "modes: bandwidth = 0, must be finite and positive");
}

// First outputs for the state {1, 2, 3, 4} and for SplitMix64 from 1234567: published test vectors
// of the authors' reference code, as in the Rust crates rand_xoshiro and splitmix.
TEST(RandomStream, IsTheGeneratorOfThePage) {
  std::uint64_t state = 1234567;
  EXPECT_EQ(detail::split_mix(state), 6457827717110365317u);
  EXPECT_EQ(detail::split_mix(state), 3203168211198807973u);
  EXPECT_EQ(detail::high_product(0xffffffffffffffff, 0xffffffffffffffff),
            0xfffffffffffffffeu);
  EXPECT_EQ(detail::high_product(std::uint64_t{1} << 63, 6), 3u);
  detail::random_stream a(1, 0), b(1, 1), c(1, 0);
  EXPECT_NE(a.next(), b.next());
  (void)c.next();
  EXPECT_EQ(a.next(), c.next());
}

}  // namespace
