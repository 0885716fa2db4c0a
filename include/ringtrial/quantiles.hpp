// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace ringtrial {

/** Distribution functions and quantiles, compiled once so that no user pays for them.

  Input   p: probability in (0, 1), lower tail unless the name says upper; df > 0.
  Result  NaN for an argument outside its range or NaN; never throws.
  Source  Boost.Math, double precision without promotion; relative error some 1e-15.
*/
[[nodiscard]] double normal_pdf(double z) noexcept;
[[nodiscard]] double normal_cdf(double z) noexcept;
[[nodiscard]] double normal_cdf_upper(double z) noexcept;
[[nodiscard]] double normal_quantile(double p) noexcept;

[[nodiscard]] double chi_squared_cdf(double x, double df) noexcept;
[[nodiscard]] double chi_squared_cdf_upper(double x, double df) noexcept;
[[nodiscard]] double chi_squared_quantile(double p, double df) noexcept;
/// The χ² with upper tail probability p.
[[nodiscard]] double chi_squared_quantile_upper(double p, double df) noexcept;

[[nodiscard]] double student_t_cdf_upper(double t, double df) noexcept;
/// The t with upper tail probability p.
[[nodiscard]] double student_t_quantile_upper(double p, double df) noexcept;

[[nodiscard]] double fisher_f_cdf_upper(double f, double df1, double df2) noexcept;
/// The F with upper tail probability p.
[[nodiscard]] double fisher_f_quantile_upper(double p, double df1, double df2) noexcept;

/// Quantile of the beta distribution with parameters a, b > 0.
[[nodiscard]] double beta_quantile(double p, double a, double b) noexcept;

/// P(X = count) of a Poisson variable with mean > 0; count ≥ 0.
[[nodiscard]] double poisson_pmf(double count, double mean) noexcept;

}  // namespace ringtrial
