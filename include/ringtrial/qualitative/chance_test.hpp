// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/proportion.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace ringtrial::qualitative {

enum class alternative : unsigned char { greater, less, two_sided };

struct chance_test_options {
  qualitative::alternative alternative = alternative::greater;
};

struct chance_test_result {
  double estimate = std::numeric_limits<double>::quiet_NaN();  ///< count/n
  double p_value = std::numeric_limits<double>::quiet_NaN();
  double expected =
      std::numeric_limits<double>::quiet_NaN();  ///< n · probability, a count
  std::size_t n = 0;
  status_t status = outcome::too_few;
};

namespace detail {

/// P(X ≥ c) of a binomial X, by the F distribution: no sum of n terms, no cancellation.
[[nodiscard]] inline double binomial_upper(double c, double n, double p) {
  if (c <= 0) return 1;
  if (c > n || p <= 0) return 0;
  if (p >= 1) return 1;
  const double b = n - c + 1;
  return fisher_f_cdf_upper(c * (1 - p) / (b * p), 2 * b, 2 * c);
}

[[nodiscard]] inline double binomial_lower(double c, double n, double p) {
  return binomial_upper(n - c, n, 1 - p);
}

/// ln of (n choose c) pᶜ(1 − p)ⁿ⁻ᶜ, 0 < p < 1.
[[nodiscard]] inline double log_binomial(double c, double n, double p) {
  return std::lgamma(n + 1) - std::lgamma(c + 1) - std::lgamma(n - c + 1) +
         c * std::log(p) + (n - c) * std::log1p(-p);
}

/// Two-sided for c at or below n·p: all outcomes no likelier than c (1e-7 for rounding, as R does).
[[nodiscard]] inline double two_sided_below(double c, double n, double p) {
  if (p <= 0 || p >= 1 || c == n * p) return p >= 1 && c < n ? 0 : 1;
  const double most = log_binomial(c, n, p) + std::log1p(1e-7);
  double low = std::ceil(n * p),
         high = n + 1;  // the probabilities fall from here on: bisection
  while (low < high) {
    const double middle = std::floor((low + high) / 2);
    if (log_binomial(middle, n, p) <= most)
      high = middle;
    else
      low = middle + 1;
  }
  return std::min(1.0, binomial_lower(c, n, p) + binomial_upper(low, n, p));
}

[[nodiscard]] inline double two_sided(double c, double n, double p) {
  return c <= n * p ? two_sided_below(c, n, p) : two_sided_below(n - c, n, 1 - p);
}

}  // namespace detail

/** Exact binomial test of a count against a probability.

      greater  P(X ≥ count)     less  P(X ≤ count)     two_sided  all outcomes no likelier than count

  Source  Clopper and Pearson 1934; two-sided as R's binom.test.
  Input   0 ≤ count ≤ n; probability in [0, 1].
  Result  without unit; expected is a count. `too_few` for n = 0.
  Throws  std::invalid_argument for count > n or a probability outside [0, 1].
  Cost    O(1); two_sided O(log n).
*/
[[nodiscard]] inline chance_test_result chance_test(
    std::size_t count, std::size_t n, double probability,
    const chance_test_options& options = {}) {
  detail::require_count("chance_test", count, n);
  ringtrial::detail::require(probability >= 0 && probability <= 1, "chance_test",
                             "probability", probability, "from 0 to 1");
  chance_test_result r{.n = n};
  if (n == 0) return r;
  const auto c = static_cast<double>(count), all = static_cast<double>(n);
  r.estimate = c / all;
  r.expected = all * probability;
  switch (options.alternative) {
    case alternative::greater:
      r.p_value = detail::binomial_upper(c, all, probability);
      break;
    case alternative::less:
      r.p_value = detail::binomial_lower(c, all, probability);
      break;
    case alternative::two_sided:
      r.p_value = detail::two_sided(c, all, probability);
      break;
  }
  r.status = outcome::ok;
  return r;
}

}  // namespace ringtrial::qualitative
