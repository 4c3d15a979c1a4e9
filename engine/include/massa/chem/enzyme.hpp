#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace massa::chem {

/// @brief Where a cleavage agent cuts, compiled from its PSI-MS regular expression.
///
/// The expressions of the PSI-MS ontology look at no more than two residues on either side of a bond, so each
/// alternative becomes four sets of residues: two before the bond, two behind.
class CleavageRule {
 public:
  /// @param regex  lookarounds over letters and letter classes, e.g. "(?<=[KR])(?!P)"; empty: never cuts
  /// @throws massa::Error (input) for anything else
  [[nodiscard]] static CleavageRule compile(std::string_view regex);

  /// @return whether the bond before `sequence[position]` is cut; false at both ends of the sequence
  [[nodiscard]] bool cuts_before(std::string_view sequence, std::size_t position) const noexcept;

 private:
  using ResidueSet = std::uint32_t;  // bits 0…25: letters; bit 26: no residue there; bit 27: another character
  using Alternative = std::array<ResidueSet, 4>;
  std::vector<Alternative> alternatives_;
};

/// @brief A cleavage agent of the PSI-MS ontology.
struct Enzyme {
  std::string accession;  ///< "MS:1001251"
  std::string name;       ///< "Trypsin"
  std::string regex;      ///< "(?<=[KR])(?!P)"; empty for "no cleavage" and "unspecific cleavage"
  CleavageRule rule;
  bool unspecific = false;  ///< "unspecific cleavage": every bond may be cut
};

/// @brief The 26 agents of data/enzymes.tsv, in its order. The objects live as long as the program.
[[nodiscard]] std::span<const Enzyme> enzymes();

/// @brief Finds by name (letter case ignored) or accession; nullptr if there is none.
[[nodiscard]] const Enzyme* find_enzyme(std::string_view name_or_accession);

/// @brief As find_enzyme.
/// @throws massa::Error (usage) that lists the names
[[nodiscard]] const Enzyme& enzyme(std::string_view name_or_accession);

}  // namespace massa::chem
