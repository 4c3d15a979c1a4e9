#pragma once
#include "io/format.hpp"
#include "io/mzxml_header.hpp"

namespace massa::io {

/// @brief Reads one <scan> element without the scans inside it.
/// @return false when `options` exclude it
/// @throws massa::Error (input) when its structure is broken
[[nodiscard]] bool read_mzxml_scan(const RecordText& record, const MzxmlHeader& header, const ReadOptions& options,
                                   Workspace& workspace, Spectrum& spectrum, Decoded& decoded);

/// @brief Seconds of an xs:duration of days, hours, minutes and seconds ("PT1H2M3.5S"), or of a plain number.
[[nodiscard]] std::optional<double> duration_s(std::string_view text) noexcept;

}  // namespace massa::io
