#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "massa/core/progress.hpp"
#include "massa/simulate/options.hpp"

namespace massa::simulate {

/// @brief A protein in the simulated sample.
struct SampleProtein {
  std::string accession;
  std::string description;  ///< may declare a mature chain ("mature 25-607")
  std::string sequence;
  double relative_amount = 0.0;  ///< 0: drawn by the seed (SimulateOptions::abundance_decades)
};

struct SimulationSummary {
  std::uint64_t proteins = 0;
  std::uint64_t peptides = 0;  ///< distinct peptidoforms in the sample
  std::uint64_t ms1_spectra = 0;
  std::uint64_t ms2_spectra = 0;
  std::uint64_t peaks = 0;
};

/// @brief Simulates a run and writes it. The bytes written depend on the proteins and options alone: not on the
/// machine, nor on `threads` (0: all).
/// @throws massa::Error (usage) for options outside their range or a sample without a usable protein;
///         massa::Error (resource) if a file cannot be written
SimulationSummary simulate(const std::vector<SampleProtein>& sample, const SimulateOptions& options,
                           const SimulateOutput& output, unsigned threads, Progress& progress);

/// @brief The proteins of FASTA files (plain or gzip); without a file, the example proteins that ship with the engine.
/// @throws massa::Error (input) as massa::io::read_fasta
[[nodiscard]] std::vector<SampleProtein> read_sample(const std::vector<std::filesystem::path>& fasta);

}  // namespace massa::simulate
