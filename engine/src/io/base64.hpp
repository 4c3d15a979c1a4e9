#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace massa::io {

/// @brief Bytes that decode_base64() may write for a text of this length; more than it returns.
[[nodiscard]] constexpr std::size_t base64_capacity(std::size_t text_length) noexcept {
  return text_length / 4 * 3 + 3 + 32;
}

/// @brief Decodes base64 (RFC 4648 §4, standard alphabet); white space anywhere and missing padding are accepted.
/// @param out  room for base64_capacity(text.size()) bytes
/// @return bytes written; nothing when the text holds another character or ends inside a byte
[[nodiscard]] std::optional<std::size_t> decode_base64(std::string_view text, std::byte* out) noexcept;

/// @brief The same, one character at a time: the reference for the vectorised one.
[[nodiscard]] std::optional<std::size_t> decode_base64_scalar(std::string_view text, std::byte* out) noexcept;

}  // namespace massa::io
