// SPDX-License-Identifier: BSL-1.0
#include "robust_samples.hpp"
#include <ringtrial/robust/algorithm_s.hpp>

namespace {

using namespace robust_test;
using ringtrial::outcome;
using ringtrial::robust::algorithm_s;
using ringtrial::robust::spread_kind;

// Standard deviations of four replicates: ISO 13528:2022, Table E.11 (printed w* 0.34).
const vector antibody = {0.13, 0.21, 0.08, 0.24, 0.36, 0.32, 0.14, 0.26, 0.39,
                         0.53, 0.25, 0.24, 0.72, 0.26, 0.17, 0.32, 0.4,  0.36,
                         0.33, 0.43, 0.4,  0.55, 0.39, 0.3,  0.22};

// algorithm_s/* of tests/reference/robust.json: the definition with 40 digits.
TEST(AlgorithmS, OfPublishedData) {
  EXPECT_NEAR(algorithm_s(antibody, 3).scale, 0.3396627874946304, 1e-14);
  const vector mixed = {0.31, 0.0, 0.52, 0.44, 1.9, 0.27, 0.38},
               df = {1, 1, 2, 3, 2, 5, 1};
  EXPECT_NEAR(algorithm_s(mixed, std::span<const double>(df)).scale, 0.43777676836529883,
              1e-14);
}

// ISO 13528:2022, C.4: η and ξ are printed as 1.645, 1.097 at ν = 1 and 1.517, 1.054 at 2.
TEST(AlgorithmS, HasThePrintedConstants) {
  const auto one = ringtrial::detail::spread_of(1, 1),
             two = ringtrial::detail::spread_of(1, 2);
  EXPECT_NEAR(one.limit, 1.645, 5e-4);
  EXPECT_NEAR(std::sqrt(one.df / one.weight), 1.097, 5e-4);
  EXPECT_NEAR(two.limit, 1.517, 5e-4);
  EXPECT_NEAR(std::sqrt(two.df / two.weight), 1.054, 5e-4);
}

/// The step of the page, again and again, from the largest value.
double iterate(const vector& w, const vector& df) {
  long double pooled = *std::ranges::max_element(w);
  for (int i = 0; i < 200'000; ++i) {
    long double above = 0, below = 0;
    for (std::size_t j = 0; j < w.size(); ++j) {
      const auto c = ringtrial::detail::spread_of(w[j], df[j]);
      const long double moved = std::min<long double>(w[j], c.limit * pooled);
      above += df[j] * moved * moved;
      below += c.weight;
    }
    const long double next = std::sqrt(above / below);
    const bool settled = std::abs(next - pooled) <= 1e-17L * next;
    pooled = next;
    if (settled || pooled < 1e-9L) break;
  }
  return static_cast<double>(pooled);
}

TEST(AlgorithmS, IsWhereThePlainIterationEnds) {
  std::mt19937_64 engine(6);
  for (int i = 0; i < 60; ++i) {
    auto w = draw(shapes[engine() % 6], 2 + engine() % 12, engine);
    vector df(w.size());
    const bool equal = i % 2 == 0;
    for (std::size_t j = 0; j < w.size(); ++j) {
      w[j] = std::abs(std::round(w[j] * 8) / 8 - 5);
      df[j] = equal ? 1 + i % 3 : static_cast<double>(1 + engine() % 4);
      if (engine() % 6 == 0) w[j] = 0;
    }
    const auto r =
        equal ? algorithm_s(w, df[0]) : algorithm_s(w, std::span<const double>(df));
    const double expected = iterate(w, df);
    if (r.status == outcome::zero_scale) {
      EXPECT_LT(expected, 1e-2) << i;  // it creeps to 0
      continue;
    }
    ASSERT_EQ(r.status, outcome::ok);
    EXPECT_NEAR(r.scale, expected, 1e-12 * expected) << i;
  }
}

TEST(AlgorithmS, ScalesAndForgetsTheOrder) {
  auto x = antibody;
  const double r = algorithm_s(x, 3).scale;
  std::mt19937_64 engine(1);
  for (int i = 0; i < 30; ++i) {
    std::ranges::shuffle(x, engine);
    EXPECT_TRUE(same_bits(algorithm_s(x, 3).scale, r));
  }
  for (const double a : {0x1p-1000, 0x1p1000})
    EXPECT_NEAR(algorithm_s(scaled(antibody, a), 3).scale / a, r, 1e-14);
  x.push_back(NaN);
  EXPECT_TRUE(same_bits(algorithm_s(x, 3).scale, r));
  EXPECT_EQ(algorithm_s(x, 3).n, 25u);
}

TEST(AlgorithmS, ReportsWhatItCannotPool) {
  EXPECT_EQ(algorithm_s(vector{}, 2).status, outcome::too_few);
  EXPECT_EQ(algorithm_s(vector{1, NaN}, 2).status, outcome::too_few);
  EXPECT_EQ(algorithm_s(vector{1, infinity}, 2).status, outcome::not_finite);
  const auto zeros = algorithm_s(vector{0, 0, 0, 0, 0, 0, 1}, 1);
  EXPECT_EQ(zeros.status, outcome::zero_scale);
  EXPECT_EQ(zeros.scale, 0);
  EXPECT_EQ(algorithm_s(vector{0, 0}, 1).status, outcome::zero_scale);
}

TEST(AlgorithmS, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] {
              (void)algorithm_s(vector{1, -0.5}, 2);
            }),
            "algorithm_s: s[1] = -0.5, must be not negative");
  EXPECT_EQ(complaint([] { (void)algorithm_s(antibody, 0.5); }),
            "algorithm_s: df = 0.5, must be finite and at least 1");
  EXPECT_EQ(
      complaint([] { (void)algorithm_s(antibody, 2, {.kind = spread_kind::range}); }),
      "algorithm_s: df = 2, must be 1 with kind 'range' (a range of two results)");
  const vector df = {1, 0};
  EXPECT_EQ(complaint([&] {
              (void)algorithm_s(vector{1, 2}, std::span<const double>(df));
            }),
            "algorithm_s: df[1] = 0, must be finite and at least 1");
  EXPECT_EQ(complaint([&] { (void)algorithm_s(vector{1}, std::span<const double>(df)); }),
            "algorithm_s: df must have one value, or as many as s");
}

}  // namespace
