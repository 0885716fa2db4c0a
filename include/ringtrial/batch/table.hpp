// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>

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
  const std::size_t* offsets = nullptr;  ///< of a ragged table, see ragged()
  /// The values of every measurand ascend and all are reported, which saves sorting them. Never
  /// of a ragged table.
  bool sorted = false;

  /// Where the values of a measurand begin.
  [[nodiscard]] constexpr const T* column(std::size_t measurand) const noexcept {
    if (offsets != nullptr) return data + offsets[measurand];
    return data + static_cast<std::ptrdiff_t>(measurand) * measurand_stride;
  }
  /// How many values a measurand has.
  [[nodiscard]] constexpr std::size_t length(std::size_t measurand) const noexcept {
    if (offsets == nullptr) return laboratories;
    return offsets[measurand + 1] - offsets[measurand];
  }
};

/** Measurands of different numbers of laboratories, one after the other in one block.

  Measurand j has the values [offsets[j], offsets[j + 1]); both must outlive the table.

      const std::vector<std::size_t> offsets{0, 12, 12, 47};  // 12, 0 and 35 laboratories
      batch::median(batch::ragged<double>(values, offsets), out);

  Throws  std::invalid_argument if there is no offset, one below the one before, or one beyond the
          values.
*/
template <real T>
[[nodiscard]] table<T> ragged(std::span<const T> values,
                              std::span<const std::size_t> offsets) {
  ringtrial::detail::require(!offsets.empty(),
                             "batch::ragged: offsets is empty, must hold one for each "
                             "measurand and one for the end");
  table<T> t{values.data(), 0, offsets.size() - 1, 1, 0, offsets.data()};
  for (std::size_t j = 0; j < offsets.size(); ++j) {
    const std::size_t least = j == 0 ? 0 : offsets[j - 1];
    if (offsets[j] < least || offsets[j] > values.size())
      ringtrial::detail::reject_at(
          "batch::ragged", "offsets", j, static_cast<double>(offsets[j]),
          "from " + std::to_string(least) + " to " + std::to_string(values.size()));
    if (j > 0) t.laboratories = std::max(t.laboratories, offsets[j] - least);
  }
  return t;
}

}  // namespace ringtrial::batch
