// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/compensated_sum.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/texts.hpp>
#include <ringtrial/quantiles.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace ringtrial::qualitative {

struct dispersion_test_result {
  double statistic = detail::nan;  ///< D = Σ(c − c̄)²/c̄
  std::size_t df = 0;              ///< n − 1
  double index = detail::nan;      ///< D/df; 1 for Poisson counts
  double p_value = detail::nan;    ///< upper tail: over-dispersion
  double p_lower = detail::nan;    ///< lower tail: counts too alike
  double mean = detail::nan;
  std::size_t n = 0;
  status_t status = outcome::too_few;
};

namespace detail {

/// The counts that were reported; one that is broken or negative is told with its position.
[[nodiscard]] inline std::vector<double> reported_counts(std::string_view function,
                                                         std::span<const double> counts) {
  std::vector<double> reported;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (std::isnan(counts[i])) continue;
    if (!(counts[i] >= 0 && std::isfinite(counts[i])) ||
        counts[i] != std::trunc(counts[i]))
      reject_at(function, "counts", i, counts[i], "an integer not below 0");
    reported.push_back(counts[i]);
  }
  return reported;
}

}  // namespace detail

/** Are replicate counts as scattered as Poisson counts are?

      D = Σ(c − c̄)²/c̄ on χ² with n − 1 degrees of freedom

  Source  Fisher, Thornton, Mackenzie, Ann. Appl. Biol. 9 (1922) 325.
  Input   counts of one sample on equal exposure, whole numbers ≥ 0; NaN is skipped.
  Result  `too_few` for n < 2: NaN; `zero_scale` if all are 0: mean 0, the rest NaN.
  Throws  std::invalid_argument for a count that is broken, negative or infinite (with its position).
  Cost    O(n log n).
*/
[[nodiscard]] inline dispersion_test_result dispersion_test(
    std::span<const double> counts) {
  auto reported = detail::reported_counts("dispersion_test", counts);
  dispersion_test_result r{.n = reported.size()};
  if (r.n < 2) return r;
  r.df = r.n - 1;
  r.mean = ringtrial::detail::ordered_sum(reported) / static_cast<double>(r.n);
  r.status = outcome::zero_scale;
  if (!(r.mean > 0)) return r;
  for (double& c : reported) c = (c - r.mean) * ((c - r.mean) / r.mean);
  const auto df = static_cast<double>(r.df);
  r.statistic = ringtrial::detail::ordered_sum(reported);
  r.index = r.statistic / df;
  r.p_value = chi_squared_cdf_upper(r.statistic, df);
  r.p_lower = chi_squared_cdf(r.statistic, df);
  r.status = std::isfinite(r.statistic) ? outcome::ok : outcome::not_finite;
  return r;
}

}  // namespace ringtrial::qualitative
