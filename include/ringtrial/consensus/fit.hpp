// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/sorted.hpp>
#include <ringtrial/outcome.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace ringtrial::consensus {

/** What every method gives; a field that a method does not define is NaN.

  Arrays have the length of the input: NaN for a laboratory that was skipped (NaN in any array), 0
  for one that was used but left out by the method. Unless the method says otherwise lower, upper =
  value ∓ coverage_factor · standard_uncertainty, with the two-sided quantile of t at df.
*/
struct fit {
  double value = detail::not_a_number;                 ///< unit of the data
  double standard_uncertainty = detail::not_a_number;  ///< of value
  double between_sd =
      detail::not_a_number;  ///< τ, sd of laboratory effects; 0: no such effects
  double lower = detail::not_a_number, upper = detail::not_a_number;  ///< interval
  double coverage = 0.95;  ///< the probability asked for
  double coverage_factor =
      detail::not_a_number;  ///< (upper − lower)/(2 standard_uncertainty)
  double df =
      detail::not_a_number;       ///< of the factor; infinite: normal, NaN: not from a t
  std::vector<double> weights{};  ///< sum 1; value = Σ weights · x where linear in x
  double chi2 = detail::not_a_number;         ///< Cochran's Q with weights 1/u²
  double chi2_df = detail::not_a_number;      ///< n − 1
  double p_value = detail::not_a_number;      ///< P(χ² ≥ Q)
  double birge_ratio = detail::not_a_number;  ///< √(Q/(n − 1))
  double i2 = detail::not_a_number;           ///< max(0, 1 − (n − 1)/Q)
  std::size_t n = 0;                          ///< laboratories used
  std::string_view method{};
  status_t status = status_t::too_few;
};

}  // namespace ringtrial::consensus
