// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/draws.hpp>
#include <ringtrial/detail/normal_draw.hpp>
#include <ringtrial/detail/philox.hpp>

#include <cstdint>

namespace ringtrial::consensus {

struct cox_b_options {
  std::size_t draws = 1'000'000;  ///< at least 2
  std::uint64_t seed = 1;
  double coverage = 0.95;
};

struct cox_b_result : fit {
  double median_of_draws = detail::not_a_number;  ///< unit of the data
  std::size_t draws = 0;
  std::uint64_t seed = 0;
  double monte_carlo_error =
      detail::not_a_number;  ///< of value: u/√draws, unit of the data
};

namespace detail {

/// The median of one draw x* ~ N(x, u²); `values` is scratch.
[[nodiscard]] inline double median_of_draw(const stated_results& s, std::uint64_t seed,
                                           std::uint64_t draw,
                                           std::vector<double>& values) {
  for (std::size_t i = 0; i < values.size(); i += 2) {
    const auto p = uniform_pair(seed, draw, static_cast<std::uint32_t>(i / 2));
    for (std::size_t j = i; j < std::min(i + 2, values.size()); ++j)
      values[j] = s.labs[j].d + s.labs[j].u * normal_draw(p[j - i]);
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return midpoint(*std::max_element(values.begin(), middle), *middle);
}

[[nodiscard]] inline cox_b_result cox_b_of(const arguments& a, const cox_b_options& o) {
  require_draws("cox_b", o.draws);
  cox_b_result r;
  r.draws = o.draws;
  r.seed = o.seed;
  const auto s = begin(r, {"cox_b", o.coverage}, a);
  if (r.status != status_t::ok) return r;
  std::vector<double> medians(o.draws), scratch(s.labs.size());
  double sum = 0;
  for (std::size_t k = 0; k < o.draws; ++k)
    sum += medians[k] = median_of_draw(s, o.seed, k, scratch);
  const double mean = sum / static_cast<double>(o.draws), u = sd_of(medians, mean);
  set_value(r, s, {.d = mean, .u = u, .weights = equal_weights(s)});
  r.monte_carlo_error = s.width(u / std::sqrt(static_cast<double>(o.draws)));
  r.median_of_draws = s.value(quantile_of(medians, 0.5));
  set_interval(r, s, medians);
  return r;
}

}  // namespace detail

/** Procedure B for key comparisons: the median of the laboratories' distributions, by Monte Carlo.

  value and u are the mean and standard deviation of the medians of `draws` samples x* ~ N(x, u²), the
  interval lies between their quantiles (type 7).

  Source  Cox, Metrologia 39 (2002) 589; JCGM 101. Draws are a function of seed, draw and laboratory
          (Philox 4×32-10), so that a seed gives the same numbers everywhere.
  Input   x, u: values and standard uncertainties in one unit; NaN in either skips the laboratory.
  Result  `ok`, df NaN; n ≥ 2, else `too_few`; u = 0 is `zero_scale`, an infinity `not_finite`.
  Throws  std::invalid_argument for a negative u, lengths that differ, fewer than 2 draws, a coverage
          outside (0, 1).
  Cost    O(draws · n).
  Prefer  it where cox_a() finds the results inconsistent.
*/
template <sample X, sample U>
[[nodiscard]] cox_b_result cox_b(const X& x, const U& u, cox_b_options options = {}) {
  return detail::cox_b_of({detail::as_doubles(x), detail::as_doubles(u)}, options);
}

}  // namespace ringtrial::consensus
