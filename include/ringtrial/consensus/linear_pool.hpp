// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/consensus/detail/mixture.hpp>
#include <ringtrial/consensus/detail/steps.hpp>

namespace ringtrial::consensus {

struct linear_pool_options {
  std::span<const double> dof = {};      ///< of each u, > 2; none: infinite
  std::span<const double> weights = {};  ///< ≥ 0, not all 0; none: equal
  double coverage = 0.95;
};

struct linear_pool_result : fit {
  double median = detail::not_a_number;  ///< of the mixture, unit of the data
  double within = detail::not_a_number;  ///< sd within the components, unit of the data
};

namespace detail {

inline void require_pool_weights(std::size_t n, std::span<const double> weights) {
  require_as_many("linear_pool", "weights", weights, n);
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (weights[i] < 0 || std::isinf(weights[i]))
      reject_at("linear_pool", "weights", i, weights[i], "finite and not negative");
    if (weights[i] > 0) sum += weights[i];
  }
  require(sum > 0 || n == 0, "linear_pool: weights are all 0, must be positive for one");
}

/// Weights of the results, sum 1; empty if all of them are 0.
[[nodiscard]] inline std::vector<double> pool_weights(const stated_results& s,
                                                      std::span<const double> weights) {
  if (weights.empty()) return equal_weights(s);
  double largest = 0, sum = 0;
  for (const auto& lab : s.labs) largest = std::max(largest, weights[lab.position]);
  std::vector<double> shares;
  for (const auto& lab : s.labs)
    sum += shares.emplace_back(weights[lab.position] / largest);
  for (double& share : shares) share /= sum;
  if (largest == 0) shares.clear();
  return shares;
}

/// Mean and standard deviations of the mixture.
struct pool_moments {
  double mean = 0, rest = 0, within = 0, between = 0;

  pool_moments(const stated_results& s, std::span<const double> weights) {
    for (std::size_t i = 0; i < weights.size(); ++i) mean += weights[i] * s.labs[i].d;
    for (std::size_t i = 0; i < weights.size(); ++i)
      rest += weights[i] * ((s.labs[i].d - mean) + s.labs[i].tail);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const auto& lab = s.labs[i];
      const double z = (lab.d - mean) + (lab.tail - rest);
      within += weights[i] * lab.u * lab.u / (1 - 2 / lab.dof);
      between += weights[i] * z * z;
    }
    within = std::sqrt(within);
    between = std::sqrt(between);
  }
};

/// The laboratories with a weight above 0, as components.
[[nodiscard]] inline mixture mixture_of(const stated_results& s,
                                        std::span<const double> weights) {
  mixture m;
  for (std::size_t i = 0; i < weights.size(); ++i)
    if (weights[i] > 0)
      m.components.push_back({weights[i], s.labs[i].d, s.labs[i].u, s.labs[i].dof});
  return m;
}

inline void set_pool(linear_pool_result& r, const stated_results& s,
                     std::vector<double> weights) {
  const pool_moments m(s, weights);
  const auto pool = mixture_of(s, weights);
  set_value(
      r, s,
      {m.mean, m.rest, std::hypot(m.within, m.between), m.between, std::move(weights)});
  const double tail = (1 - r.coverage) / 2;
  r.within = s.width(m.within);
  r.median = s.value(pool.quantile(0.5));
  r.lower = s.value(pool.quantile(tail));
  r.upper = s.value(pool.quantile_upper(tail));
  r.coverage_factor = (r.upper - r.lower) / (2 * r.standard_uncertainty);
  require_finite(r);
}

/// The skipped laboratories are those with NaN in x, u, dof or weights.
[[nodiscard]] inline std::vector<double> weighed_values(std::span<const double> x,
                                                        std::span<const double> weights) {
  std::vector<double> values(x.begin(), x.end());
  for (std::size_t i = 0; i < weights.size(); ++i)
    if (std::isnan(weights[i])) values[i] = not_a_number;
  return values;
}

[[nodiscard]] inline linear_pool_result linear_pool_of(arguments a,
                                                       const linear_pool_options& o) {
  constexpr std::string_view method = "linear_pool";
  if (!o.dof.empty()) a.given_dof = o.dof;
  if (!o.weights.empty()) require_pool_weights(a.x.size(), o.weights);
  const auto x = weighed_values(a.x, o.weights);
  a.x = x;
  linear_pool_result r;
  const auto s =
      begin(r, {.method = method, .coverage = o.coverage, .least = 1, .least_dof = 2}, a);
  if (r.status != status_t::ok) return r;
  auto weights = pool_weights(s, o.weights);
  if (weights.empty())
    give_up(r, status_t::too_few);
  else
    set_pool(r, s, std::move(weights));
  return r;
}

}  // namespace detail

/** The mixture Σπ(x + uT_ν) of what the laboratories believe, T_ν standard t, not rescaled.

      value = Σπx    u² = Σπ(u²ν/(ν − 2) + (x − value)²)    interval: exact quantiles of the mixture

  Source  Stone, Ann. Math. Statist. 32 (1961) 1339; Koepke et al., Metrologia 54 (2017) S34.
  Input   x, u: values and standard uncertainties in one unit; NaN in x, u, dof or weights skips the
          laboratory.
  Result  `ok`, df NaN; n ≥ 1 with a weight above 0, else `too_few`; u = 0 is `zero_scale`, an infinite x
          or u `not_finite`. between_sd: √Σπ(x − value)².
  Throws  std::invalid_argument for a negative u or weight, weights that are all 0, ν ≤ 2, lengths that
          differ, a coverage outside (0, 1).
  Cost    O(n) a step, three quantiles.
  Prefer  it for opinions rather than one truth: "what would a laboratory drawn from these say", wide by
          construction.
*/
template <sample X, sample U>
[[nodiscard]] linear_pool_result linear_pool(const X& x, const U& u,
                                             linear_pool_options options = {}) {
  return detail::linear_pool_of({detail::as_doubles(x), detail::as_doubles(u)}, options);
}

}  // namespace ringtrial::consensus
