// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/censored/data.hpp>
#include <ringtrial/round/options.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ringtrial::round {

/// One measurand as reported: an entry a replicate, in ascending order of the laboratory.
struct reported {
  std::span<const std::int32_t> laboratory;  ///< position, below `laboratories`
  std::span<const double> value;  ///< NaN: not reported; with a qualifier the limit
  std::span<const std::int8_t> qualifier;  ///< 0 found, -1 "<", +1 ">"
  std::span<const double> u, U, k;  ///< NaN: not stated; u and U in the unit of value
  std::size_t laboratories = 0;
};

/// One entry a laboratory of the round, reported or not.
struct laboratory_results {
  std::vector<double> value = {};                   ///< NaN: not reported
  std::vector<censored::censoring> qualifier = {};  ///< exact, below or above
  std::vector<double> u = {}, U = {}, k = {};       ///< as stated, NaN: not stated
  std::vector<double> variance = {};  ///< of replicates all found; NaN: fewer than two
  std::vector<std::size_t> n = {};    ///< replicates with a value

  [[nodiscard]] std::size_t size() const noexcept { return value.size(); }
};

/** Replicates to one result a laboratory.

  With a censored replicate the result is censored at the mean of limits and numbers (with
  replicate_rule::first it is the first replicate, whatever that is). Uncertainties are those of the
  first replicate that states one.

  Source  ISO 13528:2022, 5.4.
  Throws  std::invalid_argument for columns of different lengths, laboratories out of order or range.
  Cost    O(entries + laboratories).
*/
[[nodiscard]] laboratory_results results_of_laboratories(
    const reported&, replicate_rule = replicate_rule::mean);

}  // namespace ringtrial::round
