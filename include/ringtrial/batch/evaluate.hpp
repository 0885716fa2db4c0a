// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/batch/table.hpp>
#include <ringtrial/round/options.hpp>
#include <ringtrial/round/summary.hpp>
#include <ringtrial/round/vocabulary.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace ringtrial::batch {

/// What an evaluation makes of a measurand as a whole, and how many reported.
struct measurand_summary : round::summary {
  std::size_t n_reported = 0;
  std::size_t n_excluded = 0;  ///< reported, and left out of the statistics
};

struct measurand_finding : round::finding {
  std::size_t measurand = 0;
};

/// The laboratories' uncertainties, tables of the shape and layout of the results; without data none
/// is stated.
struct uncertainty_tables {
  table<double> u = {}, U = {}, k = {};
};

/// Whether the values of a measurand lie side by side in a table.
template <real T>
[[nodiscard]] constexpr bool lies_by_measurand(const table<T>& x) noexcept {
  return x.offsets != nullptr || x.laboratory_stride == 1;
}

/** What is written: one entry a measurand, or one a result.

  Results lie as in the table: measurand by measurand where lies_by_measurand(), else laboratory by
  laboratory.
*/
struct evaluation_columns {
  std::span<measurand_summary> measurands;
  /// By round::score; of those of round::possible_scores() one number a result, the others empty.
  std::array<std::span<double>, 7> scores = {};
  std::span<round::signal> signal;
  std::span<round::reason> reason;
  std::span<round::use> use;
};

struct evaluate_options {
  bool review =
      true;  ///< look for what is worth a second look (round::review), the costliest part
};

/** round::evaluate() of every measurand of a table, one result a laboratory, the same to the last bit
    (float results are evaluated in double).

  Result  into `out`; what was noticed, measurand by measurand. Nothing is known of items.
  Throws  std::invalid_argument for a mistake in the options, spans of the wrong length, and an
          uncertainty that is negative, before anything is computed.
  Cost    estimators in the lanes of the processor, then some operations a result, on several threads,
          see threads(); room for a block of the table, whatever its size. Rules that choose results
          (exclusions, outlier tests, logarithms) and uncertainties cost some 0.2 µs a result, a
          review 0.1 to 0.4 ms a measurand of 20 to 50 laboratories.
*/
template <real T>
[[nodiscard]] std::vector<measurand_finding> evaluate(
    const table<T>& x, const round::measurand_options& options,
    const evaluation_columns& out, const uncertainty_tables& stated = {},
    const evaluate_options& how = {});

}  // namespace ringtrial::batch
