// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>
#include <ringtrial/quantiles.hpp>

#include <cmath>
#include <limits>

namespace ringtrial::homogeneity {

/// F₁ and F₂ of the expanded criterion; without unit.
struct factors {
  double f1 = std::numeric_limits<double>::quiet_NaN();  ///< times (factor · sigma_pt)²
  double f2 = std::numeric_limits<double>::quiet_NaN();  ///< times s_w²
};

namespace detail {

/// For g − 1 and the degrees of freedom within items of m replicates.
[[nodiscard]] inline factors factors_of(double df_between, double df_within, double m) {
  return {chi_squared_quantile(0.95, df_between) / df_between,
          (fisher_f_quantile_upper(0.05, df_between, df_within) - 1) / m};
}

}  // namespace detail

/** Factors of the expanded criterion of homogeneity for g items of m replicates.

      F₁ = χ²₀.₉₅(g − 1)/(g − 1),   F₂ = (F₀.₉₅(g − 1, g(m − 1)) − 1)/m

  Source  ISO 13528:2022, B.2.3, Table B.1 (g = 10, m = 2: 1.88 and 1.01); Fearn and Thompson, Analyst
          126 (2001) 1414; IUPAC harmonised protocol 2006, appendix 1.
  Throws  std::invalid_argument unless g is a whole number from 2 on and m is finite and above 1.
  Cost    two quantiles.
*/
[[nodiscard]] inline factors expanded_factors(double g, double m) {
  using ringtrial::detail::require;
  constexpr auto function = "expanded_factors";
  require(g >= 2 && std::isfinite(g) && g == std::trunc(g), function, "g", g,
          "a whole number from 2 on");
  require(m > 1 && std::isfinite(m), function, "m", m, "finite and above 1");
  return detail::factors_of(g - 1, g * (m - 1), m);
}

}  // namespace ringtrial::homogeneity
