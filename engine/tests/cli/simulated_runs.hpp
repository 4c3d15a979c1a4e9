#pragma once
#include <string>
#include <vector>

#include "massa/core/progress.hpp"
#include "massa/simulate/simulate.hpp"
#include "support/command.hpp"

namespace massa::test {

inline constexpr const char* proteins_fasta = MASSA_SOURCE_DIR "/data/example_proteins.fasta";

/// @brief A simulated LC-MS/MS run of some proteins of a FASTA file (no accessions: of all).
inline std::string simulated_run(const TemporaryFolder& folder, const std::string& name,
                                 const std::vector<std::string>& accessions, simulate::SimulateOptions options = {},
                                 const std::string& fasta = proteins_fasta) {
  options.accessions = accessions;
  options.gradient_s = 200.0;
  options.abundance_decades = 0.0;
  simulate::SimulateOutput output;
  output.mzml = folder.path() / (name + ".mzML");
  output.truth = folder.path() / (name + ".tsv");
  SilentProgress progress;
  simulate::simulate(simulate::read_sample({fasta}), options, output, 2, progress);
  return output.mzml.string();
}

}  // namespace massa::test
