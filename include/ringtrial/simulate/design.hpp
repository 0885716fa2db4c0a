// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/assigned/from_participants.hpp>
#include <ringtrial/outcome.hpp>
#include <ringtrial/simulate/population.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace ringtrial::simulate {

struct design_options {
  simulate::population population{};
  assigned::from_participants_options assigned{};
  double sigma_pt = 1;        ///< target standard deviation, unit of the measurand, > 0
  double ratio = 0.3;         ///< u(x_pt) shall be at most ratio · sigma_pt, > 0
  std::optional<double> u{};  ///< or at most this, unit of the measurand, > 0
  /// Numbers of laboratories to look at, besides those needed.
  std::vector<std::size_t> laboratories{5, 8, 10, 12, 15, 20, 30, 50, 100};
  std::vector<double> bias{2, 3, 4, 5};  ///< of a laboratory to be caught, in sigma_pt
  std::size_t most = 1000;               ///< to look for, 2 to 10⁶
  std::size_t rounds = 50'000;           ///< ≥ 2
  std::uint64_t seed = 1;
};

struct design_result {
  std::size_t needed =
      0;  ///< fewest laboratories whose stated u(x_pt) meets the goal; 0: none
  std::size_t needed_really =
      0;                       ///< fewest whose assigned value is off by no more; 0: none
  std::size_t by_formula = 0;  ///< assigned::minimum_laboratories() for the total sd
  double goal = detail::not_a_number;  ///< what u(x_pt) shall not exceed
  std::vector<std::size_t>
      laboratories;       ///< ascending; one entry each in the columns below
  std::vector<double> u;  ///< what the assigned value is really off (root mean square)
  std::vector<double> stated;                ///< root mean square of the stated u(x_pt)
  std::vector<double> smallest_sigma_pt;     ///< for which that u would be good enough
  std::vector<double> false_questionable;    ///< chance, for a competent laboratory
  std::vector<double> false_unsatisfactory;  ///< likewise
  std::vector<double>
      false_signals;  ///< unsatisfactory scores expected in a round of competent ones
  std::vector<double>
      caught;  ///< laboratories × bias, row by row: chance of an unsatisfactory score
  std::vector<double> bias;  ///< in sigma_pt
  std::size_t rounds = 0;
  status_t status = status_t::ok;
};

/** Answers to an organiser: how many laboratories, what target, what chance of which signal.

  A scheme goes by the u(x_pt) that it states, and scores by z′ while that is more than 0.3 σ_pt: `needed`.
  What the assigned value is really off may be less (1.25 is on the safe side) or more (a population with
  a bias): `needed_really`. Both are root mean squares over the rounds of uncertainty(); each is a number p
  that meets the goal while p − 1 does not, found by doubling and halving, every p with the same seed.
  The columns come from uncertainty() and signals(), scored as by a scheme.

  Source  ISO 13528:2022, 9.2.1 (u ≤ 0.3 σ_pt), 7.7.7, 9.4.
  Result  `not_identified` where one of them is 0: not even `most` laboratories are enough. A bias of the
          population (a second group, gross errors on one side) does not go away with their number.
  Throws  std::invalid_argument for what cannot be.
  Cost    some 40 + 5 · laboratories.size() simulations of `rounds` rounds.
*/
[[nodiscard]] design_result design(const design_options& options = {});

}  // namespace ringtrial::simulate
