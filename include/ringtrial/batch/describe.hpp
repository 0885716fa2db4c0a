// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/batch/table.hpp>
#include <ringtrial/round/statistics.hpp>

#include <span>

namespace ringtrial::batch {

/** round::describe() of every measurand of a table, the same to the last bit: all its figures from one
    sorting.

  Throws  std::invalid_argument if out does not hold one result a measurand.
  Cost    with up to 256 laboratories all in the lanes of the processor; on several threads, see
          threads().
*/
void describe(const table<double>& x, std::span<round::statistics> out);

}  // namespace ringtrial::batch
