// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace ringtrial::density::detail {

/// Distinct sorted values, each with the number of results that have it.
struct weighted_values {
  std::vector<double> at, weight;
};

/// Values in bandwidths from an origin among them, exact where they are near it.
struct standard_values {
  std::vector<double> at, weight;
};

/// Σ w, Σ dw, Σ (d² − 1)w and Σ (d³ − 3d)w, d = u − t, with w = weight · exp(−((u − t)² − nearest²)/2), which
/// never underflows: the signs are those of f, f′, f″ and f‴.
struct gaussian_sum {
  double total = 0, slope = 0, curvature = 0, third = 0;
  double nearest = 0;  ///< distance of t to the nearest value

  /// Σ weight · exp(−(u − t)²/2).
  [[nodiscard]] double height() const noexcept {
    return total * std::exp(-0.5 * nearest * nearest);
  }
};

/// Beyond this d² − nearest² a term is below 2e-22 of the largest.
inline constexpr double negligible = 100;

/// Calls f(d, term) for each value at d = u − t that matters, from the nearest outward on each side;
/// gives the distance of the nearest.
template <class F>
double each_near(const standard_values& v, double t, F f) {
  const auto right = static_cast<std::size_t>(
      std::lower_bound(v.at.begin(), v.at.end(), t) - v.at.begin());
  double nearest = std::numeric_limits<double>::infinity();
  if (right < v.at.size()) nearest = v.at[right] - t;
  if (right > 0) nearest = std::min(nearest, t - v.at[right - 1]);
  const auto add = [&](std::size_t i) {
    const double d = v.at[i] - t,
                 excess = (std::abs(d) - nearest) * (std::abs(d) + nearest);
    if (!(excess <= negligible)) return false;
    f(d, v.weight[i] * std::exp(-0.5 * excess));
    return true;
  };
  for (std::size_t i = right; i < v.at.size() && add(i);) ++i;
  for (std::size_t i = right; i > 0 && add(i - 1);) --i;
  return nearest;
}

[[nodiscard]] inline gaussian_sum sum_at(const standard_values& v, double t) {
  gaussian_sum s;
  s.nearest = each_near(v, t, [&](double d, double term) {
    s.total += term;
    s.slope += d * term;
    s.curvature += (d * d - 1) * term;
    s.third += d * (d * d - 3) * term;
  });
  return s;
}

/// The values from `first` − reach to `last` + reach bandwidths, seen from values.at[origin].
[[nodiscard]] inline standard_values seen_from(const weighted_values& values, double h,
                                               std::size_t origin, std::size_t last,
                                               double reach) {
  standard_values seen;
  const double base = values.at[origin];
  const auto place = [&](std::size_t i) { return (values.at[i] - base) / h; };
  std::size_t from = origin, to = last + 1;
  while (from > 0 && place(from - 1) >= -reach) --from;
  while (to < values.at.size() && place(to) - place(last) <= reach) ++to;
  seen.at.reserve(to - from);
  for (std::size_t i = from; i < to; ++i) seen.at.push_back(place(i));
  const auto begin = values.weight.begin();
  seen.weight.assign(begin + static_cast<std::ptrdiff_t>(from),
                     begin + static_cast<std::ptrdiff_t>(to));
  return seen;
}

}  // namespace ringtrial::density::detail
