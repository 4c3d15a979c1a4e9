#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "massa/classify/acquisition.hpp"
#include "massa/io/run_info.hpp"

namespace massa::inspect {

/// @brief What a spectrum file holds.
struct SpectrumInspection {
  io::RunInfo run;
  classify::RunStatistics statistics;
  classify::Acquisition acquisition;
};

/// @brief What a protein database holds.
struct FastaInspection {
  std::uint64_t proteins = 0;
  std::uint64_t residues = 0;
};

struct Inspection {
  std::string file_name;  ///< without folders
  std::uint64_t size_bytes = 0;
  std::string sha256;
  io::FileFormat format = io::FileFormat::mzml;
  std::optional<SpectrumInspection> spectra;  ///< mzML, mzXML, MGF
  std::optional<FastaInspection> fasta;
  std::vector<io::ReadWarning> warnings;
};

/// @brief Looks through a file once without decoding its peaks (those of the first spectra only), in bounded memory.
/// @param threads  0: all
/// @throws massa::Error (input) when it cannot be read
[[nodiscard]] Inspection inspect_file(const std::filesystem::path& path, unsigned threads = 0);

/// @brief The inspection as a JSON object (snake_case keys, indented by two spaces).
[[nodiscard]] std::string to_json(const Inspection& inspection);

}  // namespace massa::inspect
