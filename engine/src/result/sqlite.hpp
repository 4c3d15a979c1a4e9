#pragma once
#include <sqlite3.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace massa::result {

struct SqliteDeleter {
  void operator()(sqlite3* handle) const noexcept { sqlite3_close(handle); }
  void operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }
};

/// @brief A database file that is written once by this process alone: no journal, no locking.
class Database {
 public:
  /// @throws Error (resource)
  explicit Database(const std::filesystem::path& path);
  /// @brief Runs statements without results.
  /// @throws Error (resource) when the disk is full
  void execute(const char* sql);
  [[nodiscard]] sqlite3* handle() const noexcept { return handle_.get(); }
  /// @throws Error (resource) or (bug) for the last error of the handle
  [[noreturn]] void fail() const;

 private:
  std::unique_ptr<sqlite3, SqliteDeleter> handle_;
};

/// @brief A prepared INSERT: bind the columns in order, then insert(). Bound texts and blobs must live until insert().
class Insert {
 public:
  Insert(Database& database, std::string_view sql);

  Insert& operator<<(std::int64_t value) { return bound(sqlite3_bind_int64(handle_.get(), ++column_, value)); }
  Insert& operator<<(int value) { return *this << std::int64_t{value}; }
  Insert& operator<<(std::uint32_t value) { return *this << std::int64_t{value}; }
  Insert& operator<<(std::uint64_t value) { return *this << static_cast<std::int64_t>(value); }
  Insert& operator<<(bool value) { return *this << std::int64_t{value}; }
  /// Not-a-number becomes NULL.
  Insert& operator<<(double value) {
    return std::isnan(value) ? null() : bound(sqlite3_bind_double(handle_.get(), ++column_, value));
  }
  Insert& operator<<(std::string_view text) {
    return bound(sqlite3_bind_text(handle_.get(), ++column_, text.empty() ? "" : text.data(),
                                   static_cast<int>(text.size()), SQLITE_STATIC));
  }
  Insert& operator<<(std::span<const std::byte> blob) {
    return bound(
        sqlite3_bind_blob(handle_.get(), ++column_, blob.data(), static_cast<int>(blob.size()), SQLITE_STATIC));
  }
  template <class T>
  Insert& operator<<(const std::optional<T>& value) {
    return value ? *this << *value : null();
  }
  Insert& null() { return bound(sqlite3_bind_null(handle_.get(), ++column_)); }

  void insert();

 private:
  Insert& bound(int code) {
    if (code != SQLITE_OK) database_.fail();
    return *this;
  }

  Database& database_;
  std::unique_ptr<sqlite3_stmt, SqliteDeleter> handle_;
  int column_ = 0;
};

}  // namespace massa::result
