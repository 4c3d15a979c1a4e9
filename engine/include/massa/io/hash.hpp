#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace massa::io {

/// @brief SHA-256 of a file's bytes as 64 lower-case hexadecimal digits.
/// @throws massa::Error (input) if it cannot be read
[[nodiscard]] std::string sha256_file(const std::filesystem::path& path);

/// @brief SHA-256 of bytes in memory as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace massa::io
