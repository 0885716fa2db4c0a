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

/// One laboratory: variance, degrees of freedom, position as given.
struct within {
  double variance = 0, df = 0;
  std::ptrdiff_t index = -1;
};

/// The laboratory that is tested: its share of the sum and its degrees of freedom.
struct suspect {
  double share = 0;  ///< C, or G of 't Lam
  double rest = 0;   ///< 1 − share, all its figures
  double df = 1;     ///< νᵢ
  double times = 1;  ///< ν/νᵢ
  std::ptrdiff_t index = -1;
};

/// p · P(F > (ν/νᵢ − 1)C/(1 − C)).
[[nodiscard]] inline double cochran_p(double p, const suspect& s) {
  if (s.rest <= 0) return 0;
  return p *
         fisher_f_cdf_upper((s.times - 1) * s.share / s.rest, s.df, s.df * (s.times - 1));
}

/// 1/(1 + (ν/νᵢ − 1)/F), F the upper α/p point.
[[nodiscard]] inline double share_critical(double p, const suspect& s, double alpha) {
  const double f = fisher_f_quantile_upper(alpha / p, s.df, s.df * (s.times - 1));
  return 1 / (1 + (s.times - 1) / f);
}

/// What each laboratory contributes to a sum, and its share. Summed in ascending order, so that
/// the order of laboratories cannot show; the largest last, so that what it leaves keeps figures.
class contributions {
 public:
  explicit contributions(std::vector<double> terms) {
    std::ranges::sort(terms);
    largest_ = terms.back();
    for (std::size_t i = 0; i + 1 < terms.size(); ++i) others_ += terms[i];
  }
  [[nodiscard]] double largest() const { return largest_; }
  [[nodiscard]] double total() const { return others_ + largest_; }
  [[nodiscard]] suspect of(double term) const {
    const double share = term / total();
    return {.share = share, .rest = term == largest_ ? others_ / total() : 1 - share};
  }

 private:
  double largest_ = 0, others_ = 0;
};

/// The first of the largest variances, with the same degrees of freedom for all.
[[nodiscard]] inline suspect equal_suspect(const std::vector<within>& labs, double df) {
  std::vector<double> variances;
  for (const auto& lab : labs) variances.push_back(lab.variance);
  const contributions all(std::move(variances));
  suspect s = all.of(all.largest());
  s.df = df;
  s.times = static_cast<double>(labs.size());
  s.index = std::ranges::find(labs, all.largest(), &within::variance)->index;
  return s;
}

/// The laboratory of smallest pᵢ; ties by the larger share of the sum, then the first.
[[nodiscard]] inline suspect t_lam_suspect(const std::vector<within>& labs) {
  std::vector<double> sums;
  double df = 0;  // whole numbers, exact
  for (const auto& lab : labs) {
    sums.push_back(lab.df * lab.variance);
    df += lab.df;
  }
  const contributions all(std::move(sums));
  double smallest = std::numeric_limits<double>::infinity();
  suspect found;
  for (const auto& lab : labs) {
    suspect s = all.of(lab.df * lab.variance);
    s.df = lab.df;
    s.times = df / lab.df;
    s.index = lab.index;
    const double p = cochran_p(static_cast<double>(labs.size()), s);
    if (!(p < smallest || (p == smallest && s.share > found.share))) continue;
    smallest = p;
    found = s;
  }
  return found;
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

/// The laboratories with a variance, `n` of one element meaning all; the variances in units of
/// a power of two near the largest.
template <class T>
[[nodiscard]] std::vector<within> tested_laboratories(std::span<const T> variances,
                                                      std::span<const std::size_t> n) {
  std::vector<within> labs;
  double largest = 0;
  for (std::size_t i = 0; i < variances.size(); ++i) {
    const std::size_t replicates = n.size() == 1 ? n[0] : n[i];
    if (std::isnan(variances[i]) || replicates < 2) continue;
    labs.push_back({static_cast<double>(variances[i]),
                    static_cast<double>(replicates - 1), static_cast<std::ptrdiff_t>(i)});
    largest = std::max(largest, labs.back().variance);
  }
  if (largest > 0 && std::isfinite(largest))
    for (auto& lab : labs) lab.variance = std::ldexp(lab.variance, -std::ilogb(largest));
  return labs;
}

/// Which laboratory is tested, p and status; all but the numbers of the test.
[[nodiscard]] inline suspect find_suspect(cochran_result& r,
                                          const std::vector<within>& labs,
                                          const cochran_options& options) {
  r.p = labs.size();
  const auto infinite = [](const within& w) { return !std::isfinite(w.variance); };
  const auto zero = [](const within& w) { return w.variance == 0; };
  r.status = std::ranges::any_of(labs, infinite) ? outcome::not_finite
             : r.p < 2                           ? outcome::too_few
             : std::ranges::all_of(labs, zero)   ? outcome::zero_scale
                                                 : outcome::ok;
  if (r.status != outcome::ok) return {};
  if (same_df(labs)) return equal_suspect(labs, labs.front().df);
  return options.unequal == unequal_n::mode ? equal_suspect(labs, usual_df(labs))
                                            : t_lam_suspect(labs);
}

template <class T>
[[nodiscard]] cochran_result cochran_of(std::span<const T> variances,
                                        std::span<const std::size_t> n,
                                        const cochran_options& options) {
  cochran_result r;
  const auto s = find_suspect(r, tested_laboratories(variances, n), options);
  if (r.status != outcome::ok) return r;
  const auto p = static_cast<double>(r.p);
  r.statistic = s.share;
  r.critical_5 = share_critical(p, s, 0.05);
  r.critical_1 = share_critical(p, s, 0.01);
  r.p_value = std::min(1.0, cochran_p(p, s));
  r.index = s.index;
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
  return detail::share_critical(labs, {.df = replicates - 1, .times = labs}, alpha);
}

}  // namespace ringtrial::outliers
