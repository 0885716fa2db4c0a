// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/precision/detail/cells.hpp>
#include <ringtrial/row_view.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace ringtrial::homogeneity::detail {

using ringtrial::detail::double_double;
inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The items that have results, by ascending number; `lab` of a cell is the item's number.
using items = precision::detail::level_cells;

/// From long form: the 0-based number of its item for each result.
template <real T>
[[nodiscard]] items items_of(std::span<const T> y, std::span<const std::size_t> item) {
  auto found = precision::detail::levels_of(y, item, {}).front();
  std::ranges::sort(found.cells, {}, &precision::detail::cell::lab);
  return found;
}

/// From a table: one item a row.
template <real T>
[[nodiscard]] items items_of(row_view<const T> y) {
  std::vector<T> values;
  std::vector<std::size_t> item;
  for (std::size_t i = 0; i < y.rows; ++i) {
    values.insert(values.end(), y[i].begin(), y[i].end());
    item.insert(item.end(), y.cols, i);
  }
  return items_of(std::span<const T>(values), item);
}

/// The item means as a sample, in computing units.
struct item_means {
  double_double mean = nan;  ///< unweighted
  double sd = nan;           ///< divisor g − 1
};

[[nodiscard]] inline item_means means_of(const items& all) {
  item_means m;
  if (!all.finite || all.cells.empty()) return m;
  m.mean = precision::detail::mean_of(all.cells, [](const auto&) { return 1.0; });
  const auto squares = precision::detail::sum_of(
      all.cells, [&](const auto& c) { return (c.mean - m.mean) * (c.mean - m.mean); });
  if (const auto df = static_cast<double>(all.cells.size() - 1); df > 0)
    m.sd = std::sqrt((squares / df).rounded());
  return m;
}

}  // namespace ringtrial::homogeneity::detail
