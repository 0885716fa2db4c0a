// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/round/items.hpp>
#include <ringtrial/round/laboratory_results.hpp>
#include <ringtrial/round/options.hpp>
#include <ringtrial/round/score_columns.hpp>
#include <ringtrial/round/selection.hpp>
#include <ringtrial/round/signals.hpp>
#include <ringtrial/round/summary.hpp>
#include <ringtrial/round/uncertainties.hpp>

#include <vector>

namespace ringtrial::round {

/// A measurand evaluated: columns with one entry a laboratory, and what stands in its row.
struct evaluation : summary {
  laboratory_results results;
  round::selection selection;
  laboratory_uncertainties uncertainties;
  item_checks items;
  score_columns scores;
  round::verdicts verdicts;
  std::vector<finding> findings = {};

  [[nodiscard]] std::size_t n_reported() const noexcept;
  [[nodiscard]] std::size_t n_censored() const noexcept;
  /// Reported, and left out of the statistics for another reason than a limit.
  [[nodiscard]] std::size_t n_excluded() const noexcept;
};

/// The first part of evaluate(): who is used and what uncertainties are stated.
[[nodiscard]] evaluation begin(laboratory_results, const measurand_options&);

/// What follows from the estimates of the results used, up to the signals.
void finish(evaluation&, const estimates&, const measurand_options&,
            const item_results& = {});

/** A scheme applied to the results of one measurand: replicates → who is used → statistics → assigned
    value → target standard deviation → items → scores → signals, and what is worth a second look.

  With a transform, statistics, σ_pt, uncertainties and scores are on the logarithmic scale, and so is
  assigned.x_pt; back_transformed() gives it in the unit of the results.

  Source  ISO 13528:2022, clauses 5 to 9; docs/methods/scheme.md.
  Input   an entry a replicate; a laboratory without a value did not report.
  Result  what the data do is told in `findings`, `reason`s and NaN, never thrown.
  Throws  std::invalid_argument for a mistake in the options or the columns.
  Cost    that of the estimators: O(n log n).
*/
[[nodiscard]] evaluation evaluate(const reported&, const measurand_options& = {},
                                  const item_results& = {});

}  // namespace ringtrial::round
