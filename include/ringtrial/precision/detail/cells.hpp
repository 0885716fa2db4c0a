// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/concepts.hpp>
#include <ringtrial/detail/double_double.hpp>
#include <ringtrial/detail/exact_differences.hpp>
#include <ringtrial/detail/require.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

/** Results sorted into cells, one a laboratory and level.

  Within a level everything is computed on exact differences from its smallest result, divided by a
  power of two near the largest result: neither offset nor unit costs a figure that the data hold.
  Sums are double doubles, since variances between are differences of mean squares that may nearly
  agree; and in ascending order, so that the order given cannot show.
*/
namespace ringtrial::precision::detail {

using ringtrial::detail::computing_unit;
using ringtrial::detail::double_double;

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// One laboratory at one level, in the computing unit of the level.
struct cell {
  std::size_t lab = 0;          ///< its code
  std::size_t n = 0;            ///< results
  double_double mean = nan;     ///< ȳ
  double_double squares = nan;  ///< Σ(y − ȳ)²
  [[nodiscard]] double count() const noexcept { return static_cast<double>(n); }
  [[nodiscard]] double sd() const noexcept {
    return n < 2 ? nan : std::sqrt(squares.rounded() / (count() - 1));
  }
};

/// The cells of a level, in order of first appearance of the laboratories.
struct level_cells {
  std::size_t level = 0;  ///< its code
  std::vector<cell> cells;
  bool finite = true;
  computing_unit unit;
};

/// Codes by rank of first appearance.
class ranks {
 public:
  explicit ranks(std::span<const std::size_t> codes) {
    for (const std::size_t code : codes)
      if (rank_.try_emplace(code, codes_.size()).second) codes_.push_back(code);
  }
  [[nodiscard]] std::size_t of(std::size_t code) const { return rank_.at(code); }
  [[nodiscard]] std::size_t code(std::size_t rank) const { return codes_[rank]; }
  [[nodiscard]] std::size_t size() const noexcept { return codes_.size(); }

 private:
  std::unordered_map<std::size_t, std::size_t> rank_;
  std::vector<std::size_t> codes_;
};

/// One reported result.
struct row {
  std::size_t level = 0, lab = 0;  ///< ranks
  double y = 0;
  double_double difference = {};  ///< from the smallest of the level, in computing units
  [[nodiscard]] auto key() const noexcept { return std::tuple(level, lab, y); }
};

/// Ascending differences of one laboratory: their mean and its squares, about the first.
[[nodiscard]] inline cell cell_of(const std::vector<double_double>& differences) {
  cell c{.n = differences.size()};
  double_double sum = 0, squares = 0;
  for (const auto d : differences) sum = sum + (d - differences.front());
  const auto shift = sum / c.count();
  c.mean = differences.front() + shift;
  for (const auto d : differences) {
    const auto deviation = (d - differences.front()) - shift;
    squares = squares + deviation * deviation;
  }
  c.squares = squares;
  return c;
}

/// The unit of a level, and its results in it.
[[nodiscard]] inline computing_unit shift_and_scale(std::span<row> rows) {
  const auto [low, high] = std::ranges::minmax_element(rows, {}, &row::y);
  const int exponent =
      computing_unit::exponent_of(std::max(std::abs(low->y), std::abs(high->y)));
  const double shift = std::ldexp(low->y, -exponent);
  for (row& r : rows)
    r.difference = ringtrial::detail::exact_sum(std::ldexp(r.y, -exponent), -shift);
  return {shift, exponent};
}

/// The rows of one level, sorted by laboratory.
[[nodiscard]] inline level_cells cells_of(std::span<row> rows, const ranks& labs) {
  level_cells level;
  for (const row& r : rows) level.finite = level.finite && std::isfinite(r.y);
  if (level.finite && !rows.empty()) level.unit = shift_and_scale(rows);
  for (auto first = rows.begin(); first != rows.end();) {
    const auto last = std::find_if(first, rows.end(),
                                   [&](const row& r) { return r.lab != first->lab; });
    std::vector<double_double> own;
    for (auto r = first; r != last; ++r) own.push_back(r->difference);
    level.cells.push_back(level.finite ? cell_of(own) : cell{.n = own.size()});
    level.cells.back().lab = labs.code(first->lab);
    first = last;
  }
  return level;
}

inline void require_labels(std::string_view function, std::string_view name,
                           std::size_t labels, std::size_t values) {
  if (labels != values)
    ringtrial::detail::reject(std::string(function) + ": " + std::string(name) +
                              " has length " + std::to_string(labels) +
                              ", must have that of y, " + std::to_string(values));
}

/// Results with their codes as cells, levels in order of first appearance; no `level` codes: one.
template <class T>
[[nodiscard]] std::vector<level_cells> levels_of(std::span<const T> y,
                                                 std::span<const std::size_t> lab,
                                                 std::span<const std::size_t> level) {
  const ranks labs(lab), levels(level);
  std::vector<row> rows;
  for (std::size_t i = 0; i < y.size(); ++i)
    if (!std::isnan(y[i]))
      rows.push_back({level.empty() ? 0 : levels.of(level[i]), labs.of(lab[i]),
                      static_cast<double>(y[i])});
  std::ranges::sort(rows, {}, &row::key);
  std::vector<level_cells> result;
  auto first = rows.begin();
  for (std::size_t rank = 0; rank < std::max<std::size_t>(levels.size(), 1); ++rank) {
    const auto last =
        std::find_if(first, rows.end(), [&](const row& r) { return r.level != rank; });
    result.push_back(cells_of({first, last}, labs));
    result.back().level = level.empty() ? 0 : levels.code(rank);
    first = last;
  }
  return result;
}

/// Σ f(cell), the smallest means first.
template <class F>
[[nodiscard]] double_double sum_of(std::vector<cell> cells, const F& f) {
  std::ranges::sort(cells, {}, [](const cell& c) {
    return std::tuple(c.mean.high, c.mean.low, c.n, c.squares.high);
  });
  double_double sum = 0;
  for (const cell& c : cells) sum = sum + f(c);
  return sum;
}

/// The mean of the cells weighted by `weight(cell)`, about one of them: equal means give themselves.
template <class W>
[[nodiscard]] double_double mean_of(const std::vector<cell>& cells, const W& weight) {
  const auto least = *std::ranges::min_element(
      cells, {}, [](const cell& c) { return std::pair(c.mean.high, c.mean.low); });
  double total = 0;
  for (const cell& c : cells) total += weight(c);
  const auto sum =
      sum_of(cells, [&](const cell& c) { return (c.mean - least.mean) * weight(c); });
  return least.mean + sum / total;
}

/// Σnᵢ(ȳᵢ − m)².
[[nodiscard]] inline double_double squares_between(const std::vector<cell>& cells,
                                                   double_double mean) {
  return sum_of(cells, [&](const cell& c) {
    return (c.mean - mean) * (c.mean - mean) * c.count();
  });
}

/// ΣΣ(y − ȳᵢ)².
[[nodiscard]] inline double_double squares_within(const std::vector<cell>& cells) {
  return sum_of(cells, [](const cell& c) { return c.squares; });
}

/// (N − Σnᵢ²/N)/(p − 1).
[[nodiscard]] inline double usual_count(const std::vector<cell>& cells) {
  double n = 0, squares = 0;
  for (const cell& c : cells) {
    n += c.count();
    squares += c.count() * c.count();
  }
  return (n - squares / n) / (static_cast<double>(cells.size()) - 1);
}

}  // namespace ringtrial::precision::detail
