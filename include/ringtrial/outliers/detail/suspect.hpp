// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

/// Which variance Cochran's test suspects, and its share of the sum.
namespace ringtrial::outliers::detail {

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

/// The laboratory of smallest pᵢ; ties by the larger share of the sum, then the first. Of equal
/// degrees of freedom only the largest variance can be it.
[[nodiscard]] inline suspect t_lam_suspect(const std::vector<within>& labs) {
  std::vector<double> sums;
  std::map<double, within> largest;
  double df = 0;  // whole numbers, exact
  for (const auto& lab : labs) {
    sums.push_back(lab.df * lab.variance);
    df += lab.df;
    const auto [at, entered] = largest.try_emplace(lab.df, lab);
    if (!entered && lab.variance > at->second.variance) at->second = lab;
  }
  const contributions all(std::move(sums));
  std::tuple best(std::numeric_limits<double>::infinity(), 0.0, std::ptrdiff_t{-1});
  suspect found;
  for (const auto& [own_df, lab] : largest) {
    suspect s = all.of(own_df * lab.variance);
    s.df = own_df;
    s.times = df / own_df;
    s.index = lab.index;
    const double p = cochran_p(static_cast<double>(labs.size()), s);
    const std::tuple candidate(p, -s.share, s.index);
    if (!(candidate < best)) continue;
    best = candidate;
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

}  // namespace ringtrial::outliers::detail
