#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "massa/chem/enzyme.hpp"

namespace massa::chem {

/// @name The greatest values that a digest may have.
/// @{
inline constexpr int peptide_length_limit = 64;
inline constexpr double peptide_mass_limit_da = 10000.0;
inline constexpr int missed_cleavages_limit = 10;
/// @}

/// @brief How many ends of a peptide must be where the enzyme cuts, or where the protein or its mature chain ends.
enum class Specificity : std::uint8_t { full, semi, none };

struct DigestOptions {
  const Enzyme* enzyme = nullptr;  ///< nullptr: Trypsin
  Specificity specificity = Specificity::full;
  int missed_cleavages = 2;  ///< ≤ missed_cleavages_limit; not counted without specificity
  int min_length = 7;
  int max_length = 50;               ///< ≤ peptide_length_limit
  double min_mass_da = 500.0;        ///< of the unmodified peptide, monoisotopic
  double max_mass_da = 5000.0;       ///< same; ≤ peptide_mass_limit_da
  bool initiator_methionine = true;  ///< peptides at the start also without the initiator methionine
};

/// @throws massa::Error (usage) for limits that contradict each other or exceed the engine's
void check(const DigestOptions& options);

/// @return the enzyme of the options; Trypsin where they name none
[[nodiscard]] const Enzyme& enzyme_of(const DigestOptions& options);

/// @brief Part of a precursor sequence that remains after processing: residues [begin, end), 0-based.
struct MatureChain {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// @brief Reads a mature chain that a FASTA description declares as "mature 25-607" (1-based, inclusive).
[[nodiscard]] std::optional<MatureChain> declared_mature_chain(std::string_view description);

/// @brief One peptide of a digest.
struct DigestedPeptide {
  std::uint32_t begin = 0;  ///< 0-based index of its first residue in the protein
  std::uint16_t length = 0;
  std::uint8_t missed_cleavages = 0;
  bool protein_n_term = false;  ///< starts the protein (with or without its initiator methionine) or its mature chain
  bool protein_c_term = false;  ///< ends the protein or its mature chain
};

struct DigestCounts {
  std::uint64_t peptides = 0;
  std::uint64_t ambiguous = 0;  ///< left out because they hold B, J, X, Z or a character that is no residue
};

/// @brief Every peptide of a protein within the limits, by start and then by length; each position once.
/// Letters are upper case.
[[nodiscard]] std::vector<DigestedPeptide> digest(std::string_view sequence, const DigestOptions& options,
                                                  std::optional<MatureChain> mature = {},
                                                  DigestCounts* counts = nullptr);

/// @brief Missed cleavages inside a peptide of this sequence: bonds that the rule would cut, seen within the peptide
/// alone.
[[nodiscard]] int missed_cleavages(std::string_view peptide, const Enzyme& enzyme) noexcept;

}  // namespace massa::chem
