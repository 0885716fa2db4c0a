// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/detail/require.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// What the functions of ranking ask of their options.
namespace ringtrial::ranking::detail {

using ringtrial::detail::reject;
using ringtrial::detail::reject_at;
using ringtrial::detail::require;

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// |z| up to the first limit earns the first points, from the second on the last.
struct point_rule {
  std::array<double, 3> points = {2, 1, 0};
  std::array<double, 2> limits = {2, 3};

  [[nodiscard]] double operator()(double z) const noexcept {
    const double size = std::abs(z);
    return points[size <= limits[0] ? 0 : size >= limits[1] ? 2 : 1];
  }
};

inline void require_rule(std::string_view function, const point_rule& rule) {
  const auto [low, high] = rule.limits;
  const auto positive = [](double v) { return v > 0 && std::isfinite(v); };
  if (!positive(low)) reject_at(function, "limits", 0, low, "finite and positive");
  if (!positive(high) || !(high > low))
    reject_at(function, "limits", 1, high,
              "finite and above limits[0] = " + ringtrial::detail::text_of(low));
  for (std::size_t i = 0; i < rule.points.size(); ++i)
    if (!std::isfinite(rule.points[i]))
      reject_at(function, "points", i, rule.points[i], "finite");
}

inline void require_min_scores(std::string_view function, std::size_t min_scores) {
  require(min_scores >= 1, function, "min_scores", static_cast<double>(min_scores),
          "at least 1");
}

inline void require_share(std::string_view function, std::string_view argument,
                          double value) {
  require(value > 0 && value < 1, function, argument, value, "between 0 and 1");
}

/// The names as given, or "1", "2", …; one a row, none twice.
[[nodiscard]] inline std::vector<std::string> laboratory_names(
    std::string_view function, std::vector<std::string> given, std::size_t rows) {
  if (given.empty())
    for (std::size_t i = 0; i < rows; ++i) given.push_back(std::to_string(i + 1));
  const std::string lab(std::string(function) + ": lab");
  if (given.size() != rows)
    reject(lab + " has length " + std::to_string(given.size()) +
           ", must have one name a row of scores, " + std::to_string(rows));
  std::unordered_map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < rows; ++i) {
    const auto [first, is_new] = seen.try_emplace(given[i], i);
    if (!is_new)
      reject(lab + "[" + std::to_string(i) + "] = '" + given[i] +
             "', must differ from lab[" + std::to_string(first->second) + "]");
  }
  return given;
}

}  // namespace ringtrial::ranking::detail
