// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/batch/table.hpp>
#include <ringtrial/robust/qn.hpp>

#include <span>
#include <type_traits>

namespace ringtrial::batch {

/** robust::qn() of every measurand of a table, the same to the last bit.

  Throws  std::invalid_argument if out does not hold one value a measurand.
  Cost    O(p²) in the lanes of the processor with up to 256 laboratories p, beyond as single
          calls; on several threads, see threads().
*/
template <real T>
void qn(const table<T>& x, std::type_identity_t<std::span<T>> out,
        const robust::qn_options<T>& options = {});

}  // namespace ringtrial::batch
