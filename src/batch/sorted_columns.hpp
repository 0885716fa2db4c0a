// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "kernels.hpp"
#include "network.hpp"
#include "workspace.hpp"
#include <ringtrial/batch/detail/chunks.hpp>
#include <ringtrial/batch/table.hpp>
#include <ringtrial/detail/require.hpp>
#include <ringtrial/detail/select.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ringtrial::batch {

/// The order statistics of a lane with n > 0 values, as detail::order_of_sorted gives those of a sample.
template <real T>
[[nodiscard]] auto order_of_lane(const tile<T>& t, std::size_t lane) noexcept {
  return [&t, lane, first = t.first(lane), last = t.count(lane) - 1](std::size_t k) {
    return ringtrial::detail::neighbours{
        static_cast<double>(t.at(first + k, lane)),
        static_cast<double>(t.at(first + std::min(k + 1, last), lane))};
  };
}

/// The sorted values of a lane by position.
template <real T>
class values_of_lane {
 public:
  values_of_lane(const tile<T>& t, std::size_t lane) noexcept
      : tile_(t), lane_(lane), first_(t.first(lane)) {}
  [[nodiscard]] double operator[](std::size_t i) const noexcept {
    return static_cast<double>(tile_.at(first_ + i, lane_));
  }

 private:
  const tile<T>& tile_;
  std::size_t lane_, first_;
};

template <real T>
[[nodiscard]] double median_of_lane(const tile<T>& t, std::size_t lane) {
  if (t.count(lane) == 0) return ringtrial::detail::not_a_number;
  return ringtrial::detail::median_by(t.count(lane), order_of_lane(t, lane));
}

/// The values of one measurand in one block.
template <real T>
[[nodiscard]] std::span<const T> gathered(const table<T>& x, std::size_t measurand) {
  struct use;
  const T* from = x.column(measurand);
  if (x.laboratory_stride == 1) return {from, x.length(measurand)};
  T* to = workspace<use, T>(x.laboratories);
  for (std::size_t i = 0; i < x.laboratories; ++i)
    to[i] = from[static_cast<std::ptrdiff_t>(i) * x.laboratory_stride];
  return {to, x.laboratories};
}

/// The measurands in the lanes of a tile: neighbours from `first` on, or those that are listed.
struct occupants {
  std::size_t first = 0, count = 0;
  const std::size_t* listed = nullptr;
  [[nodiscard]] std::size_t operator[](std::size_t lane) const noexcept {
    return listed != nullptr ? listed[lane] : first + lane;
  }
};

/// The measurands [begin, end) by how many blocks of rows they need: in a tile of equally long ones few
/// rows are filled in vain.
template <real T>
[[nodiscard]] const std::size_t* listed_by_length(const table<T>& x, std::size_t begin,
                                                  std::size_t end) {
  struct list;
  constexpr std::size_t too_many = largest_lane_sample / block_rows + 1;
  const auto blocks = [&](std::size_t j) {
    return std::min((x.length(j) + block_rows - 1) / block_rows, too_many);
  };
  std::array<std::size_t, too_many + 2> next{};  // where the next of so many blocks goes
  for (std::size_t j = begin; j < end; ++j) ++next[blocks(j) + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  auto* listed = workspace<list, std::size_t>(end - begin);
  for (std::size_t j = begin; j < end; ++j) listed[next[blocks(j)]++] = j;
  return listed;
}

/// Copies the measurands into the rows of the tile; lanes that are left over report nothing.
template <real T>
void copy_columns(const table<T>& x, const occupants& in, tile<T>& t) {
  constexpr std::size_t width = tile_width<T>;
  for (std::size_t lane = 0; lane < width; ++lane) {
    const std::size_t n = lane < in.count ? x.length(in[lane]) : 0;
    const T* from = n > 0 ? x.column(in[lane]) : nullptr;
    for (std::size_t i = 0; i < n; ++i)
      t.rows[i * width + lane] =
          from[static_cast<std::ptrdiff_t>(i) * x.laboratory_stride];
    for (std::size_t i = n; i < t.size; ++i)
      t.rows[i * width + lane] = std::numeric_limits<T>::quiet_NaN();
  }
}

/// The most values of a lane.
template <real T>
[[nodiscard]] std::size_t longest(const table<T>& x, const occupants& in) {
  std::size_t most = x.offsets == nullptr ? x.laboratories : 0;
  for (std::size_t lane = 0; x.offsets != nullptr && lane < in.count; ++lane)
    most = std::max(most, x.length(in[lane]));
  return most;
}

/// The networks for the tiles of a table: one, or for a ragged one by whole blocks of rows.
class networks {
 public:
  template <real T>
  networks(const table<T>& x, network (*make)(std::size_t)) {
    const std::size_t most = std::min(x.laboratories, largest_lane_sample);
    if (x.offsets == nullptr) {
      rows_ = most;
      all_.push_back(make(most));
    } else {
      for (std::size_t rows = 0; rows < most + block_rows; rows += block_rows)
        all_.push_back(make(rows));
    }
  }
  /// Rows of a tile for up to `values` values a lane.
  [[nodiscard]] std::size_t rows_for(std::size_t values) const noexcept {
    return rows_ ? *rows_ : (values + block_rows - 1) / block_rows * block_rows;
  }
  [[nodiscard]] const network& of(std::size_t rows) const noexcept {
    return rows_ ? all_.front() : all_[rows / block_rows];
  }

 private:
  std::optional<std::size_t> rows_;
  std::vector<network> all_;
};

/// Sorts the measurands lane by lane, unless they are.
template <real T>
void sort_columns(const table<T>& x, const occupants& in, const network& sorting,
                  tile<T>& t) {
  const network nothing;
  const bool in_place = x.measurand_stride == 1 && in.count == tile_width<T>;
  if (!in_place) copy_columns(x, in, t);
  best_kernels<T>().sort(
      t, in_place ? x.column(in.first) : t.rows,
      in_place ? x.laboratory_stride : static_cast<std::ptrdiff_t>(tile_width<T>),
      x.sorted ? nothing : sorting);
}

template <real T, class R, class Single>
void single_results(const table<T>& x, const occupants& in, std::span<R> out,
                    Single single) {
  for (std::size_t k = 0; k < in.count; ++k) out[in[k]] = single(gathered(x, in[k]));
}

/// f(begin, end) over all measurands in chunks, on the threads there are.
template <real T, class F>
void each_chunk_of(const table<T>& x, F f) {
  const std::size_t usual = x.offsets == nullptr
                                ? x.laboratories
                                : detail::mean_length({x.offsets, x.measurands + 1});
  detail::each_chunk(x.measurands, usual, f);
}

/// single(sample) of every measurand.
template <real T, class R, class Single>
void each_sample(const table<T>& x, std::span<R> out, Single single) {
  each_chunk_of(x, [&](std::size_t begin, std::size_t end) {
    single_results(x, {begin, end - begin}, out, single);
  });
}

struct no_state {};

/** One result a measurand, from lanes where that is the way and from samples where not.

      lanes(tile, state)           once for each tile, then
      of_lane(tile, lane, state, out)   the result of a lane of ordinary values; false: ask single
      single(sample)               the result of any sample

  Ordinary values are those that sort_reported() would not scale for this purpose, so that both
  give the same bits.
*/
template <class State, real T, class R, class Lanes, class OfLane, class Single>
void each_measurand(const table<T>& x, ringtrial::detail::purpose use,
                    const networks& sorting, std::span<R> out, Lanes lanes,
                    OfLane of_lane, Single single) {
  struct rows;
  const auto in_tiles = [&](std::size_t begin, std::size_t end) {
    const std::size_t* listed =
        x.offsets == nullptr ? nullptr : listed_by_length(x, begin, end);
    tile<T> t;
    State state;
    for (std::size_t first = begin; first < end; first += tile_width<T>) {
      const occupants in{first, std::min(tile_width<T>, end - first),
                         listed == nullptr ? nullptr : listed + (first - begin)};
      const std::size_t most = longest(x, in);
      if (most > largest_lane_sample) {
        single_results(x, in, out, single);
        continue;
      }
      t.size = sorting.rows_for(most);
      t.rows = workspace<rows, T>(t.size * tile_width<T>);
      sort_columns(x, in, sorting.of(t.size), t);
      lanes(t, state);
      for (std::size_t lane = 0; lane < in.count; ++lane) {
        const auto largest = static_cast<double>(t.largest[lane]);
        R& result = out[in[lane]];
        if (!ringtrial::detail::is_ordinary(largest, use) ||
            !of_lane(t, lane, state, result))
          result = single(gathered(x, in[lane]));
      }
    }
  };
  each_chunk_of(x, in_tiles);
}

/// The caller's mistakes: options that the single form refuses, a result too few or too many.
template <real T, class R, class Single>
void check_call(const table<T>& x, std::span<R> out, const char* function,
                Single single) {
  (void)single(std::span<const T>{});
  ringtrial::detail::require(out.size() == x.measurands, function, "out.size()",
                             static_cast<double>(out.size()),
                             "one result a measurand, " + std::to_string(x.measurands));
}

}  // namespace ringtrial::batch
