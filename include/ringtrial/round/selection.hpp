// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/round/laboratory_results.hpp>
#include <ringtrial/round/options.hpp>
#include <ringtrial/round/vocabulary.hpp>

#include <vector>

namespace ringtrial::round {

/// Who is in the statistics, and with what number.
struct selection {
  std::vector<round::use> use = {};
  std::vector<double> x = {};  ///< on the scale of the evaluation; NaN where not used

  [[nodiscard]] std::size_t n() const noexcept;
};

/** Decides for every result whether the statistics use it, in this order: not reported, withdrawn,
    excluded, experts, censored, no logarithm, gross errors, then Cochran's and Grubbs' tests.

  Gross errors are further than `gross_error_percent` from the median of what is left. Cochran's test
  is repeated while it finds an outlier; then the more extreme laboratory by Grubbs' test, and if it
  is an outlier the opposite extreme of the rest.

  Source  ISO 13528:2022, 5.3, 6.5.2; ISO 5725-2:2019, 7.3.3, 7.3.4.
  Input   experts: left out of the statistics (they make the assigned value).
  Result  findings: lab_withdrawn, lab_excluded, no_logarithm, gross_error_removed, outlier_removed.
  Cost    that of sorting, and of one test a removed laboratory.
*/
[[nodiscard]] selection select(const laboratory_results&, const selection_options&,
                               const laboratories& experts, scores::transform,
                               std::vector<finding>& findings);

/// The values that the outlier tests saw: those used and those that the tests removed.
[[nodiscard]] std::vector<double> before_tests(const laboratory_results&,
                                               const selection&, scores::transform);

}  // namespace ringtrial::round
