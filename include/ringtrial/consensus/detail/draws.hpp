// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/steps.hpp>

/// What follows from simulated values, in the unit of the results.
namespace ringtrial::consensus::detail {

inline void require_draws(std::string_view method, std::size_t draws) {
  require(draws >= 2, method, "draws", static_cast<double>(draws), "at least 2");
}

/// Quantile of type 7: linear between the order statistics of (n − 1)p; reorders the values.
[[nodiscard]] inline double quantile_of(std::vector<double>& values, double p) {
  const double at = p * static_cast<double>(values.size() - 1), below = std::floor(at);
  const auto k = values.begin() + static_cast<std::ptrdiff_t>(below);
  std::nth_element(values.begin(), k, values.end());
  if (at == below) return *k;
  return *k + (at - below) * (*std::min_element(k + 1, values.end()) - *k);
}

[[nodiscard]] inline double sd_of(std::span<const double> values, double mean) {
  double squares = 0;
  for (const double v : values) squares += (v - mean) * (v - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

/// The interval between their quantiles.
inline void set_interval(fit& f, const stated_results& s, std::vector<double>& draws) {
  const double tail = (1 - f.coverage) / 2;
  f.lower = s.value(quantile_of(draws, tail));
  f.upper = s.value(quantile_of(draws, 1 - tail));
  f.coverage_factor = (f.upper / 2 - f.lower / 2) / f.standard_uncertainty;
  require_finite(f);
}

}  // namespace ringtrial::consensus::detail
