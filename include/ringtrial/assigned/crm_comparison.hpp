// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/estimate.hpp>
#include <ringtrial/detail/moments.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/outcome.hpp>

namespace ringtrial::assigned {

struct crm_comparison_result {
  double value = detail::not_a_number;                 ///< unit of the certified value
  double standard_uncertainty = detail::not_a_number;  ///< of value
  double mean_difference = detail::not_a_number;       ///< item − CRM
  double u_difference = detail::not_a_number;          ///< s_d/√n
  std::size_t n = 0;                                   ///< differences used
  status_t status = status_t::too_few;

  operator estimate() const { return {value, standard_uncertainty}; }
};

}  // namespace ringtrial::assigned

namespace ringtrial::detail {

[[nodiscard]] inline bool all_finite(const assigned::crm_comparison_result& r) noexcept {
  return std::isfinite(r.value) && std::isfinite(r.standard_uncertainty) &&
         std::isfinite(r.mean_difference) && std::isfinite(r.u_difference);
}

}  // namespace ringtrial::detail

namespace ringtrial::assigned {

/** Assigned value of an item measured side by side with a certified reference material.

      value = value_crm + d̄,   u = √(u_crm² + s_d²/n)

  Source  ISO 13528:2022, 7.5.2 (4) and (5).
  Input   differences: item mean − CRM mean per sample, in the unit of value_crm; NaN is skipped.
  Result  in that unit, `ok`; equal differences have u_difference 0. One difference: `too_few`, value
          and mean_difference given, uncertainties NaN; none: `too_few`, all NaN. `not_finite` for an
          infinity or a number beyond the largest double: all NaN.
  Throws  std::invalid_argument unless value_crm is finite and u_crm finite and not negative.
  Cost    that of sorting.
*/
template <sample R>
[[nodiscard]] crm_comparison_result crm_comparison(double value_crm, double u_crm,
                                                   const R& differences) {
  constexpr std::string_view function = "crm_comparison";
  detail::require(std::isfinite(value_crm), function, "value_crm", value_crm, "finite");
  detail::require(u_crm >= 0 && std::isfinite(u_crm), function, "u_crm", u_crm,
                  "finite and not negative");
  const auto s = detail::sort_reported(detail::as_span(differences));
  crm_comparison_result r{.n = s.values.size()};
  if (!s.finite) r.status = status_t::not_finite;
  if (!s.finite || r.n == 0) return r;
  const auto [mean, sd] = detail::moments_of_sorted(s.span());
  r.mean_difference = s.unit(mean);
  r.value = value_crm + r.mean_difference;
  if (r.n == 1) return r;
  r.u_difference = s.unit(sd / std::sqrt(static_cast<double>(r.n)));
  r.standard_uncertainty = std::hypot(u_crm, r.u_difference);
  r.status = status_t::ok;
  if (!detail::all_finite(r)) return {.n = r.n, .status = status_t::not_finite};
  return r;
}

}  // namespace ringtrial::assigned
