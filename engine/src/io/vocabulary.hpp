#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "massa/core/spectrum.hpp"
#include "massa/io/run_info.hpp"

namespace massa::io {

/// @brief Number of a PSI-MS accession: 1000511 for "MS:1000511"; 0 for anything else.
[[nodiscard]] std::uint32_t ms_accession(std::string_view accession) noexcept;

/// @name What a PSI-MS term means; nothing for a term of another kind.
/// @{
[[nodiscard]] std::optional<Analyzer> analyzer_of(std::uint32_t accession) noexcept;
[[nodiscard]] std::optional<Ionization> ionization_of(std::uint32_t accession) noexcept;
[[nodiscard]] std::optional<Activation> activation_of(std::uint32_t accession) noexcept;
/// @}

/// @brief Combines the dissociation terms of one precursor: ETD with supplemental collision is EThcD.
[[nodiscard]] Activation combined(Activation before, std::uint32_t accession) noexcept;

/// @name The same from the free texts of mzXML and of vendor filter lines.
/// @{
[[nodiscard]] Analyzer analyzer_named(std::string_view text) noexcept;
[[nodiscard]] Ionization ionization_named(std::string_view text) noexcept;
[[nodiscard]] Activation activation_named(std::string_view text) noexcept;
/// @}

/// @brief Analyser that a Thermo filter line names ("FTMS + p ESI Full ms", "ITMS …"); nothing if it names none.
/// @param fourier  what FTMS stands for in this instrument
[[nodiscard]] std::optional<Analyzer> analyzer_of_filter(std::string_view filter, Analyzer fourier) noexcept;

/// @brief True for instruments that record MS2 in an ion trap or a second analyser at will (LTQ Orbitrap, LTQ FT,
/// Fusion): their MS2 analyser is known only from the scan itself.
[[nodiscard]] bool is_hybrid(std::string_view instrument_model) noexcept;

}  // namespace massa::io
