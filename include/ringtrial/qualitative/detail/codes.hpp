// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/qualitative/texts.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ringtrial::qualitative::detail {

/// The digits of a code: dots, blanks and hyphens dropped, anything else rejected.
[[nodiscard]] inline std::string digits_of(std::string_view function,
                                           std::string_view argument,
                                           std::string_view code) {
  std::string digits;
  for (const char c : stripped(code)) {
    if (c >= '0' && c <= '9')
      digits += c;
    else if (c != '.' && c != ' ' && c != '-')
      reject_text(function, argument, code, "digits with dots, blanks or hyphens");
  }
  return digits;
}

[[nodiscard]] inline std::vector<std::string> all_digits(std::string_view function,
                                                         texts codes) {
  std::vector<std::string> all;
  all.reserve(codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i)
    all.push_back(digits_of(function, at("code", i), codes[i]));
  return all;
}

/// Levels are numbers of digits: at least one, positive, strictly increasing.
inline void require_levels(std::string_view function,
                           const std::vector<std::size_t>& levels) {
  if (levels.empty())
    reject(std::string(function) + ": levels is empty, must hold one at least");
  for (std::size_t k = 0; k < levels.size(); ++k)
    if (levels[k] <= (k == 0 ? 0 : levels[k - 1]))
      reject_at(function, "levels", k, static_cast<double>(levels[k]),
                k == 0 ? "at least 1" : "above the level before it");
}

}  // namespace ringtrial::qualitative::detail
