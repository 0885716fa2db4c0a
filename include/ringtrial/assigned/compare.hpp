// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/estimate.hpp>
#include <ringtrial/detail/quotients.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>

namespace ringtrial::assigned {

struct compare_result {
  double difference = std::numeric_limits<double>::quiet_NaN();  ///< reference − assigned
  double u_difference = std::numeric_limits<double>::quiet_NaN();  ///< √(u_a² + u_r²)
  double ratio = std::numeric_limits<double>::quiet_NaN();  ///< |difference|/u_difference
  bool agrees = false;  ///< |difference| ≤ k · u_difference
  status_t status = status_t::too_few;
};

}  // namespace ringtrial::assigned

namespace ringtrial::detail {

/// NaN passes: a value that another method could not compute.
inline void require_estimate(std::string_view name, const assigned::estimate& e) {
  constexpr std::string_view function = "compare";
  require(!std::isinf(e.value), function, std::string(name) + ".value", e.value,
          "finite");
  require(!(e.standard_uncertainty < 0) && !std::isinf(e.standard_uncertainty), function,
          std::string(name) + ".standard_uncertainty", e.standard_uncertainty,
          "finite and not negative");
}

[[nodiscard]] inline bool is_missing(const assigned::estimate& e) noexcept {
  return std::isnan(e.value) || std::isnan(e.standard_uncertainty);
}

}  // namespace ringtrial::detail

namespace ringtrial::assigned {

/** Does a consensus agree with an independent reference value, |difference| ≤ k · u_difference?

  The tie agrees, with a relative slack of 1e-12.

  Source  ISO 13528:2022, 7.8 (7); k = 2 there.
  Input   both in one unit; every result of this folder converts to estimate.
  Result  difference = reference − assigned and its uncertainty in that unit, `ok`; without any
          uncertainty `zero_scale`, ratio NaN, which agrees only where the difference is 0; NaN in
          either `too_few`, beyond the largest double `not_finite`: all NaN, agrees false.
  Throws  std::invalid_argument for an infinity, a negative uncertainty, a k not positive.
  Cost    O(1).
*/
[[nodiscard]] inline compare_result compare(estimate assigned, estimate reference,
                                            double k = 2) {
  detail::require_estimate("assigned", assigned);
  detail::require_estimate("reference", reference);
  detail::require(k > 0 && std::isfinite(k), "compare", "k", k, "finite and positive");
  if (detail::is_missing(assigned) || detail::is_missing(reference)) return {};
  compare_result r;
  r.difference = reference.value - assigned.value;
  r.u_difference =
      std::hypot(assigned.standard_uncertainty, reference.standard_uncertainty);
  if (!std::isfinite(r.difference) || !std::isfinite(r.u_difference))
    return {.status = status_t::not_finite};
  if (r.u_difference == 0) {
    r.agrees = r.difference == 0;
    r.status = status_t::zero_scale;
    return r;
  }
  r.ratio = std::abs(detail::over_hypot(reference.value, assigned.value,
                                        assigned.standard_uncertainty,
                                        reference.standard_uncertainty));
  if (!std::isfinite(r.ratio)) return {.status = status_t::not_finite};
  r.agrees = r.ratio <= k * (1 + 1e-12);
  r.status = status_t::ok;
  return r;
}

}  // namespace ringtrial::assigned
