#include "io/byte_source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <new>
#include <string>
#include <utility>

#include "io/detect.hpp"
#include "io/place.hpp"
#include "io/text.hpp"
#include "massa/core/error.hpp"

namespace massa::io {
namespace {

class PlainSource final : public ByteSource {
 public:
  explicit PlainSource(const std::filesystem::path& path) : name_(display_name(path)) {
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) {
      reject({name_}, fmt::format("cannot be opened ({})", std::strerror(errno)), "check the path and its permissions");
    }
    struct stat facts{};
    if (::fstat(descriptor_, &facts) == 0) {
      if (S_ISDIR(facts.st_mode)) {
        ::close(descriptor_);
        reject_folder(name_);
      }
      if (!S_ISREG(facts.st_mode)) {
        ::close(descriptor_);
        reject({name_}, "is not a regular file", "give the path of a file");
      }
      size_ = static_cast<std::uint64_t>(facts.st_size);
    }
    ::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  PlainSource(const PlainSource&) = delete;
  PlainSource& operator=(const PlainSource&) = delete;
  ~PlainSource() override { ::close(descriptor_); }

  std::size_t read(std::span<char> out) override {
    std::size_t filled = 0;
    while (filled < out.size()) {
      const ssize_t got = ::read(descriptor_, out.data() + filled, out.size() - filled);
      if (got == 0) {
        break;
      }
      if (got < 0) {
        if (errno == EINTR) {
          continue;
        }
        reject({name_, position_ + 1}, fmt::format("cannot be read ({})", std::strerror(errno)),
               "check the disk or copy the file again");
      }
      filled += static_cast<std::size_t>(got);
      position_ += static_cast<std::uint64_t>(got);
    }
    return filled;
  }

  [[nodiscard]] std::uint64_t size_bytes() const noexcept override { return size_; }
  [[nodiscard]] std::uint64_t bytes_read() const noexcept override { return position_; }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  void rewind() noexcept {
    ::lseek(descriptor_, 0, SEEK_SET);
    position_ = 0;
  }

 private:
  std::string name_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  std::atomic<std::uint64_t> position_{0};
};

/// Unwraps gzip (RFC 1952), also when it consists of several members, as block gzip does.
class GzipSource final : public ByteSource {
 public:
  explicit GzipSource(std::unique_ptr<PlainSource> file) : file_(std::move(file)) {
    if (::inflateInit2(&stream_, window_bits) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { ::inflateEnd(&stream_); }

  std::size_t read(std::span<char> out) override {
    std::size_t filled = 0;
    while (filled < out.size() && !finished_) {
      if (stream_.avail_in == 0) {
        refill();
      }
      const auto room = static_cast<uInt>(std::min<std::size_t>(out.size() - filled, input_.size() * 64));
      stream_.next_out = reinterpret_cast<Bytef*>(out.data() + filled);
      stream_.avail_out = room;
      const int result = ::inflate(&stream_, Z_NO_FLUSH);
      filled += room - stream_.avail_out;
      unwrapped_ += room - stream_.avail_out;
      check_ratio();
      if (result == Z_STREAM_END) {
        start_next_member();
      } else if (result != Z_OK && result != Z_BUF_ERROR) {
        reject(here(), fmt::format("the gzip data is damaged ({})", stream_.msg != nullptr ? stream_.msg : "unknown"),
               "copy or compress the file again");
      }
    }
    return filled;
  }

  [[nodiscard]] std::uint64_t size_bytes() const noexcept override { return file_->size_bytes(); }
  [[nodiscard]] std::uint64_t bytes_read() const noexcept override { return file_->bytes_read(); }
  [[nodiscard]] bool gzip_wrapped() const noexcept override { return true; }

 private:
  static constexpr int window_bits = 15 + 16;  // the largest window, gzip header
  static constexpr std::uint64_t ratio_checked_from = std::uint64_t{64} << 20;
  static constexpr std::uint64_t max_ratio = 200;  // spectra and sequences reach 30

  [[nodiscard]] Place here() const noexcept { return {file_->name(), file_->bytes_read() - stream_.avail_in + 1}; }

  void refill() {
    const std::size_t got = file_->read(input_);
    if (got == 0) {
      reject({file_->name(), file_->bytes_read() + 1}, "the gzip data ends too early", "copy the file again");
    }
    stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
    stream_.avail_in = static_cast<uInt>(got);
  }

  /// After the end of a member: another member, zero padding, or the end of the file.
  void start_next_member() {
    for (;;) {
      while (stream_.avail_in > 0 && *stream_.next_in == 0) {
        ++stream_.next_in;
        --stream_.avail_in;
      }
      if (stream_.avail_in > 0) {
        break;
      }
      const std::size_t got = file_->read(input_);
      if (got == 0) {
        finished_ = true;
        return;
      }
      stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
      stream_.avail_in = static_cast<uInt>(got);
    }
    if (*stream_.next_in != 0x1F) {
      reject(here(), "there is other data behind the gzip data", "copy or compress the file again");
    }
    ::inflateReset(&stream_);
  }

  void check_ratio() const {
    if (unwrapped_ > ratio_checked_from && unwrapped_ / max_ratio > file_->bytes_read()) {
      reject(here(),
             fmt::format("the gzip data expands to more than {} times its size, as no spectrum file does", max_ratio),
             "give the file that was meant, or unpack it yourself");
    }
  }

  std::unique_ptr<PlainSource> file_;
  z_stream stream_{};
  std::array<char, std::size_t{1} << 16> input_{};
  std::uint64_t unwrapped_ = 0;
  bool finished_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& path) {
  auto file = std::make_unique<PlainSource>(path);
  std::array<char, 2> magic{};
  const std::size_t got = file->read(magic);
  file->rewind();
  if (got == magic.size() && magic[0] == '\x1F' && magic[1] == '\x8B') {
    return std::make_unique<GzipSource>(std::move(file));
  }
  return file;
}

std::unique_ptr<ByteSource> open_stored_bytes(const std::filesystem::path& path) {
  return std::make_unique<PlainSource>(path);
}

std::string display_name(const std::filesystem::path& path) {
  const auto name = path.filename().empty() ? path.parent_path().filename() : path.filename();
  return clean_text(name.empty() ? path.native() : name.native());
}

}  // namespace massa::io
