// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/batch/table.hpp>
#include <ringtrial/robust/q_method.hpp>

#include <span>
#include <type_traits>

namespace ringtrial::batch {

/** robust::q_method() of every measurand of a table, each value a laboratory, the same to the last
    bit.

  Throws  std::invalid_argument if out does not hold one result a measurand.
  Cost    O(p²) in the lanes of the processor with up to 256 laboratories p, beyond as single
          calls; on several threads, see threads().
*/
template <real T>
void q_method(const table<T>& x,
              std::type_identity_t<std::span<robust::q_method_result<T>>> out);

}  // namespace ringtrial::batch
