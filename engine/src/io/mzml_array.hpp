#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "io/peak_array.hpp"

namespace massa::io {

/// @brief One <binaryDataArray> before it is decoded.
struct MzmlArray {
  enum class Content : std::uint8_t { other, mz, intensity };
  Content content = Content::other;
  ArrayEncoding encoding;
  bool has_type = false;
  std::string unsupported;              ///< name of a compression or type that is not supported; else empty
  std::optional<std::uint64_t> length;  ///< arrayLength, where it differs from the spectrum's default
  std::string_view base64;

  /// @brief Takes a cvParam of the element.
  void take(std::uint32_t accession, std::string_view name);
};

}  // namespace massa::io
