#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "massa/chem/digest.hpp"
#include "massa/chem/peptidoform.hpp"
#include "massa/search/modification_set.hpp"

namespace massa::search {

/// @brief A protein to digest. The table copies the sequence.
struct ProteinSequence {
  std::string_view sequence;  ///< upper-case letters
  std::optional<chem::MatureChain> mature;
};

/// @brief Where a peptide stands in the database.
struct Occurrence {
  std::uint32_t protein = 0;  ///< index into the span given to build()
  std::uint32_t begin = 0;    ///< 0-based
};

struct TableStatistics {
  std::uint64_t proteins = 0;
  std::uint64_t peptides = 0;  ///< distinct sequences
  std::uint64_t occurrences = 0;
  std::uint64_t modification_states = 0;  ///< peptide × numbers of each variable modification
  std::uint64_t ambiguous_peptides = 0;   ///< skipped for B, J, X, Z or a character that is no residue
  std::uint64_t without_decoy = 0;        ///< no arrangement of the interior differs from every target
};

/// @brief A variable modification on a candidate: position as in chem::ModifiedSite, index into
/// ModificationOptions::variable.
struct VariableSite {
  std::uint8_t position = 0;
  std::uint8_t rule = 0;
  friend bool operator==(const VariableSite&, const VariableSite&) = default;
};

namespace detail {
struct TableData;
}

/// @brief Every distinct peptide of a digested database, sorted by mass; immutable, safe to read from any thread.
///
/// One sequence from several proteins is one peptide that knows all its occurrences; sequences that differ only in I
/// and L are two. Each target brings one decoy (chem::reversed_decoy, or the first chem::shuffled_decoy that is no
/// target, with I = L), which is derived when needed and costs no memory.
class PeptideTable {
 public:
  /// @param threads  0: all
  /// @throws massa::Error (usage) for contradictory options, (resource) for a database of more than 4 G residues or
  /// more than 2^26 peptides, counted wherever they stand
  [[nodiscard]] static PeptideTable build(std::span<const ProteinSequence> proteins, const chem::DigestOptions& digest,
                                          const ModificationOptions& modifications, bool decoys, unsigned threads);
  PeptideTable(PeptideTable&&) noexcept;
  PeptideTable& operator=(PeptideTable&&) noexcept;
  ~PeptideTable();

  /// @brief Number of distinct target peptides; peptide indexes are 0 … size() − 1, in ascending mass.
  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] const TableStatistics& statistics() const noexcept;
  [[nodiscard]] const ModificationOptions& modifications() const noexcept;
  [[nodiscard]] const chem::DigestOptions& digest_options() const noexcept;

  /// @brief Sequence of a target; valid as long as the table.
  [[nodiscard]] std::string_view sequence(std::uint32_t peptide) const noexcept;
  /// @brief Sequence of its decoy; empty if it has none.
  [[nodiscard]] std::string decoy_sequence(std::uint32_t peptide) const;
  /// @brief Where the target stands, ascending by protein and begin.
  [[nodiscard]] std::vector<Occurrence> occurrences(std::uint32_t peptide) const;
  /// @brief The full peptidoform of a candidate: its fixed modifications and the given variable ones.
  [[nodiscard]] chem::Peptidoform peptidoform(std::uint32_t peptide, bool decoy,
                                              std::span<const VariableSite> variable) const;

  [[nodiscard]] const detail::TableData& data() const noexcept { return *data_; }

 private:
  explicit PeptideTable(std::unique_ptr<detail::TableData> data) noexcept;
  std::unique_ptr<detail::TableData> data_;
};

}  // namespace massa::search
