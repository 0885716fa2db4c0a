// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/qualitative/texts.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace ringtrial::qualitative::detail {

inline void require_entries(std::string_view function, std::string_view argument,
                            std::size_t given, std::size_t wanted) {
  if (given != wanted)
    reject(std::string(function) + ": " + std::string(argument) + " has " +
           std::to_string(given) + " values, must have as many as n, " +
           std::to_string(wanted));
}

/// As many positives as tests, none with more positives than tests.
inline void require_positives(std::string_view function,
                              std::span<const std::size_t> positive,
                              std::span<const std::size_t> n) {
  require_entries(function, "positive", positive.size(), n.size());
  for (std::size_t i = 0; i < n.size(); ++i)
    if (positive[i] > n[i])
      reject_at(function, "positive", i, static_cast<double>(positive[i]),
                "an integer from 0 to " + at("n", i) + " = " + std::to_string(n[i]));
}

}  // namespace ringtrial::qualitative::detail
