// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/from_participants.hpp>
#include <ringtrial/round/options.hpp>
#include <ringtrial/round/statistics.hpp>
#include <ringtrial/round/vocabulary.hpp>

#include <span>

namespace ringtrial::round {

/// What estimators make of the results used: all of an evaluation that costs more than a few
/// operations a result, and so is made in lanes for many measurands (batch::evaluate).
struct estimates {
  round::statistics statistics;
  assigned::from_participants_result
      participants;           ///< where they make the assigned value
  int iterations = 0;         ///< of their Algorithm A
  double target_scale = nan;  ///< asked_of_data()
  double q_scale = nan;       ///< of the Q method, for review()
};

/** The estimates that a scheme asks for, of the values that are not NaN.

  Throws  std::invalid_argument for an option of an estimator out of range.
  Cost    that of the estimators.
*/
[[nodiscard]] estimates estimate(std::span<const double> x, const measurand_options&);

/// The scale that the scheme asks of the data for σ_pt; null where it is none, or the one that comes
/// with the assigned value.
[[nodiscard]] const target::from_data_options* asked_of_data(
    const measurand_options&) noexcept;

/// Results from which on estimators are compared with each other and modes counted.
[[nodiscard]] std::size_t enough_to_review(const measurand_options&) noexcept;

/// The finding zero_scale: the results agree, or one is so large that beside it the others do, in a
/// double; then their median absolute deviation is above 0, and the largest size is told.
[[nodiscard]] finding no_scale(const statistics&);

}  // namespace ringtrial::round
