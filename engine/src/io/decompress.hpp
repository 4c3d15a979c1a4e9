#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <span>

#include "io/scratch.hpp"

struct libdeflate_decompressor;

namespace massa::io {

/// @brief Most bytes that one compressed array may expand to.
inline constexpr std::size_t max_array_bytes = std::size_t{1} << 30;

/// @brief Inflates zlib streams (RFC 1950) into memory that is bounded by the stream's own length, whatever it claims.
class ZlibDecoder {
 public:
  ZlibDecoder();
  ZlibDecoder(ZlibDecoder&&) noexcept = default;
  ZlibDecoder& operator=(ZlibDecoder&&) noexcept = default;
  ~ZlibDecoder();

  /// @param expected_bytes  a hint, wrong at no cost but time
  /// @return the bytes, valid until `out` is used again; nothing for a damaged stream or one that exceeds
  /// max_array_bytes
  [[nodiscard]] std::optional<std::span<const std::byte>> decode(std::span<const std::byte> stream,
                                                                 std::size_t expected_bytes, Scratch& out);

 private:
  struct Free {
    void operator()(libdeflate_decompressor* decompressor) const noexcept;
  };
  std::unique_ptr<libdeflate_decompressor, Free> decompressor_;
};

/// @brief The same for Zstandard frames (RFC 8878).
[[nodiscard]] std::optional<std::span<const std::byte>> decode_zstd(std::span<const std::byte> stream,
                                                                    std::size_t expected_bytes, Scratch& out);

}  // namespace massa::io
