#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "massa/search/search.hpp"
#include "runs.hpp"
#include "second_search.hpp"

namespace massa::pipeline {

/// @brief Explained peaks, packed as result::encode_annotations does.
using PackedAnnotations = std::vector<std::byte>;

/// @brief Explains the searched peaks of each spectrum by its best match, where the instrument saw them.
/// @return one element a spectrum, empty where nothing matched
[[nodiscard]] std::vector<PackedAnnotations> annotate_best(std::span<const search::SpectrumMatches> matches,
                                                           std::span<const SearchedSpectrum> searched,
                                                           const search::PeptideTable& table,
                                                           const search::SearchOptions& options, unsigned threads);

/// @brief Replaces the annotations of the spectra that the second search explains.
void annotate_again(const SecondSearch& second, std::span<const SearchedSpectrum> searched,
                    const search::SearchOptions& options, std::vector<PackedAnnotations>& annotations);

}  // namespace massa::pipeline
