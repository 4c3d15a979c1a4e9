#pragma once
#include <span>
#include <vector>

#include "annotations.hpp"
#include "identifications.hpp"
#include "massa/filter/pipeline.hpp"
#include "massa/result/rows.hpp"

namespace massa::pipeline {

/// @brief The rows of `filter_steps`.
[[nodiscard]] std::vector<result::FilterStepRow> filter_rows(const filter::FilterPipeline& filter,
                                                             const filter::FilterReport& report);

/// @brief Fills the tables of identifications: PSMs with their annotations, peptides, placements, proteins.
/// @param ranks  matches listed for a spectrum
void fill_identifications(const Identifications& found, std::span<const SearchedSpectrum> searched,
                          std::vector<PackedAnnotations> annotations, const search::PeptideTable& table,
                          const SearchDatabase& database, int ranks, unsigned threads, result::Tables& tables);

}  // namespace massa::pipeline
