// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/outcome.hpp>
#include <ringtrial/qualitative/texts.hpp>

namespace ringtrial::qualitative {

/// Result of lod() and lod_spearman_karber().
struct lod_result {
  double lod = detail::nan;  ///< in the unit of the levels
  double lower = detail::nan;
  double upper = detail::nan;
  double probability = 0.5;             ///< POD at lod
  double log_f0 = detail::nan;          ///< ln F₀
  double standard_error = detail::nan;  ///< of ln F₀; of log10 lod by Spearman and Kärber
  double slope = detail::nan;           ///< b
  double standard_error_slope = detail::nan;  ///< 0 if the slope was given
  double deviance = detail::nan;              ///< against a POD of its own for each level
  double df = 0;                              ///< of the deviance
  int iterations = 0;
  status_t status = outcome::too_few;
};

}  // namespace ringtrial::qualitative
