// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

namespace ringtrial::qualitative {

/// Interval of a proportion.
enum class proportion_method : unsigned char {
  wilson,           ///< score interval
  clopper_pearson,  ///< exact, conservative
  jeffreys,         ///< Bayes with the beta(½, ½) prior
  agresti_coull,    ///< Wald about a shrunken estimate
  wald,             ///< for comparison only
};

[[nodiscard]] constexpr std::string_view name(proportion_method method) noexcept {
  switch (method) {
    case proportion_method::wilson:
      return "wilson";
    case proportion_method::clopper_pearson:
      return "clopper_pearson";
    case proportion_method::jeffreys:
      return "jeffreys";
    case proportion_method::agresti_coull:
      return "agresti_coull";
    case proportion_method::wald:
      return "wald";
  }
  return "unknown";
}

struct proportion_options {
  double confidence = 0.95;  ///< in (0, 1)
  proportion_method method = proportion_method::wilson;
};

struct proportion_result {
  double estimate = std::numeric_limits<double>::quiet_NaN();  ///< count/n
  double lower = std::numeric_limits<double>::quiet_NaN();
  double upper = std::numeric_limits<double>::quiet_NaN();
  double standard_error = std::numeric_limits<double>::quiet_NaN();
  std::size_t n = 0;
  status_t status = outcome::too_few;
};

namespace detail {

struct limits {
  double lower = 0, upper = 1;
};

inline void require_count(std::string_view function, std::size_t count, std::size_t n) {
  ringtrial::detail::require(count <= n, function, "count", static_cast<double>(count),
                             "an integer from 0 to n = " + std::to_string(n));
}

inline void require_confidence(std::string_view function, double confidence) {
  ringtrial::detail::require(confidence > 0 && confidence < 1, function, "confidence",
                             confidence, "between 0 and 1");
}

/// centre ∓ half, within [0, 1].
[[nodiscard]] constexpr limits clipped(double centre, double half) noexcept {
  return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

[[nodiscard]] inline limits wilson(double c, double n, double z) {
  const double p = c / n, z2 = z * z;
  const double half = z * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  const double scale = 1 + z2 / n;
  return clipped((p + z2 / (2 * n)) / scale, half / scale);
}

[[nodiscard]] inline limits proportion_limits(double c, double n, double confidence,
                                              proportion_method method) {
  const double tail = (1 - confidence) / 2, p = c / n;
  const double z = -normal_quantile(tail);
  switch (method) {
    case proportion_method::wilson:
      return wilson(c, n, z);
    case proportion_method::clopper_pearson:
      return {beta_quantile(tail, c, n - c + 1), 1 - beta_quantile(tail, n - c, c + 1)};
    case proportion_method::jeffreys:
      return {beta_quantile(tail, c + 0.5, n - c + 0.5),
              1 - beta_quantile(tail, n - c + 0.5, c + 0.5)};
    case proportion_method::agresti_coull: {
      const double m = n + z * z, q = (c + z * z / 2) / m;
      return clipped(q, z * std::sqrt(q * (1 - q) / m));
    }
    case proportion_method::wald:
      break;
  }
  return clipped(p, z * std::sqrt(p * (1 - p) / n));
}

[[nodiscard]] constexpr bool reaches_its_ends(proportion_method method) noexcept {
  return method != proportion_method::agresti_coull && method != proportion_method::wald;
}

}  // namespace detail

/** A proportion count/n with its confidence interval.

      Wilson  (p̂ + z²/2n ± z√(p̂(1 − p̂)/n + z²/4n²))/(1 + z²/n),   z = Φ⁻¹((1 + confidence)/2)

  Source  Wilson, J. Am. Stat. Assoc. 22 (1927) 209; AOAC prescribes it for POD. Clopper and Pearson
          1934; Brown, Cai, DasGupta, Stat. Sci. 16 (2001) 101 for the others.
  Input   0 ≤ count ≤ n.
  Result  without unit. Lower is exactly 0 at count 0 and upper exactly 1 at count n (Wilson,
          Clopper-Pearson, Jeffreys). `too_few` for n = 0.
  Throws  std::invalid_argument for count > n or a confidence outside (0, 1).
  Cost    O(1).
*/
[[nodiscard]] inline proportion_result proportion(
    std::size_t count, std::size_t n, const proportion_options& options = {}) {
  detail::require_count("proportion", count, n);
  detail::require_confidence("proportion", options.confidence);
  proportion_result r{.n = n};
  if (n == 0) return r;
  const auto c = static_cast<double>(count), all = static_cast<double>(n);
  r.estimate = c / all;
  r.standard_error = std::sqrt(r.estimate * (1 - r.estimate) / all);
  const auto ends = detail::proportion_limits(c, all, options.confidence, options.method);
  const bool exact = detail::reaches_its_ends(options.method);
  r.lower = exact && count == 0 ? 0 : ends.lower;
  r.upper = exact && count == n ? 1 : ends.upper;
  r.status = outcome::ok;
  return r;
}

}  // namespace ringtrial::qualitative
