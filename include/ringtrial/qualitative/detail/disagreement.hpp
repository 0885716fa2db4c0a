// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/qualitative/measurement_level.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace ringtrial::qualitative::detail {

[[nodiscard]] inline bool all_finite(const std::vector<std::vector<double>>& units) {
  return std::ranges::all_of(units, [](const auto& unit) {
    return std::ranges::all_of(unit, [](double v) { return std::isfinite(v); });
  });
}

/// All values in ascending order.
[[nodiscard]] inline std::vector<double> pooled(
    const std::vector<std::vector<double>>& units) {
  std::vector<double> all;
  for (const auto& unit : units) all.insert(all.end(), unit.begin(), unit.end());
  std::ranges::sort(all);
  return all;
}

/// Each value becomes the mean rank of its equals among all: δ of an ordinal scale.
inline void replace_by_mid_ranks(std::vector<std::vector<double>>& units) {
  const auto all = pooled(units);
  for (auto& unit : units)
    for (double& value : unit) {
      const auto [first, last] = std::ranges::equal_range(all, value);
      value = static_cast<double>((first - all.begin()) + (last - all.begin())) / 2;
    }
}

/// Values in ascending order with how often each occurs.
struct tally {
  double value = 0, count = 0;
};

[[nodiscard]] inline std::vector<tally> tallies(std::vector<double> values) {
  std::ranges::sort(values);
  std::vector<tally> all;
  for (const double value : values) {
    if (all.empty() || all.back().value != value) all.push_back({value, 0});
    ++all.back().count;
  }
  return all;
}

[[nodiscard]] inline double nominal_disagreement(const std::vector<tally>& all,
                                                 double n) {
  double sum = 0;
  for (const auto& t : all) sum += t.count * (n - t.count);
  return sum;
}

/// 2 n Σ(v − mean)², from the lowest value so that equal values give 0.
[[nodiscard]] inline double squared_disagreement(const std::vector<tally>& all,
                                                 double n) {
  const double origin = all.front().value;
  double mean = 0, sum = 0;
  for (const auto& t : all) mean += t.count * (t.value - origin) / n;
  for (const auto& t : all) {
    const double off = (t.value - origin) - mean;
    sum += t.count * off * off;
  }
  return 2 * n * sum;
}

[[nodiscard]] inline double ratio_disagreement(const std::vector<tally>& all) {
  double sum = 0;
  for (std::size_t c = 0; c < all.size(); ++c)
    for (std::size_t d = 0; d < c; ++d) {
      const double quotient = all[d].value / all[c].value;  // below 1: no overflow
      const double delta = (1 - quotient) / (1 + quotient);
      sum += 2 * all[c].count * all[d].count * delta * delta;
    }
  return sum;
}

/// Σ δ² over the ordered pairs of the values; ordinal values are mid-ranks already.
[[nodiscard]] inline double disagreement(const std::vector<double>& values,
                                         measurement_level level) {
  const auto all = tallies(values);
  const auto n = static_cast<double>(values.size());
  switch (level) {
    case measurement_level::nominal:
      return nominal_disagreement(all, n);
    case measurement_level::ratio:
      return ratio_disagreement(all);
    case measurement_level::ordinal:
    case measurement_level::interval:
      break;
  }
  return squared_disagreement(all, n);
}

}  // namespace ringtrial::qualitative::detail
