#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "massa/core/error.hpp"
#include "massa/io/reader.hpp"
#include "support/files.hpp"

namespace massa::io::test {

/// @brief Everything a file gives.
struct Contents {
  RunInfo run;
  ReadReport report;
  std::vector<Spectrum> spectra;

  [[nodiscard]] std::uint64_t warned(std::string_view code) const {
    const auto found = std::ranges::find(report.warnings, code, &ReadWarning::code);
    return found == report.warnings.end() ? 0 : found->count;
  }
};

inline Contents read_all(const std::filesystem::path& path, const ReadOptions& options = {}) {
  const auto reader = open_spectra(path, options);
  Contents contents;
  Spectrum spectrum;
  while (reader->next(spectrum)) {
    contents.spectra.push_back(std::move(spectrum));
  }
  contents.run = reader->run();
  contents.report = reader->report();
  return contents;
}

/// @brief The same from text, under a file name.
inline Contents read_text(std::string_view text, const ReadOptions& options = {}, const std::string& name = "run") {
  const massa::test::TemporaryFolder folder;
  return read_all(folder.write(name, text), options);
}

/// @brief Message of the error that reading ends with; empty (and a failure) if it ends well. Checks that it is an
/// error of the input, on one line, and names file and remedy.
inline std::string error_of(std::string_view text, const std::string& name = "run") {
  try {
    (void)read_text(text, {}, name);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::input);
    EXPECT_TRUE(error.where().starts_with(name)) << error.what();
    EXPECT_FALSE(error.remedy().empty()) << error.what();
    EXPECT_EQ(std::string_view(error.what()).find('\n'), std::string_view::npos) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "read without an error";
  return {};
}

}  // namespace massa::io::test
