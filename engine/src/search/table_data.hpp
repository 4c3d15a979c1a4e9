#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "massa/search/peptide_table.hpp"
#include "search/compiled_modifications.hpp"
#include "search/fixed_mass.hpp"

namespace massa::search::detail {

inline constexpr std::uint8_t reversed_decoy = 0;
inline constexpr std::uint8_t no_decoy = 255;

/// @brief A distinct peptide, 16 bytes. Records are sorted by mass; the fixed modifications are in the mass.
struct PeptideRecord {
  FixedMass mass = 0;
  std::uint32_t residues = 0;          ///< offset of its first occurrence in TableData::arena
  std::uint32_t first_occurrence = 0;  ///< index into TableData::occurrences; they end where the next record's begin
  std::uint8_t length = 0;
  std::uint8_t flags = 0;               ///< PeptideFlag
  std::uint8_t decoy = reversed_decoy;  ///< reversed_decoy, the number of the shuffle to use, or no_decoy
};

/// @brief The peptides that can bear one modification state, as indexes into TableData::peptides. A constant separates
/// their mass from the record's, so they are in order of mass too and no record has to be repeated.
struct Lane {
  ModificationState state;
  std::int64_t delta = 0;               ///< fixed-point mass of the state
  std::vector<std::uint32_t> peptides;  ///< empty for the unmodified state, which takes every peptide
};

struct TableData {
  explicit TableData(const ModificationOptions& options) : modification_options(options), modifications(options) {}

  [[nodiscard]] std::string_view sequence(const PeptideRecord& record) const noexcept {
    return std::string_view(arena).substr(record.residues, record.length);
  }
  [[nodiscard]] std::string decoy_sequence(const PeptideRecord& record) const;
  /// @brief Index of the first peptide whose mass is ≥ `mass` (fixed-point).
  [[nodiscard]] std::uint32_t first_at_least(std::int64_t mass) const noexcept;
  void index_masses();

  ModificationOptions modification_options;
  CompiledModifications modifications;
  chem::DigestOptions digest;
  TableStatistics statistics;
  std::string arena;                          ///< the proteins' sequences, one behind the other
  std::vector<std::uint32_t> protein_starts;  ///< offset of each protein, and the arena's size
  std::vector<PeptideRecord> peptides;
  std::vector<std::uint32_t> occurrences;  ///< offsets into the arena
  std::vector<Lane> lanes;                 ///< the unmodified one first

 private:
  static constexpr int mass_index_shift = fixed_mass_bits - 2;  // a step each 0.25 Da
  std::vector<std::uint32_t> mass_index_;                       // first peptide of each step
};

/// @brief Most occurrences of peptides that a table is built of: they take 36 bytes each meanwhile.
inline constexpr std::uint64_t most_occurrences = std::uint64_t{1} << 26;

/// @brief Fills arena, peptides, occurrences and statistics.
/// @throws massa::Error (resource) for more than 4 G residues or more than `limit` occurrences
void build_peptides(std::span<const ProteinSequence> proteins, bool decoys, unsigned threads, TableData& table,
                    std::uint64_t limit = most_occurrences);

/// @brief Fills the lanes from the peptides.
void build_lanes(unsigned threads, TableData& table);

}  // namespace massa::search::detail
