// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>

namespace ringtrial::homogeneity {

namespace detail {

/// Degrees of freedom between and within g items of m replicates.
struct design {
  double between, within;
};

[[nodiscard]] inline design checked_design(const char* function, double g, double m,
                                           double alpha) {
  using ringtrial::detail::require;
  require(g >= 2 && std::isfinite(g) && g == std::trunc(g), function, "g", g,
          "a whole number from 2 on");
  require(m > 1 && std::isfinite(m), function, "m", m, "finite and above 1");
  require(alpha > 0 && alpha < 1, function, "alpha", alpha, "between 0 and 1");
  return {g - 1, g * (m - 1)};
}

}  // namespace detail

/** Probability that the F test of g items in m replicates finds differences between them.

  Items are a random sample of their batch with the standard deviation σ_s = ratio · σ_w; then
  F/(1 + m ratio²) has the central F distribution with g − 1 and g(m − 1) degrees of freedom:

      P(F > f_α) = P(F(g − 1, g(m − 1)) > f_α/(1 + m ratio²))

  Source  Scheffé, The Analysis of Variance (1959), 7.2: the power of the F test of random effects.
  Input   ratio ≥ 0 (0 gives alpha). With a mean number of replicates m an approximation.
  Throws  std::invalid_argument unless g is a whole number from 2 on, m finite and above 1, ratio
          finite and not negative, alpha between 0 and 1.
  Cost    one quantile, one probability.
*/
[[nodiscard]] inline double design_power(double g, double m, double ratio,
                                         double alpha = 0.05) {
  constexpr auto function = "design_power";
  const auto df = detail::checked_design(function, g, m, alpha);
  ringtrial::detail::require(ratio >= 0 && std::isfinite(ratio), function, "ratio", ratio,
                             "finite and not negative");
  const double critical = fisher_f_quantile_upper(alpha, df.between, df.within);
  return fisher_f_cdf_upper(critical / (1 + m * ratio * ratio), df.between, df.within);
}

/** The smallest σ_s/σ_w that the F test finds with the probability `power`.

      √((f_α/f_power − 1)/m),   f_p the upper p point of F(g − 1, g(m − 1))

  Source  as design_power(), solved for the ratio.
  Result  0 where `power` is not above alpha.
  Throws  as design_power(); power must be between 0 and 1.
  Cost    two quantiles.
*/
[[nodiscard]] inline double detectable_ratio(double g, double m, double power = 0.8,
                                             double alpha = 0.05) {
  constexpr auto function = "detectable_ratio";
  const auto df = detail::checked_design(function, g, m, alpha);
  ringtrial::detail::require(power > 0 && power < 1, function, "power", power,
                             "between 0 and 1");
  const double excess = fisher_f_quantile_upper(alpha, df.between, df.within) /
                        fisher_f_quantile_upper(power, df.between, df.within);
  return std::sqrt(std::max(0.0, excess - 1) / m);
}

}  // namespace ringtrial::homogeneity
