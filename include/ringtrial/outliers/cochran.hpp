// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/outliers/detail/suspect.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
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
  Cost    O(p log p) and one F probability for each n that occurs.
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
