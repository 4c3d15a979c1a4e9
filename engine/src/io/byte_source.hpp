#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace massa::io {

/// @brief Bytes of a file, front to back.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// @brief Fills `out`; less only at the end.
  /// @throws massa::Error (input)
  [[nodiscard]] virtual std::size_t read(std::span<char> out) = 0;
  [[nodiscard]] virtual std::uint64_t size_bytes() const noexcept = 0;  ///< of the file as stored
  [[nodiscard]] virtual std::uint64_t bytes_read() const noexcept = 0;  ///< of the file as stored; from any thread
  [[nodiscard]] virtual bool gzip_wrapped() const noexcept { return false; }
};

/// @brief Opens a file for one pass and takes a gzip wrapping off, which its first bytes tell.
///
/// The file is read, not mapped: a file that shrinks meanwhile ends early instead of killing the process.
/// @throws massa::Error (input) if there is no such file, it may not be read, is a folder or no regular file
[[nodiscard]] std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& path);

/// @brief The same without looking for a wrapping: the bytes as stored.
[[nodiscard]] std::unique_ptr<ByteSource> open_stored_bytes(const std::filesystem::path& path);

/// @brief The name by which messages call a file: without its folders.
[[nodiscard]] std::string display_name(const std::filesystem::path& path);

}  // namespace massa::io
