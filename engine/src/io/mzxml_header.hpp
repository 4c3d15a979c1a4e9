#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "massa/core/spectrum.hpp"
#include "massa/io/run_info.hpp"

namespace massa::io {

struct MzxmlInstrument {
  std::string model;
  Analyzer analyzer = Analyzer::unknown;
};

/// @brief What stands before the scans of an mzXML file.
struct MzxmlHeader {
  std::map<std::string, MzxmlInstrument, std::less<>> instruments;  ///< by msInstrumentID, "" where it has none
  Representation representation = Representation::unknown;          ///< dataProcessing centroided

  /// @brief Analyser of a scan that names `instrument`, or the only one (unknown for MSn of a hybrid instrument).
  [[nodiscard]] Analyzer analyzer(std::string_view instrument, int ms_level) const noexcept;
};

/// @brief Reads an mzXML file up to its first scan.
/// @return bytes used up; nothing when the text ends before that
[[nodiscard]] std::optional<std::size_t> read_mzxml_header(std::string_view text, std::string_view file,
                                                           MzxmlHeader& header, RunInfo& run);

}  // namespace massa::io
