// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/batch/table.hpp>
#include <ringtrial/robust/median.hpp>

#include <span>
#include <type_traits>

namespace ringtrial::batch {

/** robust::median() of every measurand of a table, the same to the last bit.

  Throws  std::invalid_argument if out does not hold one value a measurand.
  Cost    with up to 256 laboratories a sorting network in the lanes of the processor; on several
          threads, see threads().
*/
template <real T>
void median(const table<T>& x, std::type_identity_t<std::span<T>> out);

}  // namespace ringtrial::batch
