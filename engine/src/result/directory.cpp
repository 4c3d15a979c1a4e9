#include "massa/result/directory.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <string>
#include <system_error>

#include "massa/core/error.hpp"

namespace massa::result {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view partial_mark = ".partial-";
/// Every result has it, so a directory with it may be replaced by another result.
constexpr const char* summary_file = "summary.json";

[[noreturn]] void fail(const std::string& what, const fs::path& where, int error) {
  throw Error(ErrorKind::resource, what + ": " + std::strerror(error), where.string(), "check space and permissions");
}

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags) : value_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const noexcept { return value_; }

 private:
  int value_;
};

void flush(const fs::path& path, int flags) {
  const Descriptor file(path, flags);
  if (file.get() < 0 || ::fsync(file.get()) != 0) {
    fail("cannot flush to disk", path, errno);
  }
}

bool is_alive(std::string_view process_id) {
  pid_t id = 0;
  const auto [end, error] = std::from_chars(process_id.data(), process_id.data() + process_id.size(), id);
  if (error != std::errc() || end != process_id.data() + process_id.size() || id <= 0) {
    return true;  // not ours to judge
  }
  return ::kill(id, 0) == 0 || errno == EPERM;
}

void remove_leftovers(const fs::path& directory) {
  const std::string prefix = directory.filename().string() + std::string(partial_mark);
  const fs::path parent = directory.has_parent_path() ? directory.parent_path() : fs::path(".");
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(parent, ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && !is_alive(std::string_view(name).substr(prefix.size()))) {
      fs::remove_all(entry.path(), ignored);
    }
  }
}

/// Gives two directories each other's name in one step, so that there is a complete result at any moment, and removes
/// the old one.
void exchange(const fs::path& complete, const fs::path& old, std::error_code& error) {
  if (::renameat2(AT_FDCWD, complete.c_str(), AT_FDCWD, old.c_str(), RENAME_EXCHANGE) == 0) {
    std::error_code ignored;
    fs::remove_all(complete, ignored);
    return;
  }
  // A file system without exchange: for a moment there is no result.
  fs::remove_all(old, error);
  if (!error) {
    fs::rename(complete, old, error);
  }
}

fs::path without_trailing_slash(const fs::path& directory) {
  return directory.has_filename() ? directory : directory.parent_path();
}

}  // namespace

fs::path partial_path(const fs::path& directory) {
  fs::path partial = without_trailing_slash(directory);
  partial += std::string(partial_mark) + std::to_string(::getpid());
  return partial;
}

AtomicDirectory::AtomicDirectory(const fs::path& directory, bool overwrite)
    : directory_(without_trailing_slash(directory)), partial_(partial_path(directory_)), overwrite_(overwrite) {
  std::error_code error;
  const bool exists = fs::exists(directory_, error);
  if (exists && !fs::is_directory(directory_, error)) {
    throw Error(ErrorKind::usage, "is a file", directory_.string(), "name another result directory");
  }
  if (exists && !overwrite && !fs::is_empty(directory_, error)) {
    throw Error(ErrorKind::usage, "the result directory exists and is not empty", directory_.string(),
                "name another one, or add --overwrite to replace it");
  }
  if (exists && overwrite && !fs::is_empty(directory_, error) && !fs::exists(directory_ / summary_file, error)) {
    throw Error(ErrorKind::usage, "is no result, so it is not replaced", directory_.string(),
                "name a result directory, or one that is absent or empty");
  }
  remove_leftovers(directory_);
  fs::create_directories(partial_, error);
  if (error) {
    throw Error(ErrorKind::resource, "the result directory cannot be created: " + error.message(), partial_.string(),
                "check space and permissions");
  }
}

AtomicDirectory::~AtomicDirectory() {
  if (!committed_) {
    std::error_code ignored;
    fs::remove_all(partial_, ignored);
  }
}

void AtomicDirectory::commit() {
  for (const fs::directory_entry& entry : fs::directory_iterator(partial_)) {
    flush(entry.path(), O_RDONLY);
  }
  flush(partial_, O_RDONLY | O_DIRECTORY);
  std::error_code error;
  if (overwrite_ && fs::exists(directory_)) {
    exchange(partial_, directory_, error);
  } else {
    fs::rename(partial_, directory_, error);
  }
  if (error) {
    throw Error(ErrorKind::resource, "the result directory cannot take its name: " + error.message(),
                directory_.string(), "check permissions and that no other run writes there");
  }
  committed_ = true;
  flush(directory_.has_parent_path() ? directory_.parent_path() : fs::path("."), O_RDONLY | O_DIRECTORY);
}

void write_file(const fs::path& path, std::string_view bytes) {
  const Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (file.get() < 0) {
    fail("cannot create", path, errno);
  }
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      fail("cannot write", path, errno);
    }
    bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

}  // namespace massa::result
