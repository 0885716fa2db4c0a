// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace ringtrial::outliers {

/// What is done where laboratories have unequal numbers of replicates.
enum class unequal_n : unsigned char {
  t_lam,  ///< every laboratory with its own degrees of freedom ('t Lam 2010)
  mode,   ///< the most frequent n for all, as the standard does where n varies little
};

struct cochran_options {
  unequal_n unequal = unequal_n::t_lam;
};

struct cochran_result {
  double statistic = std::numeric_limits<double>::quiet_NaN();   ///< C, or G of 't Lam
  double critical_5 = std::numeric_limits<double>::quiet_NaN();  ///< at α = 0.05
  double critical_1 = std::numeric_limits<double>::quiet_NaN();  ///< at α = 0.01
  double p_value = std::numeric_limits<double>::quiet_NaN();
  std::ptrdiff_t index = -1;  ///< position of the suspect laboratory
  std::size_t p = 0;          ///< laboratories used
  status_t status = outcome::too_few;
};

namespace detail {

/// One laboratory: variance in units of the largest, degrees of freedom, position as given.
struct within {
  double variance = 0, df = 0;
  std::ptrdiff_t index = -1;
};

/// 1/(1 + (ν/νᵢ − 1)/F), F the upper α/p point; `share` is ν/νᵢ.
[[nodiscard]] inline double share_critical(double p, double df, double share,
                                           double alpha) {
  const double f = fisher_f_quantile_upper(alpha / p, df, df * (share - 1));
  return 1 / (1 + (share - 1) / f);
}

/// p · P(F > (ν/νᵢ − 1)C/(1 − C)).
[[nodiscard]] inline double share_p(double p, double df, double share, double c) {
  if (c >= 1) return 0;
  return p * fisher_f_cdf_upper((share - 1) * c / (1 - c), df, df * (share - 1));
}

/// The sum of `terms` in ascending order, so that the order of laboratories cannot show.
[[nodiscard]] inline double ordered_sum(std::vector<double> terms) {
  std::ranges::sort(terms);
  double sum = 0;
  for (const double t : terms) sum += t;
  return sum;
}

inline void finish_cochran(cochran_result& r, double df, double share) {
  const auto p = static_cast<double>(r.p);
  r.critical_5 = share_critical(p, df, share, 0.05);
  r.critical_1 = share_critical(p, df, share, 0.01);
  r.p_value = std::min(1.0, share_p(p, df, share, r.statistic));
  r.status = outcome::ok;
}

/// C = max s²/Σs² with the same degrees of freedom for all.
inline void equal_cochran(cochran_result& r, const std::vector<within>& labs, double df) {
  std::vector<double> variances;
  const within* suspect = &labs.front();
  for (const auto& lab : labs) {
    variances.push_back(lab.variance);
    if (lab.variance > suspect->variance) suspect = &lab;
  }
  r.statistic = suspect->variance / ordered_sum(std::move(variances));
  r.index = suspect->index;
  finish_cochran(r, df, static_cast<double>(r.p));
}

/// The laboratory of smallest pᵢ; ties by the larger share of the sum, then the first.
inline void t_lam_cochran(cochran_result& r, const std::vector<within>& labs) {
  std::vector<double> sums, dfs;
  for (const auto& lab : labs) {
    sums.push_back(lab.df * lab.variance);
    dfs.push_back(lab.df);
  }
  const double total = ordered_sum(std::move(sums)), df = ordered_sum(std::move(dfs));
  const auto p = static_cast<double>(r.p);
  double smallest = std::numeric_limits<double>::infinity(), suspect_df = 1;
  for (const auto& lab : labs) {
    const double g = lab.df * lab.variance / total;
    const double p_i = share_p(p, lab.df, df / lab.df, g);
    if (!(p_i < smallest || (p_i == smallest && g > r.statistic))) continue;
    smallest = p_i;
    r.statistic = g;
    r.index = lab.index;
    suspect_df = lab.df;
  }
  finish_cochran(r, suspect_df, df / suspect_df);
}

[[nodiscard]] inline bool same_df(const std::vector<within>& labs) {
  return std::ranges::all_of(labs,
                             [&](const within& w) { return w.df == labs.front().df; });
}

/// The most frequent degrees of freedom; of equally frequent ones the smallest.
[[nodiscard]] inline double usual_df(const std::vector<within>& labs) {
  std::map<double, std::size_t> counts;
  for (const auto& lab : labs) ++counts[lab.df];
  return std::ranges::max_element(
             counts, [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

/// Variances and replicates as given, `n` of one element meaning all.
template <class T>
[[nodiscard]] cochran_result cochran_of(std::span<const T> variances,
                                        std::span<const std::size_t> n,
                                        const cochran_options& options) {
  cochran_result r;
  std::vector<within> labs;
  double largest = 0;
  bool finite = true;
  for (std::size_t i = 0; i < variances.size(); ++i) {
    const std::size_t replicates = n.size() == 1 ? n[0] : n[i];
    if (std::isnan(variances[i]) || replicates < 2) continue;
    finite = finite && std::isfinite(variances[i]);
    labs.push_back({static_cast<double>(variances[i]),
                    static_cast<double>(replicates - 1), static_cast<std::ptrdiff_t>(i)});
    largest = std::max(largest, labs.back().variance);
  }
  r.p = labs.size();
  if (!finite) r.status = outcome::not_finite;
  if (!finite || r.p < 2) return r;
  r.status = outcome::zero_scale;
  if (largest == 0) return r;
  for (auto& lab : labs) lab.variance /= largest;
  if (same_df(labs))
    equal_cochran(r, labs, labs.front().df);
  else if (options.unequal == unequal_n::mode)
    equal_cochran(r, labs, usual_df(labs));
  else
    t_lam_cochran(r, labs);
  return r;
}

template <class T>
void require_cochran(std::span<const T> variances, std::span<const std::size_t> n,
                     bool one_n) {
  using namespace ringtrial::detail;
  for (std::size_t i = 0; i < variances.size(); ++i)
    if (variances[i] < 0)
      reject_at("cochran", "variances", i, static_cast<double>(variances[i]),
                "not negative");
  if (one_n) return require(n[0] >= 1, "cochran", "n", 0, "at least 1");
  if (n.size() != variances.size())
    reject("cochran: n has length " + std::to_string(n.size()) +
           ", must be one number or have that of variances, " +
           std::to_string(variances.size()));
  for (std::size_t i = 0; i < n.size(); ++i)
    if (n[i] < 1) reject_at("cochran", "n", i, 0, "at least 1");
}

}  // namespace detail

/** Cochran's test for an outlying within-laboratory variance.

      equal n    C = max s²/Σs²,   critical 1/(1 + (p − 1)/F),  F the upper α/p point of
                 F(n − 1, (p − 1)(n − 1)),   p_value = p · P(F > (p − 1)C/(1 − C))
      unequal n  Gᵢ = νᵢsᵢ²/Σνs² with νᵢ = nᵢ − 1 and its own pᵢ; the suspect has the smallest

  Source  ISO 5725-2:2019, 7.3.3 and Table 4; 't Lam, Anal. Chim. Acta 659 (2010) 68.
  Input   variances s² ≥ 0 in one unit, one per laboratory; n ≥ 1 replicates, one number or one per
          laboratory. NaN variances and n = 1 are left out. For duplicates squared ranges will do.
  Result  without unit; index counts the laboratories left out. p_value is exact for C ≥ ½, below
          that an upper bound. `too_few` for less than 2 laboratories, `zero_scale` if no variance
          is positive, `not_finite` for an infinity.
  Throws  std::invalid_argument for a negative variance, n < 1, lengths that differ.
  Cost    O(p log p) and p F probabilities where n differs.
*/
template <sample R>
[[nodiscard]] cochran_result cochran(const R& variances, std::span<const std::size_t> n,
                                     const cochran_options& options = {}) {
  const auto values = ringtrial::detail::as_span(variances);
  detail::require_cochran(values, n, false);
  return detail::cochran_of(values, n, options);
}

/// The same with one number of replicates for all.
template <sample R>
[[nodiscard]] cochran_result cochran(const R& variances, std::size_t n,
                                     const cochran_options& options = {}) {
  const auto values = ringtrial::detail::as_span(variances);
  const std::span<const std::size_t> one(&n, 1);
  detail::require_cochran(values, one, true);
  return detail::cochran_of(values, one, options);
}

/** Critical value of C for p laboratories of n replicates each at level alpha.

  Source  as cochran(); p = 8, n = 3: 0.516 (5 %), 0.615 (1 %) in Table 4.
  Throws  std::invalid_argument unless p ≥ 2, n ≥ 2 and alpha in (0, 1).
  Cost    one F quantile.
*/
[[nodiscard]] inline double cochran_critical(std::size_t p, std::size_t n, double alpha) {
  using ringtrial::detail::require;
  const auto labs = static_cast<double>(p), replicates = static_cast<double>(n);
  require(p >= 2, "cochran_critical", "p", labs, "at least 2");
  require(n >= 2, "cochran_critical", "n", replicates, "at least 2");
  require(alpha > 0 && alpha < 1, "cochran_critical", "alpha", alpha, "between 0 and 1");
  return detail::share_critical(labs, replicates - 1, labs, alpha);
}

}  // namespace ringtrial::outliers
