// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/qualitative/dispersion_test.hpp>
#include <ringtrial/round/evaluate.hpp>

#include <cstddef>

namespace ringtrial::round {

/// What chance alone does to counts of colonies, particles and the like.
struct count_basis {
  bool whole = false;          ///< every result is a count divided by what was counted on
  std::size_t replicates = 0;  ///< of each laboratory; 0: they differ, nothing is tested
  qualitative::dispersion_test_result dispersion = {};  ///< of the laboratories' counts
  double sd = nan;     ///< Poisson's at x_pt, on the scale of the evaluation
  double share = nan;  ///< (sd/σ_pt)²: how much of the target counting explains
};

/** The results used as counts: value · exposure · replicates, whole to 1e-6 of themselves.

  Source  ISO 13528:2022, E.6 (microbiological counts); dispersion_test.
  Input   exposure: what a replicate was counted on, 1/unit of the results (mL, g); > 0.
  Throws  std::invalid_argument for another exposure.
*/
[[nodiscard]] count_basis count_basis_of(const evaluation&, const measurand_options&,
                                         double exposure);

}  // namespace ringtrial::round
