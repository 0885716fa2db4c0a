// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>

#include <cstddef>

namespace ringtrial::batch {

/** A table of laboratories × measurands seen in place, in either orientation.

  The value of laboratory i and measurand j is data[i · laboratory_stride + j · measurand_stride];
  NaN is a result that was not reported. Strides may be negative.

      const batch::table<double> rows{.data = x, .laboratories = 50, .measurands = 1000,
                                      .laboratory_stride = 1000, .measurand_stride = 1};
*/
template <real T>
struct table {
  const T* data = nullptr;
  std::size_t laboratories = 0;
  std::size_t measurands = 0;
  std::ptrdiff_t laboratory_stride = 0;  ///< elements from one laboratory to the next
  std::ptrdiff_t measurand_stride = 0;   ///< elements from one measurand to the next

  /// Where the values of a measurand begin.
  [[nodiscard]] constexpr const T* column(std::size_t measurand) const noexcept {
    return data + static_cast<std::ptrdiff_t>(measurand) * measurand_stride;
  }
};

}  // namespace ringtrial::batch
