#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace massa::infer {

/// @brief How sure the presence of a protein is, in the terms of PAnalyzer (Prieto et al. 2012; MS:1002213–MS:1002215).
enum class GroupClass : std::uint8_t {
  conclusive,         ///< has a peptide that no other protein found has
  indistinguishable,  ///< shares such peptides with proteins of the very same peptides only
  non_conclusive,     ///< every peptide also belongs to other proteins
};

/// @brief Relation to the group's leading protein.
enum class Membership : std::uint8_t {
  leading,            ///< MS:1002401
  same_set,           ///< MS:1001594 sequence same-set protein
  sub_set,            ///< MS:1001596 sequence sub-set protein
  multiply_subsumed,  ///< MS:1002570 sequence multiply subsumable protein
};

[[nodiscard]] std::string_view name(GroupClass group_class) noexcept;
[[nodiscard]] std::string_view name(Membership membership) noexcept;

/// @brief A protein as parsimony sees it.
struct Candidate {
  std::vector<std::uint32_t> peptides;  ///< ids, ascending, not empty
  bool expected = false;
  bool contaminant = false;
};

struct Grouped {
  std::uint32_t group = 0;  ///< 0-based, in the order in which parsimony chose the groups
  GroupClass group_class = GroupClass::conclusive;
  Membership membership = Membership::leading;
  std::vector<std::uint32_t> claimed;  ///< peptides that no earlier group explains; empty unless leading or same-set
};

/// @brief The least set of proteins that explains all peptides (greedy set cover), and how every other one relates to
/// it.
///
/// Repeatedly takes the peptide set that explains most peptides not yet explained; among equals the one with the better
/// `peptide_scores`, then the expected protein's, then the earlier. A set that the later choices made superfluous is
/// taken out again. Of proteins with the same set the expected one leads, then one that is no contaminant, then the
/// earlier.
/// @param peptide_scores  weight of each peptide id, e.g. −log10 E
/// @return one element a candidate
[[nodiscard]] std::vector<Grouped> group_proteins(std::span<const Candidate> candidates,
                                                  std::span<const double> peptide_scores);

}  // namespace massa::infer
