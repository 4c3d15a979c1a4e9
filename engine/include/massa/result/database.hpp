#pragma once
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "massa/result/rows.hpp"

namespace massa::result {

/// @brief Version of the schema of result.sqlite, in PRAGMA user_version.
inline constexpr int schema_version = 1;

/// @brief Writes result.sqlite in one transaction. The same rows give the same bytes.
class ResultDatabase {
 public:
  /// @throws Error (resource) here and below when the disk is full
  explicit ResultDatabase(const std::filesystem::path& path);
  ~ResultDatabase();
  ResultDatabase(const ResultDatabase&) = delete;
  ResultDatabase& operator=(const ResultDatabase&) = delete;

  /// @brief First: what does not depend on the search.
  void write_spectra(std::span<const std::string> files, std::span<const FilterStepRow> steps,
                     std::span<const SpectrumRow> spectra);
  /// @brief Then what does.
  void write_identifications(const Tables& tables);
  /// @brief Last: key–value pairs; then closes the file.
  void finish(std::span<const std::pair<std::string, std::string>> meta);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace massa::result
