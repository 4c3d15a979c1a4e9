#include "sqlite.hpp"

#include "massa/core/error.hpp"

namespace massa::result {

Database::Database(const std::filesystem::path& path) {
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) {
    throw Error(ErrorKind::resource, "the result database cannot be created", path.string(),
                "check space and permissions");
  }
  // Wide pages hold several spectra each; the directory appears only when it is complete, so a journal would protect
  // nothing.
  execute(
      "PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
      "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;");
}

void Database::execute(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    fail();
  }
}

void Database::fail() const {
  const int code = sqlite3_errcode(handle_.get());
  const bool disk = code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_NOMEM || code == SQLITE_TOOBIG;
  throw Error(disk ? ErrorKind::resource : ErrorKind::bug,
              std::string("writing the result database failed: ") + sqlite3_errmsg(handle_.get()), "result.sqlite",
              disk ? "free some space and run again" : "report this with the command line");
}

Insert::Insert(Database& database, std::string_view sql) : database_(database) {
  sqlite3_stmt* handle = nullptr;
  if (sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &handle, nullptr) != SQLITE_OK) {
    database.fail();
  }
  handle_.reset(handle);
}

void Insert::insert() {
  if (sqlite3_step(handle_.get()) != SQLITE_DONE) {
    database_.fail();
  }
  sqlite3_reset(handle_.get());
  column_ = 0;
}

}  // namespace massa::result
