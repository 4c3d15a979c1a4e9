#include "io/decompress.hpp"

#include <libdeflate.h>
#include <zstd.h>

#include <algorithm>
#include <new>

namespace massa::io {
namespace {

/// DEFLATE cannot expand a byte to more than this.
constexpr std::size_t max_deflate_ratio = 1032;
constexpr std::size_t min_buffer_bytes = 1024;

}  // namespace

void ZlibDecoder::Free::operator()(libdeflate_decompressor* decompressor) const noexcept {
  libdeflate_free_decompressor(decompressor);
}

ZlibDecoder::ZlibDecoder() : decompressor_(libdeflate_alloc_decompressor()) {
  if (!decompressor_) {
    throw std::bad_alloc();
  }
}

ZlibDecoder::~ZlibDecoder() = default;

std::optional<std::span<const std::byte>> ZlibDecoder::decode(std::span<const std::byte> stream,
                                                              std::size_t expected_bytes, Scratch& out) {
  const std::size_t limit = std::min(max_array_bytes, stream.size() * max_deflate_ratio + min_buffer_bytes);
  std::size_t room = std::clamp(expected_bytes, min_buffer_bytes, limit);
  for (;;) {
    std::byte* bytes = out.fresh(room);
    std::size_t written = 0;
    const auto result =
        libdeflate_zlib_decompress(decompressor_.get(), stream.data(), stream.size(), bytes, room, &written);
    if (result == LIBDEFLATE_SUCCESS) {
      return std::span<const std::byte>(bytes, written);
    }
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE || room == limit) {
      return std::nullopt;
    }
    room = std::min(limit, room * 2);
  }
}

std::optional<std::span<const std::byte>> decode_zstd(std::span<const std::byte> stream, std::size_t expected_bytes,
                                                      Scratch& out) {
  // A frame may state its size; that is a claim like any other, so the buffer starts at what the spectrum expects.
  std::size_t room = std::clamp(expected_bytes, min_buffer_bytes, max_array_bytes);
  const auto stated = ZSTD_getFrameContentSize(stream.data(), stream.size());
  if (stated == ZSTD_CONTENTSIZE_ERROR) {
    return std::nullopt;
  }
  const bool states_size = stated != ZSTD_CONTENTSIZE_UNKNOWN;
  for (;;) {
    std::byte* bytes = out.fresh(room);
    const std::size_t written = ZSTD_decompress(bytes, room, stream.data(), stream.size());
    if (ZSTD_isError(written) == 0) {
      return std::span<const std::byte>(bytes, written);
    }
    if (room == max_array_bytes || (states_size && room >= stated)) {
      return std::nullopt;
    }
    room = std::min(max_array_bytes, room * 2);
  }
}

}  // namespace massa::io
