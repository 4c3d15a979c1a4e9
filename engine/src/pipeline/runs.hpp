#pragma once
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "massa/classify/acquisition.hpp"
#include "massa/classify/resolution.hpp"
#include "massa/classify/run_statistics.hpp"
#include "massa/core/progress.hpp"
#include "massa/filter/report.hpp"
#include "massa/result/rows.hpp"
#include "massa/result/summary.hpp"
#include "massa/search/search.hpp"

namespace massa::pipeline {

/// @brief What the first spectra of the files show: enough to choose a preset without reading them whole.
[[nodiscard]] classify::ResolutionDecision sample_resolution(std::span<const std::filesystem::path> files);

/// @brief A spectrum that goes into the search, with what is needed to annotate it afterwards.
struct SearchedSpectrum {
  std::uint32_t row = 0;  ///< index into Runs::spectra
  filter::SearchedPeaks peaks;
  std::vector<int> charges;  ///< stated for the precursor
  std::vector<search::CoisolatedIon> coisolated;
  double precursor_mz = not_stated;
  Activation activation = Activation::unknown;

  [[nodiscard]] search::SearchSpectrum view() const noexcept;
};

/// @brief The files as read, filtered and classified.
struct Runs {
  std::vector<result::FileFacts> files;
  std::vector<result::SpectrumRow> spectra;
  std::vector<SearchedSpectrum> searched;
  filter::FilterReport filter;
  classify::RunStatistics statistics;               ///< of the first file
  std::vector<classify::Acquisition> acquisitions;  ///< one a file
  std::vector<result::Warning> warnings;
  std::uint64_t ms1_spectra = 0;
  std::uint64_t ms2_spectra = 0;
};

/// @brief How spectra are read.
struct ReadSettings {
  const filter::FilterPipeline& filter;
  /// Tolerance within which survey scans show the ions isolated together; nothing: they are not looked for.
  std::optional<Tolerance> survey_tolerance;
};

/// @brief Reads all files through the filter, spectra in parallel; the result does not depend on `threads`.
/// @throws Error (input)
[[nodiscard]] Runs read_runs(std::span<const std::filesystem::path> files, const ReadSettings& settings,
                             unsigned threads, Progress& progress);

}  // namespace massa::pipeline
