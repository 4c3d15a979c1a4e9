#pragma once
#include <cstdint>
#include <vector>

#include "massa/chem/peptidoform.hpp"

namespace massa::simulate {

/// @brief Beam-type dissociation (HCD) or resonant excitation in an ion trap.
enum class Dissociation : std::uint8_t { beam_type, ion_trap };

/// @brief An ion that a peptide breaks into.
struct Fragment {
  double mass_da = 0.0;  ///< neutral, monoisotopic
  int charge = 1;
  double intensity = 0.0;  ///< relative; the fragments of a peptide sum to 1
};

/// @brief The fragments of a peptide under a plausible model of collision-induced dissociation.
///
/// b and y ions with their relative frequencies after the known rules: cleavage before proline is strong and behind it
/// weak; behind aspartic acid it is strong where no proton is mobile (Wysocki et al. 2000); y outweighs b for tryptic
/// peptides; the middle of the sequence breaks most; b1 is absent; a2 accompanies b2, immonium ions appear in beam-type
/// spectra; water and ammonia are lost from fragments that hold S, T, E, D and R, K, N, Q; the precursor and its loss
/// of water remain in ion traps. What the rules do not explain is a factor that `seed` and the sequence determine, so a
/// peptide breaks the same way each time.
[[nodiscard]] std::vector<Fragment> fragments_of(const chem::Peptidoform& peptidoform, int precursor_charge,
                                                 Dissociation dissociation, std::uint64_t seed);

}  // namespace massa::simulate
