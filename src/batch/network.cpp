// SPDX-License-Identifier: BSL-1.0
#include "network.hpp"

#include <ringtrial/detail/sorting.hpp>

#include <algorithm>

namespace ringtrial::batch {
namespace {

[[nodiscard]] std::vector<exchange> exchanges_for(std::size_t size) {
  std::vector<exchange> all;
  detail::each_exchange(size, [&](std::size_t low, std::size_t high) {
    all.push_back({static_cast<std::uint16_t>(low), static_cast<std::uint16_t>(high)});
  });
  return all;
}

/// Without those that reach none of the wanted rows.
[[nodiscard]] std::vector<exchange> needed_for(std::vector<bool> wanted) {
  std::vector<exchange> needed;
  const auto all = exchanges_for(wanted.size());
  for (auto pair = all.rbegin(); pair != all.rend(); ++pair) {
    if (!wanted[pair->low] && !wanted[pair->high]) continue;
    wanted[pair->low] = wanted[pair->high] = true;
    needed.push_back(*pair);
  }
  std::ranges::reverse(needed);
  return needed;
}

/// The exchanges within a block come first, as those between blocks merge sorted blocks.
[[nodiscard]] network in_blocks(std::size_t size, std::vector<exchange> exchanges) {
  network n{size / block_rows, {}};
  std::size_t merging = n.blocks * block_rows;
  for (const exchange& pair : exchanges) {
    if (pair.low / block_rows != pair.high / block_rows) merging = 0;
    if (pair.high >= merging) n.exchanges.push_back(pair);
  }
  return n;
}

}  // namespace

network sorting_network(std::size_t size) { return in_blocks(size, exchanges_for(size)); }

network middle_network(std::size_t size) {
  std::vector<bool> wanted(size);
  for (std::size_t row = size / 2 + 1; row-- > 0 && row + 1 >= size / 2;)
    if (row < size) wanted[row] = true;
  return in_blocks(size, needed_for(std::move(wanted)));
}

}  // namespace ringtrial::batch
