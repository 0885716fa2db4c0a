// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/round/score_columns.hpp>
#include <ringtrial/round/selection.hpp>
#include <ringtrial/scores/signal.hpp>

#include <span>
#include <vector>

namespace ringtrial::round {

/// The verdict on each laboratory's result.
struct verdicts {
  std::vector<round::signal> signal = {};
  std::vector<round::reason> reason = {};  ///< none where there is a verdict
  std::vector<bool> by_limit = {};         ///< decided by the limit of a censored result
};

/// The rule that makes a signal of the score that decides.
[[nodiscard]] scores::signal_options signal_rule(score, const score_options&) noexcept;

/// Why a found value x with the uncertainties u and U has no verdict.
[[nodiscard]] reason reason_without_verdict(double x, const score_plan&, const target_sd&,
                                            double u, double U) noexcept;

/** Signals by the score of the plan; of a censored result by both ends of its interval, where they
    agree (censored::z; ζ and E_n, which need the uncertainty of a found value, give way to z).

  Source  ISO 13528:2022, 9.4.2, 9.7.2.
  Result  finding censored_not_scored.
*/
[[nodiscard]] verdicts judge(const score_plan&, const score_columns&,
                             std::span<const double> x, const laboratory_results&,
                             const selection&, const assigned_value&, const target_sd&,
                             const laboratory_uncertainties&, const measurand_options&,
                             std::vector<finding>& findings);

}  // namespace ringtrial::round
