#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "massa/search/peptide_table.hpp"

namespace massa::search {

/// @brief A peptide–spectrum match.
struct Psm {
  std::uint32_t peptide = 0;  ///< index into the PeptideTable; of the target it comes from if is_decoy
  bool is_decoy = false;
  bool is_coisolated = false;     ///< the precursor is one of SearchSpectrum::coisolated, not the selected ion
  double precursor_mz = 0.0;      ///< of the ion it is matched with, Th, as measured
  std::int8_t charge = 0;         ///< of the precursor
  std::int8_t isotope_error = 0;  ///< isotopes by which the selected ion lies above the monoisotopic one
  std::uint8_t rank = 1;
  std::vector<VariableSite> variable_sites;
  double calculated_mass = 0.0;      ///< neutral monoisotopic, Da
  double precursor_error_ppm = 0.0;  ///< (observed − calculated) / calculated m/z after isotope correction
  double hyperscore = 0.0;
  double delta_hyperscore = 0.0;          ///< to the next candidate of another sequence (I = L); to 0 if there is none
  std::uint16_t matched_prefix_ions = 0;  ///< b (and c)
  std::uint16_t matched_suffix_ions = 0;  ///< y (and z)
  std::uint16_t theoretical_ions = 0;
  std::uint8_t longest_prefix_run = 0;  ///< consecutive ordinals matched, any charge
  std::uint8_t longest_suffix_run = 0;
  float matched_intensity_fraction = 0.0F;  ///< of the summed intensity of the searched peaks
  float fragment_error_mean = 0.0F;         ///< observed − theoretical, in the unit of the fragment tolerance
  float fragment_error_sd = 0.0F;           ///< same unit
  double p_value = 1.0;                     ///< chance that one random candidate of this spectrum scores as high
  double e_value = 0.0;                     ///< p-value × candidates: random candidates expected to score as high

  [[nodiscard]] int matched_ions() const noexcept { return matched_prefix_ions + matched_suffix_ions; }
};

/// @brief How candidates that are not the answer match one spectrum (see src/search/e_value.hpp).
///
/// A broken bond gives a prefix and a suffix ion. Equal precursor masses make them complementary: a candidate that
/// shares one with the true peptide shares the other, so bonds are counted by whether one or both are matched.
struct NullDistribution {
  struct Count {
    double mean = 0.0;
    double variance = 0.0;
  };
  Count prefix_only;  ///< matched ions, the last bond left out
  Count suffix_only;
  Count both;  ///< bonds
  /// Shares of candidates that match of the last bond's ions none, the prefix, the suffix, both: few residues stand
  /// there.
  std::array<double, 4> last_bond{1.0, 0.0, 0.0, 0.0};
  double mean_intensity = 0.0;  ///< of a matched peak, normalised
  double variance_intensity = 0.0;
  std::uint32_t samples = 0;  ///< candidates, completed with random peptides, behind these figures
};

/// @brief What the search found for one spectrum.
struct SpectrumMatches {
  std::uint64_t candidates = 0;  ///< target and decoy peptidoforms compared
  NullDistribution null;
  std::vector<Psm> psms;  ///< by rank; at most SearchOptions::ranks, one for each peptide; empty if nothing matched
};

}  // namespace massa::search
