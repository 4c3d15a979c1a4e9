#pragma once
#include "massa/chem/digest.hpp"
#include "massa/filter/options.hpp"
#include "massa/parameters/parameters.hpp"
#include "massa/search/modification_set.hpp"
#include "massa/search/search.hpp"

namespace massa::parameters {

/// @name The parameters as each module takes them.
/// Tolerances and the steps that depend on resolution must have values: choose a preset other than `auto` first.
/// @throws Error (usage) for an unknown enzyme or modification, and for values that contradict each other
/// @{
[[nodiscard]] chem::DigestOptions digest_options(const Parameters& parameters);
[[nodiscard]] search::ModificationOptions modification_options(const Parameters& parameters);
/// @brief The second search takes one more missed cleavage and one residue less than the first, as far as a digest may.
[[nodiscard]] chem::DigestOptions second_search_digest(const Parameters& parameters);
/// @brief Those of the first search and `second_search_modifications`.
[[nodiscard]] search::ModificationOptions second_search_modifications(const Parameters& parameters);
[[nodiscard]] search::SearchOptions search_options(const Parameters& parameters);
[[nodiscard]] filter::FilterOptions filter_options(const Parameters& parameters);
/// @}

}  // namespace massa::parameters
