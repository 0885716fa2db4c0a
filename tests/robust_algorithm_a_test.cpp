// SPDX-License-Identifier: BSL-1.0
#include "robust_samples.hpp"
#include <ringtrial/robust/algorithm_a.hpp>

namespace {

using namespace robust_test;
using ringtrial::outcome;
using ringtrial::robust::algorithm_a;
using ringtrial::robust::correction;
using ringtrial::robust::stopping;

// algorithm_a/* of tests/reference/robust.json: the definition with 40 digits.
TEST(AlgorithmA, ReachesTheFixedPointOfPublishedData) {
  const auto r = algorithm_a(creosote);
  EXPECT_EQ(r.status, outcome::ok);
  EXPECT_NEAR(r.location, 20.412142857142857, 1e-13);
  EXPECT_NEAR(r.scale, 1.0698397029559032, 1e-14);
  EXPECT_EQ(r.winsorized, 2u);
  const auto a = algorithm_a(atrazine);
  EXPECT_NEAR(a.location, 0.25701103928138314, 1e-15);
  EXPECT_NEAR(a.scale, 0.0395199072265922, 1e-15);
  const auto exact = algorithm_a(atrazine, {.correction = correction::exact});
  EXPECT_NEAR(exact.scale, 0.03948203898785801, 1e-15);
  const auto narrow = algorithm_a(atrazine, {.k = 1.2, .correction = correction::exact});
  EXPECT_NEAR(narrow.location, 0.2577616956734309, 1e-15);
  EXPECT_NEAR(narrow.scale, 0.03824829687116549, 1e-15);
}

// The printed rule: 1.05 for creosote, 0.0395 for atrazine; digits beyond from the same file.
TEST(AlgorithmA, StopsAtTheThirdFigureWhereAsked) {
  const auto r = algorithm_a(creosote, {.stopping = stopping::three_figures});
  EXPECT_EQ(r.iterations, 6);
  EXPECT_NEAR(r.scale, 1.0537132060382934, 1e-13);
  EXPECT_NEAR(r.location, 20.412129352082356, 1e-12);
  const auto a = algorithm_a(atrazine, {.stopping = stopping::three_figures});
  EXPECT_EQ(a.iterations, 6);
  EXPECT_NEAR(a.scale, 0.03950387239872185, 1e-15);
  const auto cut =
      algorithm_a(atrazine, {.stopping = stopping::three_figures, .max_iterations = 2});
  EXPECT_EQ(cut.status, outcome::max_iterations);
  EXPECT_EQ(cut.iterations, 2);
  EXPECT_TRUE(std::isfinite(cut.scale));
}

TEST(AlgorithmA, CountsFiguresInTheUnitOfTheData) {
  for (const double unit : {1e-200, 1e-100, 1e150}) {
    const auto r =
        algorithm_a(scaled(creosote, unit), {.stopping = stopping::three_figures});
    EXPECT_EQ(r.iterations, 6) << unit;
    EXPECT_NEAR(r.scale / unit, 1.0537132060382934, 1e-13) << unit;
  }
}

struct pair {
  long double location, scale;
};

/// One step as the standard prints it.
pair step(const vector& x, pair p, long double k, long double c) {
  const long double n = static_cast<long double>(x.size()), w = k * p.scale;
  long double sum = 0, squares = 0;
  const auto moved = [&](double v) {
    return std::clamp<long double>(v, p.location - w, p.location + w);
  };
  for (const double v : x) sum += moved(v);
  for (const double v : x) squares += (moved(v) - sum / n) * (moved(v) - sum / n);
  return {sum / n, c * std::sqrt(squares / (n - 1))};
}

/// Steps until neither number moves by more than 1e-15 s*.
pair iterate(const vector& x, long double k, long double c) {
  pair p{naive_median(x), 1.483L * naive_raw_mad(x)};
  if (p.scale == 0) {
    long double mean = 0, squares = 0;
    for (const double v : x) mean += v / static_cast<long double>(x.size());
    for (const double v : x) squares += (v - mean) * (v - mean);
    p.scale = std::sqrt(squares / static_cast<long double>(x.size() - 1));
  }
  for (int i = 0; i < 100'000; ++i) {
    const pair next = step(x, p, k, c);
    const bool settled = std::abs(next.location - p.location) <= 1e-15L * next.scale &&
                         std::abs(next.scale - p.scale) <= 1e-15L * next.scale;
    p = next;
    if (settled) break;
  }
  return p;
}

TEST(AlgorithmA, IsWhereThePlainIterationEnds) {
  each_sample(2, [](const vector& x) {
    const auto r = algorithm_a(x);
    const auto p = iterate(x, 1.5L, 1.134L);
    if (r.status == outcome::zero_scale) {
      EXPECT_EQ(r.location, naive_median(x));
      EXPECT_LT(p.scale, 1e-6) << x.size();  // it creeps to 0
      return;
    }
    ASSERT_EQ(r.status, outcome::ok) << x.size();
    const auto tolerance = static_cast<double>(1e-12L * p.scale);
    EXPECT_NEAR(r.location, static_cast<double>(p.location),
                tolerance + 4e-16 * std::abs(r.location));
    EXPECT_NEAR(r.scale, static_cast<double>(p.scale), tolerance) << x.size();
  });
}

TEST(AlgorithmA, ReproducesItselfForOtherOptions) {
  for (const double k : {0.5, 1.0, 2.5})
    each_sample(
        2,
        [&](const vector& x) {
          const auto r = algorithm_a(x, {.k = k, .correction = correction::exact});
          if (r.status == outcome::zero_scale) return;
          const double c = ringtrial::detail::consistency_of_winsorising(k);
          const auto p = step(x, {r.location, r.scale}, k, c);
          EXPECT_NEAR(static_cast<double>(p.location), r.location,
                      1e-12 * r.scale + 4e-16 * std::abs(r.location));
          EXPECT_NEAR(static_cast<double>(p.scale), r.scale, 1e-12 * r.scale) << x.size();
        },
        1);
}

// Σψ²/s² falls from n k² to 0; a factor below 1/k has its target above n k²(n − 1)/n: no root.
TEST(AlgorithmA, HasNoScaleWhereTheFactorIsTooSmall) {
  const auto r =
      algorithm_a(vector{1, 2, 3, 5}, {.correction = correction::given, .factor = 0.5});
  EXPECT_EQ(r.status, outcome::zero_scale);
  EXPECT_EQ(r.scale, 0);
  EXPECT_EQ(r.location, 2.5);
}

TEST(AlgorithmA, KeepsTheProperties) {
  const auto location = [](const vector& x) { return algorithm_a(x).location; };
  const auto scale = [](const vector& x) { return algorithm_a(x).scale; };
  expect_symmetric(location);
  expect_symmetric(scale);
  expect_equivariant(location, true);
  expect_equivariant(scale, false);
  expect_no_number(location, 2);
  expect_no_number(scale, 2);
  expect_symmetric([](const vector& x) {
    return algorithm_a(x, {.stopping = stopping::three_figures}).scale;
  });
}

TEST(AlgorithmA, OneGrossErrorMovesItByLessThanTheScale) {
  auto x = creosote;
  const auto r = algorithm_a(x);
  x[0] = 1e12;
  EXPECT_LT(std::abs(algorithm_a(x).location - r.location), r.scale);
}

TEST(AlgorithmA, IsNotMovedByTheSizeOfAGrossError) {
  const auto with = [](double error) {
    vector x = {error};
    for (int i = 51; i < 70; ++i) x.push_back(i / 10.0);
    return algorithm_a(x);
  };
  const auto expected = with(1e3);
  for (const double error : {1e9, 1e30, 1e100, 1e160, 1e240}) {
    EXPECT_NEAR(with(error).location, expected.location, 1e-13) << error;
    EXPECT_NEAR(with(error).scale, expected.scale, 1e-13) << error;
  }
}

TEST(AlgorithmA, ReportsWhatItCannotEstimate) {
  EXPECT_EQ(algorithm_a(vector{1, NaN}).status, outcome::too_few);
  EXPECT_EQ(algorithm_a(vector{1, NaN}).n, 1u);
  EXPECT_EQ(algorithm_a(vector{1, 2, infinity}).status, outcome::not_finite);
  const auto tied = algorithm_a(vector{5, 5, 5, 5, 9});
  EXPECT_EQ(tied.status, outcome::zero_scale);
  EXPECT_EQ(tied.location, 5);
  EXPECT_EQ(tied.winsorized, 1u);
  EXPECT_EQ(algorithm_a(vector(40, 1e-310)).status, outcome::zero_scale);
}

TEST(AlgorithmA, TellsTheCallersMistakes) {
  const auto with = [](ringtrial::robust::algorithm_a_options<double> o) {
    return complaint([&] { (void)algorithm_a(creosote, o); });
  };
  EXPECT_EQ(with({.k = 0}), "algorithm_a: k = 0, must be finite and positive");
  EXPECT_EQ(with({.k = 2}),
            "algorithm_a: k = 2, must be 1.5 with correction 'printed' (1.134 belongs to "
            "1.5); use "
            "correction 'exact'");
  EXPECT_EQ(with({.correction = correction::given, .factor = -1}),
            "algorithm_a: correction = -1, must be 'printed', 'exact' or a finite "
            "positive number");
  EXPECT_EQ(with({.max_iterations = 0}),
            "algorithm_a: max_iterations = 0, must be at least 1");
}

}  // namespace
