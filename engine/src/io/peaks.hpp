#pragma once
#include <vector>

#include "io/finding.hpp"
#include "io/place.hpp"
#include "massa/core/spectrum.hpp"

namespace massa::io {

/// @brief Makes the peaks of a spectrum what Spectrum promises: finite, 0 < m/z ≤ 1,000,000, intensity ≥ 0, ascending
/// by m/z.
///
/// What it leaves out or changes is counted in `findings` at `place`. Completes total_ion_current where not stated.
void tidy_peaks(Spectrum& spectrum, const Place& place, std::vector<Finding>& findings);

/// @brief Taken for a spectrum that states no MS level: 2 with a precursor, else 1; noted in `findings`.
void complete_ms_level(Spectrum& spectrum, const Place& place, std::vector<Finding>& findings);

/// @brief Notes an MS/MS spectrum whose precursor m/z is missing.
void check_precursor(const Spectrum& spectrum, const Place& place, std::vector<Finding>& findings);

}  // namespace massa::io
