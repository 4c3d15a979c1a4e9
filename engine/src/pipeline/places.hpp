#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "massa/infer/proteins.hpp"
#include "massa/search/peptide_table.hpp"

namespace massa::pipeline {

/// @brief Where the database has each of several sequences, I and L being one residue; one pass for all of them.
/// @param sequences  none is empty
/// @return the places of each, ascending by protein and begin
[[nodiscard]] std::vector<std::vector<search::Occurrence>> places_of(std::span<const std::string_view> sequences,
                                                                     std::span<const infer::DatabaseProtein> database);

}  // namespace massa::pipeline
