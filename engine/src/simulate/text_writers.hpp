#pragma once
#include <string>
#include <string_view>

#include "run_model.hpp"

namespace massa::simulate {

/// @brief The `BEGIN IONS` block of an MS2, or the bare peak list of a fingerprint. m/z with 5 decimals.
[[nodiscard]] std::string mgf_block(const SimulatedSpectrum& simulated);

/// @brief Header of the truth table.
inline constexpr std::string_view truth_header = "spectrum_id\tscan\tproforma\tsequence\tproteins\tcharge\tkind\n";

/// @brief Lines of the truth table, one for everything that the spectrum holds.
/// @param native_id  of the spectrum in the file that the table belongs to
[[nodiscard]] std::string truth_lines(const SimulatedSpectrum& simulated, std::string_view native_id);

}  // namespace massa::simulate
