// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace ringtrial::batch {

/// Room for n values of T aligned to 64 bytes, of this thread; the same room for every call with
/// the same Use, made larger only when needed.
template <class Use, class T>
[[nodiscard]] T* workspace(std::size_t n) {
  static thread_local std::vector<std::byte> room;
  constexpr std::size_t alignment = 64;
  const std::size_t bytes = n * sizeof(T);
  if (room.size() < bytes + alignment) room.resize(bytes + alignment);
  void* begin = room.data();
  std::size_t space = room.size();
  return static_cast<T*>(std::align(alignment, bytes, begin, space));
}

}  // namespace ringtrial::batch
