// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

namespace ringtrial::detail {

/// Room for n values, not set to anything: on the stack where they are few, so that small samples
/// cost no allocation. It owns its array itself: <memory> would be a tenth of what a user compiles.
template <class T>
class buffer {
 public:
  explicit buffer(std::size_t n) : size_(n) {
    if (n <= few) return;
    heap_ = new T[n];
    data_ = heap_;
  }
  ~buffer() { delete[] heap_; }
  buffer(const buffer&) = delete;
  buffer& operator=(const buffer&) = delete;

  [[nodiscard]] T* data() noexcept { return data_; }
  [[nodiscard]] const T* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] T* begin() noexcept { return data_; }
  [[nodiscard]] T* end() noexcept { return data_ + size_; }
  [[nodiscard]] const T* begin() const noexcept { return data_; }
  [[nodiscard]] const T* end() const noexcept { return data_ + size_; }
  [[nodiscard]] T& operator[](std::size_t i) noexcept { return data_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return data_[i]; }
  [[nodiscard]] const T& front() const noexcept { return data_[0]; }
  [[nodiscard]] const T& back() const noexcept { return data_[size_ - 1]; }

  /// Keeps the first n.
  void shrink(std::size_t n) noexcept { size_ = n; }

 private:
  static constexpr std::size_t few = 256;

  T room_[few];
  T* data_ = room_;
  T* heap_ = nullptr;
  std::size_t size_;
};

}  // namespace ringtrial::detail
