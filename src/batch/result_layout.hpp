// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/batch/evaluate.hpp>

#include <cstddef>

namespace ringtrial::batch {

/// Where the results of a table stand among one number a result, see evaluation_columns.
struct result_layout {
  bool by_measurand = false;
  std::size_t laboratories = 0, measurands = 0;
  const std::size_t* offsets = nullptr;

  template <real T>
  explicit result_layout(const table<T>& x) noexcept
      : by_measurand(lies_by_measurand(x)),
        laboratories(x.laboratories),
        measurands(x.measurands),
        offsets(x.offsets) {}

  [[nodiscard]] std::size_t count() const noexcept { return start(measurands); }
  /// Of a measurand whose results stand side by side.
  [[nodiscard]] std::size_t start(std::size_t measurand) const noexcept {
    return offsets != nullptr ? offsets[measurand] - offsets[0]
                              : measurand * laboratories;
  }
  [[nodiscard]] std::size_t position(std::size_t laboratory,
                                     std::size_t measurand) const noexcept {
    return by_measurand ? start(measurand) + laboratory
                        : laboratory * measurands + measurand;
  }
};

}  // namespace ringtrial::batch
