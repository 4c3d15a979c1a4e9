#pragma once
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace massa::test {

/// @brief A folder that lives as long as this object.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "massa-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  /// @brief Writes a file into the folder.
  [[nodiscard]] std::filesystem::path write(const std::string& name, std::string_view content) const {
    const auto file = path_ / name;
    std::ofstream(file, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
    return file;
  }

 private:
  std::filesystem::path path_;
};

[[nodiscard]] inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// @brief A path in the shared data (MASSA_SHARED_DATA, else ../shared/data beside the repository); nothing where there
/// is none. Tests skip with reason `no_shared_data` then.
[[nodiscard]] inline std::optional<std::filesystem::path> shared_data(const std::string& relative) {
  const char* const folder = std::getenv("MASSA_SHARED_DATA");
  const auto root =
      folder != nullptr ? std::filesystem::path(folder) : std::filesystem::path(MASSA_SOURCE_DIR) / "../../shared/data";
  auto path = root / relative;
  return std::filesystem::exists(path) ? std::optional(path) : std::nullopt;
}

inline constexpr const char* no_shared_data =
    "needs the shared data (MASSA_SHARED_DATA or ../shared/data), which is absent";

}  // namespace massa::test
