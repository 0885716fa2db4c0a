// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

namespace ringtrial::qualitative {

/// What differences between values mean.
enum class measurement_level : unsigned char { nominal, ordinal, interval, ratio };

[[nodiscard]] constexpr std::string_view name(measurement_level level) noexcept {
  switch (level) {
    case measurement_level::nominal:
      return "nominal";
    case measurement_level::ordinal:
      return "ordinal";
    case measurement_level::interval:
      return "interval";
    case measurement_level::ratio:
      return "ratio";
  }
  return "unknown";
}

}  // namespace ringtrial::qualitative
