#pragma once
#include "io/format.hpp"
#include "io/mzml_header.hpp"

namespace massa::io {

/// @brief Reads one <spectrum> element.
/// @return false when `options` exclude it
/// @throws massa::Error (input) when its structure is broken
[[nodiscard]] bool read_mzml_spectrum(const RecordText& record, const MzmlHeader& header, const ReadOptions& options,
                                      Workspace& workspace, Spectrum& spectrum, Decoded& decoded);

}  // namespace massa::io
