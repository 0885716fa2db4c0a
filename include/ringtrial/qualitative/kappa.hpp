// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/texts.hpp>
#include <ringtrial/quantiles.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace ringtrial::qualitative {

/// Result of cohen_kappa() and fleiss_kappa(); without unit.
struct kappa_result {
  double kappa = detail::nan;                ///< 1 full agreement, 0 as by chance
  double observed = detail::nan;             ///< agreement P_o
  double expected = detail::nan;             ///< agreement by chance P_e
  double standard_error = detail::nan;       ///< of kappa
  double standard_error_null = detail::nan;  ///< if there were no agreement beyond chance
  double z = detail::nan;                    ///< kappa/standard_error_null
  double p_value = detail::nan;              ///< two-sided
  double lower = detail::nan;
  double upper = detail::nan;
  std::size_t n = 0;  ///< pairs, or subjects
  std::vector<std::string> categories = {};
  status_t status = outcome::too_few;
};

namespace detail {

/// κ from both agreements; false, with the status, where chance alone agrees always.
[[nodiscard]] inline bool set_kappa(kappa_result& r, double observed, double expected) {
  r.observed = observed;
  r.expected = expected;
  r.status = expected >= 1 ? outcome::no_variation : outcome::ok;
  if (r.status == outcome::ok) r.kappa = (observed - expected) / (1 - expected);
  return r.status == outcome::ok;
}

/// Test and limits from both standard errors; a null error of 0 leaves no test.
inline void set_inference(kappa_result& r, double confidence) {
  const double half = -normal_quantile((1 - confidence) / 2) * r.standard_error;
  r.lower = std::max(-1.0, r.kappa - half);
  r.upper = std::min(1.0, r.kappa + half);
  r.status = r.standard_error_null > 0 ? outcome::ok : outcome::zero_scale;
  if (r.status != outcome::ok) return;
  r.z = r.kappa / r.standard_error_null;
  r.p_value = 2 * normal_cdf(-std::abs(r.z));
}

}  // namespace detail
}  // namespace ringtrial::qualitative
