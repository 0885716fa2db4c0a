// SPDX-License-Identifier: BSL-1.0
#include "network.hpp"

#include <ringtrial/detail/sorting.hpp>

#include <algorithm>

namespace ringtrial::batch {

std::vector<exchange> sorting_exchanges(std::size_t size) {
  std::vector<exchange> all;
  detail::each_exchange(size, [&](std::size_t low, std::size_t high) {
    all.push_back({static_cast<std::uint16_t>(low), static_cast<std::uint16_t>(high)});
  });
  return all;
}

std::vector<exchange> selecting_exchanges(std::size_t size, std::size_t first,
                                          std::size_t last) {
  std::vector<bool> wanted(size);
  for (std::size_t row = first; row <= last && row < size; ++row) wanted[row] = true;
  std::vector<exchange> needed;
  const auto all = sorting_exchanges(size);
  for (auto pair = all.rbegin(); pair != all.rend(); ++pair) {
    if (!wanted[pair->low] && !wanted[pair->high]) continue;
    wanted[pair->low] = wanted[pair->high] = true;
    needed.push_back(*pair);
  }
  std::ranges::reverse(needed);
  return needed;
}

std::vector<exchange> middle_exchanges(std::size_t size) {
  const std::size_t middle = size / 2;
  return selecting_exchanges(size, middle == 0 ? 0 : middle - 1, middle);
}

}  // namespace ringtrial::batch
