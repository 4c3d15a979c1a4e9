#pragma once
#include <span>
#include <string_view>

#include "search/candidate_scorer.hpp"
#include "search/table_data.hpp"

namespace massa::search {

/// @brief Sums the residues of a peptide with fixed and the given variable modifications.
/// @param total  neutral mass of the peptidoform, fixed-point
void sum_prefixes(const CompiledModifications& modifications, std::string_view sequence,
                  std::span<const VariableSite> sites, FixedMass total, PrefixMasses& out) noexcept;

/// @brief The site on a reversed decoy that corresponds to one on its target.
[[nodiscard]] VariableSite reversed_site(VariableSite site, std::size_t length) noexcept;

}  // namespace massa::search
