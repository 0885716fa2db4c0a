// SPDX-License-Identifier: BSL-1.0
#include "robust_samples.hpp"
#include <ringtrial/robust/niqr.hpp>

namespace {

using namespace robust_test;
using ringtrial::robust::niqr;
using ringtrial::robust::quartile_rule;

// niqr/* of tests/reference/robust.json: the definition with 40 digits; the standard prints 0.0402
// for atrazine.
TEST(Niqr, OfPublishedData) {
  EXPECT_NEAR(niqr(atrazine), 0.0402340575, 1e-15);
  EXPECT_NEAR(niqr(atrazine, {.quartiles = quartile_rule::exclusive}), 0.0422541, 1e-15);
  EXPECT_NEAR(niqr(atrazine, {.quartiles = quartile_rule::tukey}), 0.0422541, 1e-15);
  EXPECT_NEAR(niqr(creosote), 0.622692, 1e-14);
  EXPECT_NEAR(niqr(creosote, {.quartiles = quartile_rule::exclusive}), 0.93589125, 1e-14);
  EXPECT_NEAR(niqr(creosote, {.quartiles = quartile_rule::tukey}), 0.622692, 1e-14);
}

/// The value at a position from 1 to n, linear between sorted values.
double naive_at(const vector& x, double position) {
  const double n = static_cast<double>(x.size());
  const double p = std::clamp(position, 1.0, n), whole = std::floor(p);
  const double low = order(x, static_cast<std::size_t>(whole) - 1);
  const double high = order(x, std::min(x.size() - 1, static_cast<std::size_t>(whole)));
  return low + (p - whole) * (high - low);
}

double naive(const vector& x, quartile_rule rule) {
  const double n = static_cast<double>(x.size());
  if (rule == quartile_rule::inclusive)
    return naive_at(x, 1 + (n - 1) * 0.75) - naive_at(x, 1 + (n - 1) * 0.25);
  if (rule == quartile_rule::exclusive)
    return naive_at(x, (n + 1) * 0.75) - naive_at(x, (n + 1) * 0.25);
  const auto v = sorted(x);
  const auto half = static_cast<std::ptrdiff_t>((x.size() + 1) / 2);
  return naive_median({v.end() - half, v.end()}) -
         naive_median({v.begin(), v.begin() + half});
}

TEST(Niqr, IsTheDistanceOfTheQuartiles) {
  for (const auto rule :
       {quartile_rule::inclusive, quartile_rule::exclusive, quartile_rule::tukey})
    each_sample(
        2,
        [&](const vector& x) {
          EXPECT_NEAR(niqr(x, {.quartiles = rule, .factor = 1}), naive(x, rule),
                      1e-13 * std::abs(order(x, x.size() - 1)) + 1e-13)
              << name(rule) << ' ' << x.size();
        },
        2);
}

TEST(Niqr, KeepsThePropertiesOfAScale) {
  for (const auto rule :
       {quartile_rule::inclusive, quartile_rule::exclusive, quartile_rule::tukey}) {
    const auto f = [&](const vector& x) { return niqr(x, {.quartiles = rule}); };
    expect_symmetric(f);
    expect_equivariant(f, false);
  }
}

TEST(Niqr, IsNaNForFewValuesOrAnInfinity) {
  expect_no_number([](const vector& x) { return niqr(x); }, 2);
}

TEST(Niqr, TellsTheCallersMistakes) {
  EXPECT_EQ(complaint([] { (void)niqr(creosote, {.factor = -1}); }),
            "niqr: factor = -1, must be finite and positive");
}

}  // namespace
