// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cmath>
#include <initializer_list>

namespace ringtrial::detail {

/// Whether one of the numbers is beyond the largest double; NaN, not defined, is not.
[[nodiscard]] inline bool overflows(std::initializer_list<double> numbers) noexcept {
  for (const double number : numbers)
    if (std::isinf(number)) return true;
  return false;
}

}  // namespace ringtrial::detail
