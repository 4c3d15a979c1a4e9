#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "massa/core/tolerance.hpp"

namespace massa::signal {

struct DeisotopeOptions {
  Tolerance tolerance{20.0, ToleranceUnit::ppm};  ///< of the spacing between isotope peaks, relative to their m/z
  int max_charge = 3;                             ///< fragment charges tried: 1 … max_charge
  bool to_singly_charged = true;                  ///< move envelopes of known charge to the m/z of their 1+ ion
};

/// @brief A peak that stands for an isotope envelope, or a peak without one.
struct DeisotopedPeak {
  double mz = 0.0;           ///< Th; of the 1+ ion if moved
  float intensity = 0.0F;    ///< of the whole envelope
  std::uint32_t source = 0;  ///< index of the monoisotopic peak in the input
  std::uint8_t charge = 0;   ///< from the isotope spacing; 0 where a peak has no isotopes
};

/// @brief Keeps the monoisotopic peak of each isotope envelope and, where the spacing tells the charge, moves it to 1+.
///
/// From low to high m/z, a peak that belongs to no envelope yet starts one at the charge under which the most isotope
/// peaks follow (at equal number: the brighter ones), as long as each is no brighter than the averagine peptide of
/// that mass allows (Senko et al. 1995), with room for counting noise; a brighter peak is a fragment of its own and
/// stays. Nothing is made up: every output peak is an input peak, moved at most by its charge.
/// @param mz         Th, ascending
/// @param intensity  same length
/// @param peaks      replaced; ascending by m/z, equal m/z by source
void deisotope(std::span<const double> mz, std::span<const float> intensity, const DeisotopeOptions& options,
               std::vector<DeisotopedPeak>& peaks);

}  // namespace massa::signal
