#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "massa/core/spectrum.hpp"

namespace massa::io {

enum class FileFormat : std::uint8_t { mzml, mzxml, mgf, fasta };

/// @return "mzML", "mzXML", "MGF" or "FASTA"
[[nodiscard]] std::string_view name(FileFormat format) noexcept;

/// @brief How the ions were made (PSI-MS "ionization type" branch), as far as classification needs it.
enum class Ionization : std::uint8_t { unknown, electrospray, maldi };

struct Software {
  std::string name;
  std::string version;
};

/// @brief What a spectrum file says about its run, known as soon as the file is open. All texts are valid UTF-8.
struct RunInfo {
  FileFormat format = FileFormat::mzml;
  std::string format_version;  ///< as stated, e.g. "1.1.0"; empty for MGF
  bool gzip_wrapped = false;
  std::string instrument_model;  ///< empty where not stated
  Ionization ionization = Ionization::unknown;
  std::vector<Analyzer> analyzers;  ///< families that the instrument configurations name, in file order, each once
  std::vector<Software> software;   ///< in file order
  std::string start_time;           ///< ISO 8601 as stated; empty where not stated
  std::optional<std::uint64_t> declared_spectra;  ///< the count that the file promises; never trusted
  bool leading_peak_list = false;  ///< MGF: peaks before the first BEGIN IONS (a peptide mass fingerprint)
};

/// @brief Something in a file that could be read, but not as it stands there.
struct ReadWarning {
  std::string code;         ///< stable, e.g. "non_finite_peaks"
  std::uint64_t count = 0;  ///< how many peaks, spectra or entries it concerns
  std::string first_place;  ///< file and byte or line, spectrum id
  std::string message;      ///< one English sentence that holds the count and the first place
};

/// @brief What reading met; complete after the last spectrum, the same for any number of threads.
struct ReadReport {
  std::uint64_t spectra_in_file = 0;  ///< delivered and skipped
  std::uint64_t spectra_skipped = 0;  ///< excluded by ReadOptions
  std::vector<ReadWarning> warnings;  ///< in the order of their first occurrence
};

}  // namespace massa::io
