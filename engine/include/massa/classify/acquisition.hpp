#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "massa/classify/run_statistics.hpp"

namespace massa::classify {

/// @brief How a run was acquired, which decides how it is searched.
enum class AcquisitionType : std::uint8_t { dda, targeted, dia, pmf, pmf_msms, intact, top_down, ms1_only, empty };

/// @return "dda", "targeted", "dia", "pmf", "pmf_msms", "intact", "top_down", "ms1_only" or "empty"
[[nodiscard]] std::string_view name(AcquisitionType type) noexcept;
/// @brief The inverse of name(); nothing for another text.
[[nodiscard]] std::optional<AcquisitionType> acquisition_type(std::string_view name) noexcept;

struct Acquisition {
  AcquisitionType type = AcquisitionType::empty;
  std::string reason_code;  ///< stable, e.g. "isolation_windows_tile"
  std::string reason;       ///< one English sentence with the figures that decided
};

/// @brief Decides by the first rule that holds: PMF, PMF with MS/MS, intact, DIA, targeted, top-down, DDA.
[[nodiscard]] Acquisition classify_acquisition(const RunStatistics& statistics);

}  // namespace massa::classify
