#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "massa/chem/modification.hpp"

namespace massa::search {

/// @brief Which modifications a search considers.
struct ModificationOptions {
  std::vector<chem::ModificationRule> fixed;
  std::vector<chem::ModificationRule> variable;
  int max_variable_per_peptide = 3;
};

/// @throws massa::Error (usage) when two fixed rules meet on one site, a variable rule is listed twice, or a variable
/// rule covers residues of which only some bear a fixed modification. A variable modification otherwise takes the place
/// of a fixed one on the same site.
void check(const ModificationOptions& options);

}  // namespace massa::search
