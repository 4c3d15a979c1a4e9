#pragma once
#include <filesystem>
#include <string_view>

namespace massa::result {

/// @brief Where this process builds a result before it takes its final name.
[[nodiscard]] std::filesystem::path partial_path(const std::filesystem::path& directory);

/// @brief A directory that appears complete or not at all.
///
/// Files are written below path(), a sibling named DIR.partial-<process id>; commit() flushes them to disk and renames
/// the directory. Without commit() the destructor removes it. What a killed process left behind is removed by the next
/// one.
class AtomicDirectory {
 public:
  /// @param overwrite  whether an existing result (a directory with a summary.json) may be replaced at commit()
  /// @throws Error (usage) when it exists and may not be replaced, (resource) when it cannot be created
  AtomicDirectory(const std::filesystem::path& directory, bool overwrite);
  ~AtomicDirectory();
  AtomicDirectory(const AtomicDirectory&) = delete;
  AtomicDirectory& operator=(const AtomicDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return partial_; }

  /// @throws Error (resource)
  void commit();

 private:
  std::filesystem::path directory_;
  std::filesystem::path partial_;
  bool overwrite_;
  bool committed_ = false;
};

/// @brief Writes a whole file.
/// @throws Error (resource) when the disk is full
void write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace massa::result
