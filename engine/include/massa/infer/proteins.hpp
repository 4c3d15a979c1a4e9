#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "massa/chem/digest.hpp"
#include "massa/infer/coverage.hpp"
#include "massa/infer/groups.hpp"
#include "massa/infer/peptides.hpp"
#include "massa/validate/protein_e_value.hpp"
#include "massa/validate/protein_evidence.hpp"

namespace massa::infer {

/// @brief A protein of the searched database, in the order in which the peptide table was built. Views into the
/// database.
struct DatabaseProtein {
  std::string_view accession;
  std::string_view description;
  std::string_view sequence;
  std::optional<chem::MatureChain> mature;
  bool contaminant = false;  ///< of the contaminant list
  bool expected = false;     ///< wins over `contaminant`
  bool in_database = true;   ///< false for a contaminant that the search added
};

enum class Role : std::uint8_t {
  expected,     ///< declared for this file
  target,       ///< named by the verdict without having been declared
  contaminant,  ///< of the contaminant list
  background,   ///< the rest of the database
};

[[nodiscard]] std::string_view name(Role role) noexcept;

/// @brief A peptide on a protein.
struct Placement {
  std::uint32_t sequence_id = 0;
  Interval place;
};

struct IdentifiedProtein {
  std::uint32_t database_index = 0;
  std::optional<Grouped> group;  ///< nothing for an expected protein of which no peptide was found
  Role role = Role::background;
  std::vector<std::uint32_t> sequence_ids;  ///< accepted distinct sequences, ascending
  std::vector<Placement> placements;        ///< ascending by begin, then end
  std::uint64_t psms = 0;
  std::uint64_t unique_peptides = 0;    ///< sequences that no other protein of the database has
  Interval chain;                       ///< the mature chain where the entry declares it, else the sequence
  double coverage_percent = 0.0;        ///< of the residues of `chain`
  std::optional<double> log10_e_value;  ///< by the peptides it claims; the expected protein by all its peptides
  std::optional<double> q_value;
  bool accepted = false;
  double mass_da = 0.0;  ///< average mass of the unmodified chain; residues without a mass count 0
  bool n_terminus_seen = false;
  bool c_terminus_seen = false;

  [[nodiscard]] bool leads() const noexcept { return group && group->membership == Membership::leading; }
};

struct IdentifiedProteins {
  std::vector<IdentifiedProtein> proteins;  ///< expected first, then by group and membership
  validate::FdrEstimate fdr;
};

/// @return residues of one protein / residues of the database
[[nodiscard]] double database_share(std::span<const DatabaseProtein> database, std::uint32_t protein);

/// @brief Groups the proteins of the accepted peptides and gives each its evidence.
///
/// Protein-level q-values by the picked approach (Savitski et al. 2015, Mol. Cell. Proteomics 14, 2394): each protein
/// competes with its own decoy by the best peptide E-value; a peptide of several proteins counts for the first of them,
/// for targets and decoys alike.
/// @param matches  best matches of all spectra, for the decoys
[[nodiscard]] IdentifiedProteins infer_proteins(const IdentifiedPeptides& peptides,
                                                std::span<const DatabaseProtein> database,
                                                std::span<const search::SpectrumMatches> matches,
                                                const search::PeptideTable& table, const validate::SearchScale& scale,
                                                const validate::Acceptance& acceptance);

/// @brief The identified proteins as the verdict sees them, in the same order.
[[nodiscard]] std::vector<validate::ProteinEvidence> protein_evidence(const IdentifiedProteins& inference,
                                                                      std::span<const DatabaseProtein> database);

/// @brief The distinct sequences as the verdict sees them, by sequence id.
[[nodiscard]] std::vector<validate::PeptideEvidence> peptide_evidence(const IdentifiedPeptides& peptides);

}  // namespace massa::infer
