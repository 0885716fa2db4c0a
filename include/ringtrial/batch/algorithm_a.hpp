// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/batch/table.hpp>
#include <ringtrial/robust/algorithm_a.hpp>

#include <span>
#include <type_traits>

namespace ringtrial::batch {

/** robust::algorithm_a() of every measurand of a table, the same to the last bit.

  Throws  std::invalid_argument if out does not hold one result a measurand, and for a bad option.
  Cost    with up to 256 laboratories all steps run in the lanes of the processor; on several
          threads, see threads().
*/
template <real T>
void algorithm_a(const table<T>& x,
                 std::type_identity_t<std::span<robust::algorithm_a_result<T>>> out,
                 const robust::algorithm_a_options<T>& options = {});

}  // namespace ringtrial::batch
