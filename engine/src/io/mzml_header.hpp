#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/place.hpp"
#include "massa/core/spectrum.hpp"
#include "massa/io/run_info.hpp"

namespace massa::io {

/// @brief A cvParam of a referenceableParamGroup.
struct CvParameter {
  std::uint32_t accession = 0;
  std::string name;
  std::string value;
  std::string unit_accession;
  std::string unit_name;
};

struct MzmlInstrument {
  std::string model;
  Ionization ionization = Ionization::unknown;
  std::vector<Analyzer> analyzers;  ///< in the order of the components; the last one records
};

/// @brief What stands before the spectra of an mzML file.
struct MzmlHeader {
  std::map<std::string, std::vector<CvParameter>, std::less<>> groups;
  std::map<std::string, MzmlInstrument, std::less<>> instruments;
  std::string default_instrument;

  /// @brief Recording analyser of a configuration (empty: the default one); unknown where it is not stated.
  [[nodiscard]] Analyzer analyzer(std::string_view instrument) const noexcept;
  /// @brief Analyser of an MSn scan that names neither its configuration nor its filter line: unknown in an instrument
  /// that can record MSn in either of two analysers.
  [[nodiscard]] Analyzer default_analyzer(int ms_level) const noexcept;
};

/// @brief Reads an mzML file up to its spectrum list (or to the end of its run, if it has none).
/// @return bytes used up; nothing when the text ends before that
/// @throws massa::Error (input) for another version than mzML 1.x
[[nodiscard]] std::optional<std::size_t> read_mzml_header(std::string_view text, std::string_view file,
                                                          MzmlHeader& header, RunInfo& run);

}  // namespace massa::io
