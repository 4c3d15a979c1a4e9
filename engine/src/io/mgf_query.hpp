#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "io/format.hpp"

namespace massa::io {

/// @brief Charges of one or several precursors, as CHARGE states them.
struct MgfCharges {
  std::vector<int> values;  ///< magnitudes, each once, ascending
  bool negative = false;
};

/// @brief Reads "2+", "3", "2+ and 3+", "1+,2+", "2-"; nothing when the text is no list of charges. Zero and "Mr"
/// (a neutral mass) state no charge.
[[nodiscard]] std::optional<MgfCharges> parse_charges(std::string_view text);

enum class MgfLine : std::uint8_t { blank, comment, begin_ions, end_ions, parameter, peak, other };

/// @brief What a line of an MGF file is; `line` is trimmed.
[[nodiscard]] MgfLine kind_of(std::string_view line) noexcept;

/// @brief Reads one BEGIN IONS … END IONS block, or the peak list before the first of them as an MS1 spectrum.
/// @param defaults  charges that the file's header states for spectra without their own
/// @return false when `options` exclude it
/// @throws massa::Error (input) with the line that cannot be read
[[nodiscard]] bool read_mgf_query(const RecordText& record, const MgfCharges& defaults, const ReadOptions& options,
                                  Spectrum& spectrum, Decoded& decoded);

}  // namespace massa::io
