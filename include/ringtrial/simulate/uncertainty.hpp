// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/from_participants.hpp>
#include <ringtrial/simulate/population.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace ringtrial::simulate {

struct uncertainty_options {
  simulate::population population{};
  assigned::from_participants_options assigned{};
  double k = 2;                  ///< of the coverage, > 0
  std::size_t rounds = 100'000;  ///< ≥ 2
  std::uint64_t seed = 1;
};

/// One entry for each number of laboratories; in the unit of the measurand but for the last three.
struct uncertainty_result {
  std::vector<std::size_t> laboratories;
  std::vector<double> bias;  ///< mean of x_pt less the true value
  std::vector<double> sd;  ///< standard deviation of x_pt: its uncertainty where unbiased
  std::vector<double> rmse;  ///< √(bias² + sd²): what the assigned value really is off
  std::vector<double> stated;  ///< root mean square of the stated u(x_pt)
  std::vector<double> scale;   ///< mean of the scale
  std::vector<double>
      sd_error;  ///< standard error of `sd` that is due to the number of rounds
  std::vector<double> ratio;   ///< stated/rmse: 1 is honest, below is too small
  std::vector<double> factor;  ///< sd·√p/scale: what 1.25 stands for
  std::vector<double>
      coverage;  ///< share of rounds with the true value within x_pt ± k u(x_pt)
  assigned::estimator estimator = assigned::estimator::algorithm_a;
  std::size_t rounds = 0;
};

/** The uncertainty that a consensus really has, beside the stated one, 1.25 s / √p.

  Source  ISO 13528:2022, 7.7.7: its u(x_pt) is a rule of thumb; here it is put to the test.
  Throws  std::invalid_argument for a population, estimator option, number of laboratories (2 to 10⁶)
          or k that cannot be.
  Cost    rounds × (drawing, 5 ns a result, and the estimator).
*/
[[nodiscard]] uncertainty_result uncertainty(std::span<const std::size_t> laboratories,
                                             const uncertainty_options& options = {});

}  // namespace ringtrial::simulate
