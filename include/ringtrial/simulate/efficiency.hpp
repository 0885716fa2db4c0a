// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/simulate/estimator.hpp>
#include <ringtrial/simulate/population.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace ringtrial::simulate {

struct efficiency_options {
  simulate::population population{};
  std::vector<statistic> statistics{{}};
  std::size_t rounds = 100'000;  ///< ≥ 2
  std::uint64_t seed = 1;
};

/// One entry for each number of laboratories and, within it, each statistic.
struct efficiency_result {
  std::vector<std::size_t> laboratories;
  std::vector<simulate::estimator> estimator;
  std::vector<double> mean;  ///< of the estimates, unit of the measurand
  std::vector<double> bias;  ///< less the true value, or for scales less the total sd
  std::vector<double> sd;    ///< of the estimates
  std::vector<double> rmse;  ///< √(bias² + sd²)
  std::vector<double> efficiency;  ///< against the mean or the standard deviation
  std::vector<double> bias_error;  ///< standard errors of the simulation
  std::vector<double> efficiency_error;
  std::vector<std::size_t> failed;  ///< rounds without an estimate, left out
  std::size_t rounds = 0;
};

/** How good estimators are: bias, spread and efficiency in simulated rounds.

      efficiency of a location  V(mean)/V(T)
      efficiency of a scale     (V(s)/E²(s)) / (V(S)/E²(S)),  s the standard deviation

  in the same rounds, so that most of the chance cancels. Standard errors by the jackknife over 64
  groups of rounds.

  Source  Huber and Ronchetti, Robust Statistics (2009), 1.2; Rousseeuw and Croux, J. Am. Stat. Assoc.
          88 (1993) 1273 for the standardised variance of scales.
  Result  see efficiency_result; the same bits for any number of threads.
  Throws  std::invalid_argument for a population, number of laboratories (2 to 10⁶), statistic or number
          of rounds that cannot be.
  Cost    rounds × (drawing, 5 ns a result, and each estimator); memory for some 64 KiB of results a
          thread, however many rounds.
*/
[[nodiscard]] efficiency_result efficiency(std::span<const std::size_t> laboratories,
                                           const efficiency_options& options = {});

}  // namespace ringtrial::simulate
