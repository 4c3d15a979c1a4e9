#pragma once
#include "massa/core/spectrum.hpp"

namespace massa::classify {

/// @brief What the peaks of one MS1 spectrum say about charge.
struct ChargeEvidence {
  bool mostly_singly_charged = false;  ///< of the strongest peaks in m/z 500–4500
  int series_length = 0;               ///< adjacent charge states that agree on one mass > 5 kDa; 0 if fewer than three
  double series_mass_da = not_stated;  ///< neutral mass of that series: mean over its charge states
};

/// @brief Looks at the strongest peaks of a spectrum (its local maxima, if it is a profile).
///
/// Singly charged: isotope neighbours stand 1.003 Th apart more often than a half or a third of that; where no isotopes
/// are seen (monoisotopic lists), most peaks lie at the fractional mass of singly charged peptides. A series: at least
/// three adjacent charges of one mass > 5 kDa, which hold a quarter of the strongest clusters' intensity and do not
/// contradict a charge that isotope spacing shows.
[[nodiscard]] ChargeEvidence charge_evidence(const Spectrum& spectrum);

}  // namespace massa::classify
