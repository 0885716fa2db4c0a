// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/qualitative/texts.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ringtrial::qualitative::detail {

/// The ordered categories, lowest first: at least one, none empty, none twice.
[[nodiscard]] inline std::vector<std::string> ordered_levels(std::string_view function,
                                                             texts levels) {
  if (levels.empty())
    reject(std::string(function) +
           ": levels is empty, must list the categories, lowest first");
  return distinct(function, "levels", levels);
}

/// Position of one category among the levels.
[[nodiscard]] inline std::size_t level_of(std::string_view function,
                                          std::string_view argument,
                                          std::string_view given,
                                          const std::vector<std::string>& levels) {
  const auto k = position_of(levels, stripped(given));
  if (k == levels.size()) reject_text(function, argument, given, "one of levels");
  return k;
}

/// Position of result i among the levels.
[[nodiscard]] inline std::size_t level_at(std::string_view function,
                                          std::string_view argument, texts x,
                                          std::size_t i,
                                          const std::vector<std::string>& levels) {
  const auto k = position_of(levels, stripped(x[i]));
  if (k == levels.size()) reject_text(function, at(argument, i), x[i], "one of levels");
  return k;
}

/// How many results name each level; what is not reported is skipped.
[[nodiscard]] inline std::vector<std::size_t> count_levels(
    std::string_view function, std::string_view argument, texts x,
    const std::vector<std::string>& levels) {
  std::vector<std::size_t> counts(levels.size(), 0);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!stripped(x[i]).empty()) ++counts[level_at(function, argument, x, i, levels)];
  return counts;
}

}  // namespace ringtrial::qualitative::detail
