#include "output_file.hpp"

#include <system_error>
#include <utility>

#include "massa/core/error.hpp"

namespace massa::simulate {

OutputFile::OutputFile(std::filesystem::path path) : path_(std::move(path)), partial_path_(path_) {
  partial_path_ += ".partial";
  stream_.open(partial_path_, std::ios::binary | std::ios::trunc);
  if (!stream_) {
    fail();
  }
}

OutputFile::~OutputFile() {
  if (!finished_) {
    stream_.close();
    std::error_code ignored;
    std::filesystem::remove(partial_path_, ignored);
  }
}

void OutputFile::write(std::string_view text) {
  if (!stream_.write(text.data(), static_cast<std::streamsize>(text.size()))) {
    fail();
  }
  size_ += text.size();
}

void OutputFile::finish() {
  stream_.close();
  std::error_code error;
  std::filesystem::rename(partial_path_, path_, error);
  if (!stream_ || error) {
    fail();
  }
  finished_ = true;
}

void OutputFile::fail() const {
  throw Error(ErrorKind::resource, "cannot write the file", path_.string(),
              "check that the folder exists, may be written, and has room");
}

}  // namespace massa::simulate
