#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "massa/core/progress.hpp"
#include "massa/parameters/parameters.hpp"
#include "massa/result/summary.hpp"

namespace massa::pipeline {

struct AnalyzeRequest {
  std::vector<std::filesystem::path> files;  ///< spectra; several are one search
  std::filesystem::path database;            ///< FASTA
  parameters::Parameters parameters;         ///< of the preset `auto`: the engine chooses one of the others
  std::optional<std::string> expect;         ///< an accession of the database, or a FASTA file with one sequence
  unsigned threads = 0;                      ///< 0: one a processor
  std::filesystem::path output;              ///< result directory
  bool overwrite = false;                    ///< whether an existing result may be replaced
};

/// @brief Reads, filters, searches and validates the files, and writes the result directory.
///
/// The directory appears complete or not at all. All its files but run.json are the same for the same inputs on any
/// number of threads.
/// @return what summary.json holds
/// @throws Error: usage for parameters and the expected protein, input for files, resource for memory and disk
result::Summary analyze(const AnalyzeRequest& request, Progress& progress);

}  // namespace massa::pipeline
