// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/simulate/estimator.hpp>
#include <ringtrial/simulate/population.hpp>

#include <cstdint>
#include <vector>

namespace ringtrial::simulate {

struct breakdown_options {
  simulate::population population{};  ///< of the laboratories that are right
  simulate::statistic statistic{};
  std::size_t laboratories = 20;  ///< p, 2 to 10⁶
  /// Where the wrong results lie, all together, in total sd from the true value.
  std::vector<double> positions{1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20, 50, 1e6};
  std::size_t most_wrong = 0;  ///< up to how many of them; 0: half of p
  std::size_t rounds = 2000;   ///< ≥ 2
  std::uint64_t seed = 1;
};

/// One entry for each number of wrong results, from 0.
struct breakdown_result {
  std::vector<std::size_t> wrong;
  std::vector<double> share;     ///< wrong/p
  std::vector<double> max_bias;  ///< largest |mean error| over the positions, in total sd
  std::vector<double> worst_position;  ///< where that is
  std::vector<double>
      bias;  ///< wrong × positions, row by row: mean error in total sd; of scales, mean/sd − 1
  std::size_t breaks_at =
      0;  ///< fewest wrong results that carry it off; 0: none tried do
  simulate::estimator estimator = simulate::estimator::algorithm_a;
  std::size_t laboratories = 0, rounds = 0;
};

/** How far wrong results can move an estimator: the maximum bias curve.

  Of p laboratories the last m report one and the same wrong result, the worst that a position of the
  list allows; the others are drawn. It breaks where the farthest position moves the mean estimate by
  more than a thousandth of its distance.

  Source  Huber and Ronchetti, Robust Statistics (2009), 1.4 and 11.2; Martin and Zamar, Ann. Stat. 21
          (1993) 991 for scales (here explosion only).
  Throws  std::invalid_argument for a population, statistic, position or number that cannot be.
  Cost    rounds × numbers of wrong results × positions × the estimator.
*/
[[nodiscard]] breakdown_result breakdown(const breakdown_options& options = {});

}  // namespace ringtrial::simulate
