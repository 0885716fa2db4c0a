// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

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
  /// The measurands [first, first + count) as a table of their own.
  [[nodiscard]] constexpr table part(std::size_t first,
                                     std::size_t count) const noexcept {
    table some = *this;
    some.measurands = count;
    if (offsets != nullptr)
      some.offsets += first;
    else
      some.data = column(first);
    return some;
  }
};

namespace detail {

/// The most values between two neighbours of `offsets`, which must rise to at most `values`.
template <std::integral I>
[[nodiscard]] std::size_t longest_between(std::span<const I> offsets, std::size_t values,
                                          std::string_view function) {
  if (offsets.empty())
    ringtrial::detail::reject(
        std::string(function) +
        ": offsets is empty, must hold one for each measurand and one for the end");
  I most = 0;
  for (std::size_t j = 0; j < offsets.size(); ++j) {
    const I least = j == 0 ? 0 : offsets[j - 1];
    if (offsets[j] < least || std::cmp_greater(offsets[j], values))
      ringtrial::detail::reject_at(
          function, "offsets", j, static_cast<double>(offsets[j]),
          "from " + std::to_string(least) + " to " + std::to_string(values));
    if (j > 0) most = std::max(most, offsets[j] - least);
  }
  return static_cast<std::size_t>(most);
}

/// How many values lie between two neighbours of rising offsets on average.
[[nodiscard]] constexpr std::size_t mean_length(
    std::span<const std::size_t> offsets) noexcept {
  const std::size_t between = offsets.size() - 1;
  return between == 0 ? 0 : (offsets.back() - offsets.front()) / between;
}

}  // namespace detail

/** Measurands of different numbers of laboratories, one after the other in one block.

  Measurand j has the values [offsets[j], offsets[j + 1]); both must outlive the table. Values before the
  first offset and beyond the last belong to none.

      const std::vector<std::size_t> offsets{0, 12, 12, 47};  // 12, 0 and 35 laboratories
      batch::median(batch::ragged<double>(values, offsets), out);

  Throws  std::invalid_argument if there is no offset, one below the one before, or one beyond the
          values.
*/
template <real T>
[[nodiscard]] table<T> ragged(std::span<const T> values,
                              std::span<const std::size_t> offsets) {
  return {values.data(),
          detail::longest_between(offsets, values.size(), "batch::ragged"),
          offsets.size() - 1,
          1,
          0,
          offsets.data()};
}

}  // namespace ringtrial::batch
