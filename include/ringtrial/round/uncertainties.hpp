// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/round/laboratory_results.hpp>
#include <ringtrial/round/vocabulary.hpp>

#include <vector>

namespace ringtrial::round {

/// Uncertainties of the laboratories on the scale of the evaluation; NaN: none.
struct laboratory_uncertainties {
  std::vector<double> u = {};  ///< standard, for ζ
  std::vector<double> U = {};  ///< expanded with k = 2, for E_n
  bool any = false;            ///< one laboratory or more states one
};

/** u: as stated, else U/k, else U/missing_k (finding `k_assumed`). U: 2U/k, else U as stated, else 2u.

  With a logarithm they are propagated to log units, u/x (ln) and u/(x ln 10) (log10): laboratories
  state them in the unit of their results.

  Source  ISO 13528:2022, 9.6, 9.7; ISO/IEC Guide 98-3, 5.1.2.
*/
[[nodiscard]] laboratory_uncertainties uncertainties_of(const laboratory_results&,
                                                        double missing_k,
                                                        scores::transform,
                                                        std::vector<finding>& findings);

}  // namespace ringtrial::round
