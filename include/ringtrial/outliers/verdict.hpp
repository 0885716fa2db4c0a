// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

namespace ringtrial::outliers {

/// What a test says of its suspect.
enum class verdict : unsigned char {
  none,       ///< not beyond the first critical value
  straggler,  ///< beyond the first, as a rule 5 %, not the second
  outlier,    ///< beyond the second, as a rule 1 %
};

[[nodiscard]] constexpr std::string_view name(verdict v) noexcept {
  constexpr std::string_view names[] = {"none", "straggler", "outlier"};
  return names[static_cast<std::size_t>(v)];
}

}  // namespace ringtrial::outliers
