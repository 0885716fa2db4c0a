// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <charconv>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ringtrial::detail {

/// A number as people type it: the shortest text that reads back to the same double.
[[nodiscard]] inline std::string text_of(double value) {
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  return error == std::errc{} ? std::string(buffer, end) : std::string("?");
}

[[noreturn]] inline void reject(std::string text) {
  throw std::invalid_argument(std::move(text));
}

/// Throws "function: argument = value, must be allowed".
[[noreturn]] inline void reject(std::string_view function, std::string_view argument,
                                double value, std::string_view allowed) {
  reject(std::string(function) + ": " + std::string(argument) + " = " + text_of(value) +
         ", must be " + std::string(allowed));
}

/// As above for one element: "function: argument[position] = value, must be allowed".
[[noreturn]] inline void reject_at(std::string_view function, std::string_view argument,
                                   std::size_t position, double value,
                                   std::string_view allowed) {
  reject(function, std::string(argument) + "[" + std::to_string(position) + "]", value,
         allowed);
}

/// The caller's mistake: `text` says which function, which argument, what must hold.
inline void require(bool holds, std::string_view text) {
  if (!holds) [[unlikely]]
    reject(std::string(text));
}

inline void require(bool holds, std::string_view function, std::string_view argument,
                    double value, std::string_view allowed) {
  if (!holds) [[unlikely]]
    reject(function, argument, value, allowed);
}

}  // namespace ringtrial::detail
