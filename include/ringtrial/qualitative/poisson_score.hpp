// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/elementwise.hpp>
#include <ringtrial/quantiles.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <string_view>

namespace ringtrial::qualitative {

enum class poisson_method : unsigned char {
  anscombe,  ///< difference of variance-stabilised counts
  pearson,   ///< difference in standard deviations, with an uncertain assigned count
  exact,     ///< mid-p normal score
};

struct poisson_score_options {
  poisson_method method = poisson_method::anscombe;
  double u = 0;  ///< standard uncertainty of the assigned count, for pearson; ≥ 0
};

}  // namespace ringtrial::qualitative

namespace ringtrial::detail {

/// From this mean on the expansion below is nearer than the tails.
inline constexpr double large_poisson_mean = 1e8;

/** The mid-p score of a large mean: the expansion of Barndorff-Nielsen r + ln(q/r)/r, and the term of
  Euler and Maclaurin for a sum in place of an integral. With t = ln(c/λ) and
  2(t − 1 + e^(−t))/t² = 1 − h, h = t/3 − t²/12 + …,

      r = t √c √(1 − h),   q = t √c,   score = r + ln(q/r)/r − t/(12 √c)

  From λ = 1e8 on the error is below 2e-11. Beyond |t| = 0.01 the score is above 99: NaN.
*/
[[nodiscard]] inline double large_mid_p_score(double count, double mean) noexcept {
  const double t = std::log1p((count - mean) / mean);
  if (!(std::abs(t) < 0.01)) return std::numeric_limits<double>::quiet_NaN();
  const double by_t =
      1.0 / 3 - t * (1.0 / 12 - t * (1.0 / 60 - t * (1.0 / 360 - t / 2520)));
  const double h = by_t * t, scale = std::sqrt(count) * std::sqrt(1 - h);
  const double log_by_t = h == 0 ? by_t : by_t * std::log1p(-h) / -h;
  return t * scale + log_by_t / (2 * scale) - t / (12 * std::sqrt(count));
}

/// Φ⁻¹(P(X < c) + ½ P(X = c)) from the smaller tail.
[[nodiscard]] inline double mid_p_score(double count, double mean) noexcept {
  if (mean >= large_poisson_mean) return large_mid_p_score(count, mean);
  const double half = poisson_pmf(count, mean) / 2;
  const double below = count > 0 ? chi_squared_cdf_upper(2 * mean, 2 * count) : 0;
  const double above = chi_squared_cdf(2 * mean, 2 * count + 2);
  return below < above ? normal_quantile(below + half) : -normal_quantile(above + half);
}

struct poisson_score_formula {
  static constexpr std::string_view function = "poisson_score";
  static constexpr std::array<argument_rule, 3> arguments = {
      {{"count", rule::count}, {"assigned", rule::positive}, {"u", rule::not_negative}}};
  qualitative::poisson_method method = qualitative::poisson_method::anscombe;

  [[nodiscard]] double operator()(double count, double assigned,
                                  double u) const noexcept {
    using qualitative::poisson_method;
    if (method == poisson_method::exact) return mid_p_score(count, assigned);
    if (method == poisson_method::pearson)
      return (count - assigned) / std::hypot(std::sqrt(assigned), u);
    const double roots = std::sqrt(count + 0.375) + std::sqrt(assigned + 0.375);
    return 2 * (count - assigned) / roots;
  }
};

}  // namespace ringtrial::detail

namespace ringtrial::qualitative {

/** A count against an assigned one, λ.

      anscombe  2(√(c + 3/8) − √(λ + 3/8))     pearson  (c − λ)/√(λ + u²)
      exact     Φ⁻¹(P(X < c) + ½ P(X = c)),  X Poisson with mean λ

  Source  Anscombe, Biometrika 35 (1948) 246; Lancaster, J. Am. Stat. Assoc. 56 (1961) 223
          (mid-p); Barndorff-Nielsen, Biometrika 73 (1986) 307 (λ ≥ 1e8).
  Input   count: a whole number ≥ 0, on the same exposure as assigned > 0. NaN anywhere gives NaN.
  Result  in standard deviations. exact is computed from the smaller tail and finite for
          |score| < 37, NaN beyond.
  Throws  std::invalid_argument for a count that is broken or negative, assigned not above 0, u < 0.
  Cost    O(1).
*/
[[nodiscard]] inline double poisson_score(double count, double assigned,
                                          const poisson_score_options& options = {}) {
  return ringtrial::detail::of_numbers<double>(
      ringtrial::detail::poisson_score_formula{options.method}, count, assigned,
      options.u);
}

}  // namespace ringtrial::qualitative
