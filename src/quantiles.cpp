// SPDX-License-Identifier: BSL-1.0
// The only unit that includes Boost.Math.
#include <ringtrial/quantiles.hpp>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <cmath>
#include <limits>
#include <numbers>

namespace ringtrial {
namespace {

namespace policies = boost::math::policies;
using quiet = policies::policy<policies::domain_error<policies::ignore_error>,
                               policies::pole_error<policies::ignore_error>,
                               policies::overflow_error<policies::ignore_error>,
                               policies::evaluation_error<policies::ignore_error>,
                               policies::rounding_error<policies::ignore_error>,
                               policies::promote_double<false>,
                               policies::discrete_quantile<policies::real>>;

using normal = boost::math::normal_distribution<double, quiet>;
using chi_squared = boost::math::chi_squared_distribution<double, quiet>;
using students_t = boost::math::students_t_distribution<double, quiet>;
using fisher_f = boost::math::fisher_f_distribution<double, quiet>;
using beta = boost::math::beta_distribution<double, quiet>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// f(), and NaN instead of any exception.
template <class F>
double guarded(bool valid, F f) noexcept {
  if (!valid) return nan;
  try {
    return f();
  } catch (...) {
    return nan;
  }
}

bool is_probability(double p) { return p > 0 && p < 1; }
bool is_df(double df) { return df > 0 && std::isfinite(df); }

}  // namespace

double normal_pdf(double z) noexcept {
  return std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi);
}
double normal_cdf(double z) noexcept { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }
double normal_cdf_upper(double z) noexcept {
  return 0.5 * std::erfc(z / std::numbers::sqrt2);
}
double normal_quantile(double p) noexcept {
  return guarded(is_probability(p), [&] { return quantile(normal(), p); });
}

double chi_squared_cdf(double x, double df) noexcept {
  return guarded(x >= 0 && is_df(df), [&] { return cdf(chi_squared(df), x); });
}
double chi_squared_cdf_upper(double x, double df) noexcept {
  return guarded(x >= 0 && is_df(df),
                 [&] { return cdf(complement(chi_squared(df), x)); });
}
double chi_squared_quantile(double p, double df) noexcept {
  return guarded(is_probability(p) && is_df(df),
                 [&] { return quantile(chi_squared(df), p); });
}
double chi_squared_quantile_upper(double p, double df) noexcept {
  return guarded(is_probability(p) && is_df(df),
                 [&] { return quantile(complement(chi_squared(df), p)); });
}

double student_t_cdf_upper(double t, double df) noexcept {
  return guarded(!std::isnan(t) && is_df(df),
                 [&] { return cdf(complement(students_t(df), t)); });
}
double student_t_quantile_upper(double p, double df) noexcept {
  return guarded(is_probability(p) && is_df(df),
                 [&] { return quantile(complement(students_t(df), p)); });
}

double fisher_f_cdf_upper(double f, double df1, double df2) noexcept {
  return guarded(f >= 0 && is_df(df1) && is_df(df2),
                 [&] { return cdf(complement(fisher_f(df1, df2), f)); });
}
double fisher_f_quantile_upper(double p, double df1, double df2) noexcept {
  return guarded(is_probability(p) && is_df(df1) && is_df(df2),
                 [&] { return quantile(complement(fisher_f(df1, df2), p)); });
}

double beta_quantile(double p, double a, double b) noexcept {
  return guarded(is_probability(p) && is_df(a) && is_df(b),
                 [&] { return quantile(beta(a, b), p); });
}

double poisson_pmf(double count, double mean) noexcept {
  return guarded(count >= 0 && std::isfinite(count) && is_df(mean), [&] {
    return boost::math::gamma_p_derivative(count + 1, mean, quiet());
  });
}

}  // namespace ringtrial
