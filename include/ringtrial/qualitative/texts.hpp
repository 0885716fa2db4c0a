// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ringtrial::qualitative {

/// Results that are words. An empty text (or blanks only) is "not reported".
using texts = std::span<const std::string_view>;

/// What a score says.
enum class verdict : unsigned char {
  not_scored,
  satisfactory,
  questionable,
  unsatisfactory
};

[[nodiscard]] constexpr std::string_view name(verdict v) noexcept {
  switch (v) {
    case verdict::not_scored:
      return "not_scored";
    case verdict::satisfactory:
      return "satisfactory";
    case verdict::questionable:
      return "questionable";
    case verdict::unsatisfactory:
      return "unsatisfactory";
  }
  return "unknown";
}

namespace detail {

using ringtrial::detail::reject;
using ringtrial::detail::reject_at;
using ringtrial::detail::require;
using ringtrial::detail::text_of;

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Without leading and trailing blanks.
[[nodiscard]] constexpr std::string_view stripped(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\r\n\f\v";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

[[noreturn]] inline void reject_text(std::string_view function, std::string_view argument,
                                     std::string_view text, std::string_view allowed) {
  reject(std::string(function) + ": " + std::string(argument) + " = '" +
         std::string(text) + "', must be " + std::string(allowed));
}

[[nodiscard]] inline std::string at(std::string_view argument, std::size_t position) {
  return std::string(argument) + "[" + std::to_string(position) + "]";
}

[[nodiscard]] inline std::string cell(std::string_view table, std::size_t row,
                                      std::size_t column) {
  return std::string(table) + "[" + std::to_string(row) + ", " + std::to_string(column) +
         "]";
}

/// A list of categories as given: stripped, none empty, none twice.
[[nodiscard]] inline std::vector<std::string> distinct(std::string_view function,
                                                       std::string_view argument,
                                                       texts given) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const std::string text(stripped(given[i]));
    if (text.empty()) reject_text(function, at(argument, i), text, "a category");
    if (std::ranges::find(found, text) != found.end())
      reject_text(function, at(argument, i), text, "given once only");
    found.push_back(text);
  }
  return found;
}

/// Position of a category, or the size of the list.
[[nodiscard]] inline std::size_t position_of(const std::vector<std::string>& list,
                                             std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find(list, text) - list.begin());
}

}  // namespace detail
}  // namespace ringtrial::qualitative
