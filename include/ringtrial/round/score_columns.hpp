// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/round/assigned_value.hpp>
#include <ringtrial/round/options.hpp>
#include <ringtrial/round/target_sd.hpp>
#include <ringtrial/round/uncertainties.hpp>

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace ringtrial::round {

using scores_given = std::array<bool, 7>;  ///< by score

/// Which scores are given and which one makes the signal.
struct score_plan {
  scores_given given = {};
  std::optional<score> verdict = {};
  bool negligible = false;  ///< u(x_pt) beside σ_pt
  bool withheld = false;    ///< no scores, since u(x_pt) is too large

  [[nodiscard]] bool has(score s) const noexcept {
    return given[static_cast<std::size_t>(s)];
  }
};

/** An empty list of scores means difference, percent_difference and z, with a delta_e
    percent_allowance, with uncertainties ζ and E_n. Where u(x_pt) is not negligible (9.2.1) z′ takes
    the place of z, unless the scheme asks for both, and makes the signal.

  Result  finding u_not_negligible.
*/
[[nodiscard]] score_plan plan_scores(const assigned_value&, const target_sd&,
                                     const measurand_options&, bool any_uncertainty,
                                     std::vector<finding>& findings);

/// The scores that a measurand may be given, before anything is known of its results.
[[nodiscard]] scores_given possible_scores(const measurand_options&,
                                           bool any_uncertainty) noexcept;

/// What the scores of a measurand compare with; NaN where there is nothing to compare with.
struct score_references {
  double x_pt = nan;              ///< on the scale of the evaluation
  double x_pt_in_unit = nan;      ///< of the results
  double sigma_pt = nan;          ///< above 0
  double u_pt = nan, U_pt = nan;  ///< U_pt expanded with k = 2
  double delta_e = nan;
};

[[nodiscard]] score_references references_of(const assigned_value&, const target_sd&,
                                             const measurand_options&) noexcept;

/// By score, one entry a laboratory; NaN: not given. A column that is not given at all is empty.
using score_columns = std::array<std::vector<double>, 7>;

/** The planned scores of x (on the scale of the evaluation; NaN is not scored).

  percent_difference is of `value` and the assigned value in the unit of the results.
  percent_allowance uses delta_e, or 3 σ_pt where the scheme gives none (8.2).

  Source  ISO 13528:2022, clause 9.
*/
[[nodiscard]] score_columns compute_scores(const score_plan&, std::span<const double> x,
                                           const score_references&,
                                           const laboratory_uncertainties&,
                                           const measurand_options&);

/// δ_E: the scheme's, else 3 σ_pt.
[[nodiscard]] double allowance_of(const measurand_options&, const target_sd&) noexcept;

}  // namespace ringtrial::round
