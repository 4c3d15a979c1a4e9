#pragma once
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>

namespace massa::io {

/// @brief A reusable, uninitialised byte buffer.
class Scratch {
 public:
  /// @brief Room for `capacity` bytes; what was there is gone.
  [[nodiscard]] std::byte* fresh(std::size_t capacity) {
    if (capacity > capacity_) {
      bytes_ = std::make_unique_for_overwrite<std::byte[]>(capacity);
      capacity_ = capacity;
    }
    return bytes_.get();
  }
  [[nodiscard]] std::byte* data() noexcept { return bytes_.get(); }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

 private:
  std::unique_ptr<std::byte[]> bytes_;
  std::size_t capacity_ = 0;
};

}  // namespace massa::io
