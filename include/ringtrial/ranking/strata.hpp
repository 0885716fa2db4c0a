// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/ranking/adjust.hpp>
#include <ringtrial/ranking/detail/options.hpp>
#include <ringtrial/ranking/detail/stratum_tests.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ringtrial::ranking {

/// How strata are compared.
enum class strata_method : unsigned char {
  kruskal_wallis,  ///< ranks; pairs by Dunn
  welch,           ///< means with unequal variances; pairs by Welch's t
};

[[nodiscard]] constexpr std::string_view name(strata_method m) noexcept {
  return m == strata_method::welch ? "welch" : "kruskal_wallis";
}

struct strata_options {
  strata_method method = strata_method::kruskal_wallis;
  adjustment adjust = adjustment::holm;  ///< or bonferroni, none; over the pairs
  double alpha = 0.05;
};

/// Two strata; difference in the unit of x.
struct pair {
  std::string a, b;
  double difference = std::numeric_limits<double>::quiet_NaN();  ///< of location, a − b
  double statistic = std::numeric_limits<double>::quiet_NaN();
  double df = std::numeric_limits<double>::quiet_NaN();  ///< NaN: normal
  double p_value = std::numeric_limits<double>::quiet_NaN();
  double p_adjusted = std::numeric_limits<double>::quiet_NaN();
  bool different = false;  ///< p_adjusted ≤ alpha
};

struct strata_result {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  double statistic = nan;  ///< H or Welch's F
  double df = nan, df2 = nan;
  double p_value = nan;
  std::vector<std::string> stratum;  ///< ascending
  std::vector<std::size_t> n;
  std::vector<double> location;  ///< medians or means, unit of x
  std::vector<double> scale;     ///< MADe or standard deviations, unit of x
  std::vector<pair> pairs;       ///< (1, 2), (1, 3), …, (2, 3), …
  strata_method method = strata_method::kruskal_wallis;
  std::size_t n_total = 0;
  status_t status = outcome::too_few;
};

namespace detail {

/// The values of each stratum, by ascending label.
[[nodiscard]] inline std::vector<stratum_values> gather(
    strata_result& r, std::span<const double> x,
    std::span<const std::string_view> stratum) {
  std::map<std::string_view, stratum_values> found;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!std::isnan(x[i]) && !stratum[i].empty()) found[stratum[i]].push_back(x[i]);
  std::vector<stratum_values> all;
  for (auto& [label, values] : found) {
    r.stratum.emplace_back(label);
    r.n.push_back(values.size());
    r.n_total += values.size();
    all.push_back(std::move(values));
  }
  return all;
}

template <std::derived_from<stratum_tests> Tests>
void set_pairs(strata_result& r, const Tests& tests, const strata_options& o) {
  std::vector<double> p;
  for (std::size_t a = 0; a < r.stratum.size(); ++a)
    for (std::size_t b = a + 1; b < r.stratum.size(); ++b) {
      const auto t = tests.compare(a, b);
      r.pairs.push_back({.a = r.stratum[a],
                         .b = r.stratum[b],
                         .difference = r.location[a] - r.location[b],
                         .statistic = t.statistic,
                         .df = t.df,
                         .p_value = t.p_value});
      p.push_back(t.p_value);
    }
  const auto adjusted = adjust(p, o.adjust);
  for (std::size_t k = 0; k < p.size(); ++k) {
    r.pairs[k].p_adjusted = adjusted[k];
    r.pairs[k].different = adjusted[k] <= o.alpha;
  }
}

template <std::derived_from<stratum_tests> Tests>
void set_tests(strata_result& r, const Tests& tests, const strata_options& o) {
  r.location = tests.location;
  r.scale.assign(r.stratum.size(), nan);
  r.status = tests.status;
  if (r.status == outcome::ok &&
      std::ranges::any_of(tests.scale, [](double scale) { return std::isinf(scale); }))
    r.status = outcome::not_finite;
  if (r.status != outcome::ok) return;
  r.scale = tests.scale;
  r.statistic = tests.overall.statistic;
  r.df = tests.overall.df;
  r.df2 = tests.overall.df2;
  r.p_value = tests.overall.p_value;
  set_pairs(r, tests, o);
}

inline void require_strata(std::size_t x, std::size_t stratum, const strata_options& o) {
  if (x != stratum)
    reject("strata: stratum has length " + std::to_string(stratum) +
           ", must have that of x, " + std::to_string(x));
  require_share("strata", "alpha", o.alpha);
  require(o.adjust != adjustment::bh,
          "strata: adjust = 'bh', must be 'holm', 'bonferroni' or 'none'");
}

}  // namespace detail

/** Do strata of laboratories (region, method, tier) differ?

      kruskal_wallis  H with tie correction, χ² with k − 1 df; location median, scale MADe; pairs by Dunn,
                      z = (R̄_a − R̄_b)/√[(N(N + 1)/12 − Σ(t³ − t)/(12(N − 1)))(1/n_a + 1/n_b)]
      welch           F of Welch with k − 1 and (k² − 1)/(3 Σ(1 − w/W)²/(n − 1)) df, w = n/s²; location
                      mean, scale s; pairs by Welch's t with Satterthwaite's df

  Source  Kruskal and Wallis, J. Am. Stat. Assoc. 47 (1952) 583; Dunn, Technometrics 6 (1964) 241; Welch,
          Biometrika 38 (1951) 330.
  Input   x: one number a laboratory (a result, a score, |z|), NaN is skipped; stratum: its label, empty
          is skipped. A stratum without any value is not there.
  Result  see strata_result. `too_few` for less than two strata or, with welch, a stratum of one value;
          `zero_scale` where all x are equal or, with welch, a stratum varies not; `not_finite` for an
          infinity: stratum, n and (but for `not_finite`) location are given, all else is NaN, no pairs.
  Throws  std::invalid_argument for lengths that differ and bad options.
  Cost    O(n log n).
  Prefer kruskal_wallis for scores and few laboratories, welch for results of different spread.
*/
[[nodiscard]] inline strata_result strata(std::span<const double> x,
                                          std::span<const std::string_view> stratum,
                                          const strata_options& options = {}) {
  detail::require_strata(x.size(), stratum.size(), options);
  strata_result r;
  r.method = options.method;
  const auto values = detail::gather(r, x, stratum);
  if (options.method == strata_method::welch)
    detail::set_tests(r, detail::welch_tests(values), options);
  else
    detail::set_tests(r, detail::rank_tests(values), options);
  return r;
}

}  // namespace ringtrial::ranking
