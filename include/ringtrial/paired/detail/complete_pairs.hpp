// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/require.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace ringtrial::paired::detail {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The laboratories with both results, in ascending order of the results, so that the order of the
/// laboratories cannot show.
struct complete_pairs {
  std::size_t laboratories = 0;  ///< all that were given
  bool finite = true;            ///< false if an infinity is anywhere
  std::vector<double> x, y;
  std::vector<std::size_t> at;  ///< their positions as given

  template <real T>
  complete_pairs(std::string_view function, std::span<const T> first,
                 std::span<const T> second)
      : laboratories(first.size()) {
    if (first.size() != second.size())
      ringtrial::detail::reject(std::string(function) + ": y has length " +
                                std::to_string(second.size()) +
                                ", must have that of x, " + std::to_string(first.size()));
    for (std::size_t i = 0; i < first.size(); ++i) {
      finite = finite && !std::isinf(first[i]) && !std::isinf(second[i]);
      if (!std::isnan(first[i]) && !std::isnan(second[i])) at.push_back(i);
    }
    std::ranges::sort(at, {},
                      [&](std::size_t i) { return std::tuple(first[i], second[i], i); });
    for (const std::size_t i : at) {
      x.push_back(static_cast<double>(first[i]));
      y.push_back(static_cast<double>(second[i]));
    }
  }

  [[nodiscard]] std::size_t n() const noexcept { return at.size(); }
};

}  // namespace ringtrial::paired::detail
