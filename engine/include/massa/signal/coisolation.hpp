#pragma once
#include <span>
#include <vector>

#include "massa/core/tolerance.hpp"

namespace massa::signal {

/// @brief A peptide ion that a survey scan shows, by its isotope envelope.
struct SurveyIon {
  double mz = 0.0;         ///< monoisotopic, Th
  int charge = 0;          ///< from the isotope spacing, ≥ 1
  float intensity = 0.0F;  ///< of the whole envelope
};

/// @brief The ions of a centroided survey scan whose monoisotopic peak lies in an isolation window, brightest first.
///
/// All of them are fragmented together; where the instrument named none or the wrong one, the peptide may be another.
/// Peaks below 1 % of the highest in the window, and peaks without isotopes, are left out.
/// @param mz         Th, ascending
/// @param intensity  same length
[[nodiscard]] std::vector<SurveyIon> coisolated_ions(std::span<const double> mz, std::span<const float> intensity,
                                                     double window_low_mz, double window_high_mz, Tolerance tolerance,
                                                     int max_charge);

}  // namespace massa::signal
