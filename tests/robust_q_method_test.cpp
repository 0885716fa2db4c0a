// SPDX-License-Identifier: BSL-1.0
#include "robust_samples.hpp"
#include <ringtrial/robust/q_method.hpp>

#include <numbers>
#include <set>

namespace {

using namespace robust_test;
using ringtrial::outcome;
using ringtrial::robust::q_method;
using labels = std::vector<int>;

auto with_labels(const vector& x, const labels& lab) {
  return q_method(x, std::span<const int>(lab));
}

// q_method/* of tests/reference/robust.json: the definition with 40 digits.
TEST(QMethod, OfPublishedData) {
  EXPECT_NEAR(q_method(atrazine).scale, 0.04256624947830852, 1e-15);
  EXPECT_NEAR(q_method(creosote).scale, 1.3370345407560082, 1e-14);
  EXPECT_TRUE(std::isnan(q_method(creosote).repeatability));
}

// replicates_3 of the same file: unbalanced, shuffled, with ties.
TEST(QMethod, OfUnbalancedReplicates) {
  const vector x = {19.0, 21.3, 19.6, 19.8, 21.2, 21.1, 19.9, 21.4, 23.2,
                    18.8, 20.6, 20.8, 22.2, 20.8, 20.0, 22.8, 19.5, 22.3,
                    22.2, 23.0, 19.6, 23.0, 21.3, 23.2, 19.1, 22.3, 22.5,
                    19.4, 20.1, 22.3, 21.5, 24.0, 22.7, 20.8, 23.2, 21.0};
  const labels lab = {102, 110, 102, 101, 105, 111, 107, 106, 108, 101, 107, 100,
                      109, 113, 107, 103, 112, 109, 114, 103, 111, 104, 100, 108,
                      112, 114, 106, 113, 105, 109, 110, 104, 114, 111, 108, 105};
  const auto r = with_labels(x, lab);
  EXPECT_NEAR(r.scale, 1.7251036909996533, 1e-13);
  EXPECT_NEAR(r.repeatability, 0.5330413572458629, 1e-13);
  EXPECT_EQ(r.p, 15u);
  EXPECT_EQ(r.n, 36u);
}

struct weighted {
  long double difference, weight;
};

/// Quantile of G at share + (1 − share) H(0), over the quantile of unit normals: the page's formula
/// on the table of all pairs.
double from_table(std::vector<weighted> pairs, long double tolerance, double share) {
  std::ranges::sort(pairs, {}, &weighted::difference);
  long double total = 0, reached = 0, before = 0, zero = 0;
  for (const auto& p : pairs) total += p.weight;
  struct point {
    long double at, g;
  };
  std::vector<point> g = {{0, 0}};
  for (std::size_t i = 0; i < pairs.size();) {
    const long double start = pairs[i].difference <= tolerance ? 0 : pairs[i].difference;
    for (; i < pairs.size() && pairs[i].difference <= start + tolerance; ++i)
      reached += pairs[i].weight / total;
    if (start == 0)
      zero = reached;
    else
      g.push_back({start, (reached + before) / 2});
    before = reached;
  }
  if (zero > 1 - 1e-12L) return 0;
  const long double target = share + (1 - share) * zero;
  std::size_t j = 1;
  while (j + 1 < g.size() && g[j].g < target - 1e-15L) ++j;
  const long double slope = (g[j].at - g[j - 1].at) / (g[j].g - g[j - 1].g);
  const long double at = g[j - 1].at + slope * (target - g[j - 1].g);
  return static_cast<double>(at) /
         (std::numbers::sqrt2 *
          ringtrial::normal_quantile(0.5 + static_cast<double>(target) / 2));
}

struct both {
  double scale, repeatability;
};

both naive(const vector& x, const labels& lab) {
  std::vector<weighted> between, within;
  const auto size = [&](int l) {
    return static_cast<long double>(std::ranges::count(lab, l));
  };
  long double largest = 0;
  for (const double v : x) largest = std::max<long double>(largest, std::abs(v));
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const long double d = std::abs(x[i] - x[j]), n = size(lab[i]);
      if (lab[i] == lab[j])
        within.push_back({d, 2 / (n * (n - 1))});
      else
        between.push_back({d, 1 / (n * size(lab[j]))});
    }
  const long double tolerance = 4 * 0x1p-52L * largest;
  return {between.empty() ? NaN : from_table(between, tolerance, 0.25),
          within.empty() ? NaN : from_table(within, tolerance, 0.5)};
}

void expect_close(double got, double expected, const std::string& what) {
  if (std::isnan(expected))
    EXPECT_TRUE(std::isnan(got)) << what;
  else
    EXPECT_NEAR(got, expected, 1e-11 * std::abs(expected)) << what;
}

TEST(QMethod, IsTheFormulaOnTheTableOfAllPairs) {
  each_sample(
      2,
      [](const vector& x) {
        if (x.size() > 260) return;
        labels own(x.size());
        std::iota(own.begin(), own.end(), 0);
        expect_close(q_method(x).scale, naive(x, own).scale, std::to_string(x.size()));
      },
      3);
}

TEST(QMethod, IsTheFormulaForReplicatesToo) {
  std::mt19937_64 engine(9);
  for (int round = 0; round < 400; ++round) {
    const std::size_t p = 2 + engine() % 12, most = 1 + engine() % 4;
    labels lab;
    for (std::size_t l = 0; l < p; ++l)
      for (std::size_t j = round % 3 == 0 ? most : 1 + engine() % most; j > 0; --j)
        lab.push_back(static_cast<int>(l * 7 % 13));
    vector x = draw(shapes[engine() % 6], lab.size(), engine);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = x[i] / 4 + lab[i] % 5;
    if (round % 2 == 0)
      for (double& v : x) v = std::round(v * 10) / 10;
    const auto r = with_labels(x, lab);
    const auto expected = naive(x, lab);
    const auto what = "round " + std::to_string(round);
    expect_close(r.scale, expected.scale, what);
    expect_close(r.repeatability, expected.repeatability, what);
    EXPECT_EQ(r.p, std::set<int>(lab.begin(), lab.end()).size());
  }
}

TEST(QMethod, DecimalsThatAreEqualOnPaperAreOneJump) {
  // 0.1, 0.2, 0.3, 0.4: in binary the three differences of 0.1 differ
  expect_close(q_method(vector{0.1, 0.2, 0.3, 0.4, 0.7}).scale,
               q_method(vector{1, 2, 3, 4, 7}).scale / 10, "tenths");
}

// One value, however wild, is one value: the scale is that of the same data with any far outlier.
TEST(QMethod, IsNotMovedByTheSizeOfAnOutlier) {
  const auto scale = [](double outlier) {
    vector x = {outlier};
    for (int i = 51; i < 70; ++i) x.push_back(i / 10.0);
    labels lab(x.size());
    std::iota(lab.begin(), lab.end(), 0);
    const double simple = q_method(x).scale;
    expect_close(with_labels(x, lab).scale, simple, "labelled");
    return simple;
  };
  const double expected = scale(1e3);
  for (const double outlier : {1e9, 1e14, 1e16, 1e30, -9.96921e36, 1e300, 1.7e308})
    expect_close(scale(outlier), expected, std::to_string(outlier));
}

TEST(QMethod, KeepsThePropertiesOfAScale) {
  const auto f = [](const vector& x) { return q_method(x).scale; };
  expect_symmetric(f);
  expect_equivariant(f, false);
  expect_no_number(f, 2);
  std::mt19937_64 engine(2);
  labels lab(24);
  for (std::size_t i = 0; i < 24; ++i) lab[i] = static_cast<int>(i % 7);
  auto x = draw(shape::rounded, 24, engine);
  const auto r = with_labels(x, lab);
  for (int i = 0; i < 30; ++i) {
    const auto k = engine() % 24, j = engine() % 24;
    std::swap(x[k], x[j]);
    std::swap(lab[k], lab[j]);
    EXPECT_TRUE(same_bits(with_labels(x, lab).scale, r.scale));
    EXPECT_TRUE(same_bits(with_labels(x, lab).repeatability, r.repeatability));
  }
  for (const double a : {0x1p-1000, 0x1p1000})
    EXPECT_NEAR(with_labels(scaled(x, a), lab).scale / a, r.scale, 1e-13);
}

TEST(QMethod, NamesOfLaboratoriesDoNotMatter) {
  std::mt19937_64 engine(4);
  const auto x = draw(shape::contaminated, 300, engine);
  labels even(300), uneven(300);
  for (std::size_t i = 0; i < 300; ++i) even[i] = static_cast<int>(i / 3);
  for (int& l : uneven) l = static_cast<int>(engine() % 9);
  for (const labels& lab : {even, uneven}) {
    const auto r = with_labels(x, lab);
    for (const int factor : {-13, 7919}) {
      labels other = lab;
      for (int& l : other) l = l * factor % 10007;
      EXPECT_TRUE(same_bits(with_labels(x, other).scale, r.scale));
      EXPECT_TRUE(same_bits(with_labels(x, other).repeatability, r.repeatability));
    }
  }
}

TEST(QMethod, ReportsWhatItCannotEstimate) {
  EXPECT_EQ(q_method(vector{1, NaN}).status, outcome::too_few);
  EXPECT_EQ(with_labels({1, 2, 3}, {5, 5, 5}).status, outcome::too_few);
  EXPECT_EQ(with_labels({1, 2, NaN}, {5, 5, 6}).status, outcome::too_few);
  EXPECT_EQ(q_method(vector{1, 2, infinity}).status, outcome::not_finite);
  EXPECT_EQ(with_labels({1, 2, infinity}, {1, 2, 3}).status, outcome::not_finite);
  const auto equal = with_labels({3, 3, 3, 3}, {1, 1, 2, 2});
  EXPECT_EQ(equal.status, outcome::zero_scale);
  EXPECT_EQ(equal.scale, 0);
  EXPECT_EQ(equal.repeatability, 0);
}

TEST(QMethod, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] {
              (void)with_labels({1, 2, 3}, {1, 2});
            }),
            "q_method: lab must have one label per value of x");
}

}  // namespace
