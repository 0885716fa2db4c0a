// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ringtrial/batch/detail/chunks.hpp>
#include <ringtrial/batch/table.hpp>
#include <ringtrial/simulate/population.hpp>

#include <algorithm>
#include <span>
#include <vector>

namespace ringtrial::simulate {

/// Rounds side by side: the results of one in a block.
[[nodiscard]] inline batch::table<double> table_of(std::span<const double> results,
                                                   std::size_t laboratories) {
  return {.data = results.data(),
          .laboratories = laboratories,
          .measurands = results.size() / laboratories,
          .laboratory_stride = 1,
          .measurand_stride = static_cast<std::ptrdiff_t>(laboratories)};
}

/** f(sums of its group, results) over all rounds, some at a time; never all of them are held.

  The rounds are cut into up to 64 groups of neighbours, a thread takes one after the other, and a
  group's tiles (about 64 KiB) go one by one in order: sums depend on no number of threads.
*/
template <class Sums, class F>
[[nodiscard]] std::vector<Sums> over_rounds(const population& from,
                                            const draw_options& options,
                                            std::size_t rounds, const Sums& start, F f) {
  constexpr std::size_t most_groups = 64, values = 8192, whole = 16;
  const std::size_t count = std::min(rounds, most_groups), n = options.laboratories;
  const std::size_t fit = std::max<std::size_t>(values / n, 1);
  const std::size_t size = fit < whole ? fit : fit / whole * whole;
  std::vector<Sums> groups(count, start);
  const auto of_group = [&](std::size_t g) {
    const std::size_t last = rounds * (g + 1) / count;
    std::vector<double> results(size * n);
    for (std::size_t first = rounds * g / count; first < last; first += size) {
      const auto tile = std::span(results).first(std::min(size, last - first) * n);
      batch::detail::stop_point();
      draw_options these = options;
      these.first += first;
      draw(from, these, tile);
      f(groups[g], tile);
    }
  };
  batch::detail::run_chunks(
      count, rounds / count * n,
      [](void* context, std::size_t g) {
        (*static_cast<decltype(of_group)*>(context))(g);
      },
      const_cast<void*>(static_cast<const void*>(&of_group)));
  return groups;
}

}  // namespace ringtrial::simulate
