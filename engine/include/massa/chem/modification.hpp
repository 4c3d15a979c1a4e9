#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "massa/chem/elements.hpp"

namespace massa::chem {

/// @brief Where on a peptide a modification sits (UNIMOD's "position").
enum class ModificationPosition : std::uint8_t {
  anywhere,        ///< a residue's side chain, wherever it stands
  peptide_n_term,  ///< "Any N-term"
  peptide_c_term,  ///< "Any C-term"
  protein_n_term,  ///< "Protein N-term": also behind a removed initiator methionine, and at the start of a mature chain
  protein_c_term,  ///< "Protein C-term": also the end of a mature chain
};

/// @brief An entry of UNIMOD.
struct Modification {
  std::string accession;    ///< "UNIMOD:35"
  std::string name;         ///< UNIMOD's "PSI-MS name" or interim name, "Oxidation"
  Composition composition;  ///< what is added
  double mass_delta = 0.0;  ///< monoisotopic, Da, from the composition
  std::string sites;        ///< usual sites in the notation of `parse_modification`, separated by `;`, e.g. "M;W"
  std::string note;
};

/// @brief All modifications of data/unimod.tsv, in its order. The objects live as long as the program.
[[nodiscard]] std::span<const Modification> unimod();

/// @brief Finds by name ("Oxidation", letter case ignored) or accession ("UNIMOD:35"); nullptr if there is none.
[[nodiscard]] const Modification* find_modification(std::string_view name_or_accession);

/// @brief A modification together with the sites it may take.
struct ModificationRule {
  const Modification* modification = nullptr;
  ModificationPosition position = ModificationPosition::anywhere;
  std::uint32_t residues = 0;  ///< bit c − 'A' set: residue c qualifies; for a terminal position 0 means any residue

  [[nodiscard]] bool accepts(char residue) const noexcept { return (residues >> (residue - 'A') & 1U) != 0; }
  /// @brief The rule in its normal form, e.g. "Oxidation@M", "Acetyl@Protein N-term", "Gln->pyro-Glu@Q^Any N-term".
  [[nodiscard]] std::string text() const;
  friend bool operator==(const ModificationRule&, const ModificationRule&) = default;
};

/// @brief Reads NAME@SITE: NAME is a UNIMOD name or accession; SITE is one or more residues ("M", "STY"),
/// a position ("Protein N-term", "Any N-term", "N-term", "Any C-term", "Protein C-term"; `_` may stand for the space),
/// or both ("Q^Any N-term").
/// @throws massa::Error (usage) that says which part is wrong and what is possible
[[nodiscard]] ModificationRule parse_modification(std::string_view text);

}  // namespace massa::chem
