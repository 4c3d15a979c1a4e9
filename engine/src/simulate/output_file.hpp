#pragma once
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace massa::simulate {

/// @brief A file that appears under its name only when it is complete.
class OutputFile {
 public:
  /// @throws massa::Error (resource) if the file cannot be created
  explicit OutputFile(std::filesystem::path path);
  /// @brief Removes what was written unless finish() was called.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// @throws massa::Error (resource) if the text cannot be written
  void write(std::string_view text);
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  /// @throws massa::Error (resource) if the file cannot be completed
  void finish();

 private:
  [[noreturn]] void fail() const;

  std::filesystem::path path_;
  std::filesystem::path partial_path_;
  std::ofstream stream_;
  std::uint64_t size_ = 0;
  bool finished_ = false;
};

}  // namespace massa::simulate
