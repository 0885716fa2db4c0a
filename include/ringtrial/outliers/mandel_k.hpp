// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/compensated_sum.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ringtrial::outliers {
namespace detail {

template <class T>
void require_mandel_k(std::span<const T> sds, std::span<const std::size_t> n) {
  using namespace ringtrial::detail;
  for (std::size_t i = 0; i < sds.size(); ++i)
    if (sds[i] < 0)
      reject_at("mandel_k", "sds", i, static_cast<double>(sds[i]), "not negative");
  if (!n.empty() && n.size() != sds.size())
    reject("mandel_k: n has length " + std::to_string(n.size()) +
           ", must be one number or have that of sds, " + std::to_string(sds.size()));
}

}  // namespace detail

/** Mandel's k: how much each laboratory scatters, against all.

      kᵢ = sᵢ/√(Σνs²/Σν),   νᵢ = nᵢ − 1;   with equal n this is sᵢ/√(Σs²/p)

  Source  ISO 5725-2:2019, 7.3.1; ASTM E691, 15.
  Input   sds: one a laboratory, ≥ 0, in one unit; NaN counts as not reported. n: replicates of
          each, empty for equal numbers; a laboratory with n < 2 does not enter.
  Result  without unit, one a laboratory, NaN where it does not enter; all NaN for fewer than two,
          for zeros only or an infinity.
  Throws  std::invalid_argument for a negative sd or lengths that differ.
  Cost    O(p log p), one copy.
*/
template <sample R>
[[nodiscard]] std::vector<double> mandel_k(const R& sds,
                                           std::span<const std::size_t> n = {}) {
  const auto s = ringtrial::detail::as_span(sds);
  detail::require_mandel_k(s, n);
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> k, squares;
  double largest = 0, df = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    k.push_back(n.empty() || n[i] >= 2 ? static_cast<double>(s[i]) : nan);
    if (!std::isnan(k[i])) largest = std::max(largest, k[i]);
  }
  const bool spread = largest > 0 && std::isfinite(largest);
  for (std::size_t i = 0; spread && i < s.size(); ++i) {
    if (std::isnan(k[i])) continue;
    const double nu = n.empty() ? 1 : static_cast<double>(n[i] - 1);
    squares.push_back(nu * (k[i] / largest) * (k[i] / largest));
    df += nu;
  }
  if (squares.size() < 2) return std::vector(s.size(), nan);
  const double pooled =
      std::sqrt(ringtrial::detail::ordered_sum(std::move(squares)) / df);
  for (double& value : k) value = value / largest / pooled;
  return k;
}

/** The k that one laboratory, chosen beforehand, exceeds with probability alpha.

      √(p/(1 + (p − 1)/F)),   F the upper α point of F(n − 1, (p − 1)(n − 1))

  No correction for the number of laboratories: an indicator for a plot, not an outlier test.

  Source  ISO 5725-2:2019, 7.3.1 with 0.05 and 0.01; ASTM E691 with 0.005: 2.061 for p = 8, n = 3.
  Throws  std::invalid_argument unless p ≥ 2, n ≥ 2 and alpha in (0, 1).
  Cost    one F quantile.
*/
[[nodiscard]] inline double mandel_k_critical(std::size_t p, std::size_t n,
                                              double alpha) {
  using ringtrial::detail::require;
  constexpr auto function = "mandel_k_critical";
  const auto labs = static_cast<double>(p), df = static_cast<double>(n) - 1;
  require(p >= 2, function, "p", labs, "at least 2");
  require(n >= 2, function, "n", df + 1, "at least 2");
  require(alpha > 0 && alpha < 1, function, "alpha", alpha, "between 0 and 1");
  const double f = fisher_f_quantile_upper(alpha, df, (labs - 1) * df);
  return std::sqrt(labs / (1 + (labs - 1) / f));
}

}  // namespace ringtrial::outliers
