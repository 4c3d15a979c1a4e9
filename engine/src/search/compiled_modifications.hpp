#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "massa/search/modification_set.hpp"
#include "massa/search/peptide_table.hpp"
#include "search/fixed_mass.hpp"

namespace massa::search {

/// @brief Properties of a peptide that decide which terminal modifications it may bear.
enum PeptideFlag : std::uint8_t { protein_n_term_flag = 1, protein_c_term_flag = 2 };

/// @brief A variable rule, ready for use on sequences.
struct CompiledRule {
  std::uint32_t residues = 0;  ///< as ModificationRule; all letters where a terminal rule takes any residue
  chem::ModificationPosition position = chem::ModificationPosition::anywhere;
  std::int64_t delta = 0;  ///< fixed-point; less the fixed modification that it replaces

  [[nodiscard]] bool accepts(char residue) const noexcept { return (residues >> (residue - 'A') & 1U) != 0; }
};

/// @brief Fixed and variable modifications as masses of residues, termini and rules.
class CompiledModifications {
 public:
  /// @throws massa::Error (usage), see check(ModificationOptions)
  explicit CompiledModifications(const ModificationOptions& options);

  /// @brief Mass of a residue with its fixed modification. Index: letter & 31.
  [[nodiscard]] const std::array<FixedMass, 32>& residues() const noexcept { return residues_; }
  /// @brief Fixed modification of the N-terminus of a peptide that starts with `residue`; likewise C.
  [[nodiscard]] std::int64_t n_term(char residue) const noexcept { return n_term_[residue & 31]; }
  [[nodiscard]] std::int64_t c_term(char residue) const noexcept { return c_term_[residue & 31]; }
  [[nodiscard]] std::span<const CompiledRule> variable() const noexcept { return variable_; }

  /// @brief Number of sites that each variable rule finds on a peptide, in the order of variable().
  void count_sites(std::string_view sequence, std::uint8_t flags, std::span<std::uint8_t> counts) const noexcept;

 private:
  std::array<FixedMass, 32> residues_{};
  std::array<std::int64_t, 32> n_term_{};
  std::array<std::int64_t, 32> c_term_{};
  std::vector<CompiledRule> variable_;
};

/// @brief How many times each variable modification is used: rule indexes, ascending, with repeats; empty: unmodified.
using ModificationState = std::vector<std::uint8_t>;

/// @brief Every state of up to `max_per_peptide` modifications over `rules` rules, the empty one first.
[[nodiscard]] std::vector<ModificationState> modification_states(std::size_t rules, int max_per_peptide);

/// @brief Most arrangements of one state on one peptide that are compared; the others are left out.
inline constexpr std::size_t max_arrangements = 256;

/// @brief Ways to place a state on a peptide, in a fixed order: arrangement i is `sites[i × per, (i + 1) × per)`.
struct Arrangements {
  std::vector<VariableSite> sites;
  std::size_t per = 0;  ///< sites in each arrangement
  [[nodiscard]] std::size_t size() const noexcept { return per == 0 ? 1 : sites.size() / per; }
  [[nodiscard]] std::span<const VariableSite> operator[](std::size_t i) const noexcept {
    return std::span(sites).subspan(i * per, per);
  }
};

/// @brief Places `state` on a peptide: no two modifications share a residue or a terminus. Reuses the memory of `out`.
void arrange(const CompiledModifications& modifications, const ModificationState& state, std::string_view sequence,
             std::uint8_t flags, Arrangements& out);

}  // namespace massa::search
