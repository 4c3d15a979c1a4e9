#pragma once
#include <vector>

#include "massa/infer/peptides.hpp"
#include "massa/infer/proteins.hpp"
#include "massa/search/psm.hpp"
#include "massa/validate/psms.hpp"
#include "massa/validate/verdict.hpp"
#include "runs.hpp"
#include "search_database.hpp"
#include "second_search.hpp"

namespace massa::pipeline {

/// @brief What the search of all spectra amounts to.
struct Identifications {
  std::vector<search::SpectrumMatches> matches;  ///< one a searched spectrum
  validate::PsmLevel psms;
  infer::IdentifiedPeptides peptides;
  infer::IdentifiedProteins proteins;
  std::vector<validate::ProteinEvidence> evidence;  ///< one a protein of `proteins`
  validate::Verdict verdict;
  SecondSearch second;  ///< its hits are in `matches`, `psms` and `peptides`
};

struct IdentifyOptions {
  validate::Acceptance acceptance;
  validate::VerdictOptions verdict;
  std::optional<SecondSearchOptions> second_search;  ///< nothing: none is made
};

/// @brief Validates matches, infers proteins and finds the verdict. Proteins that the verdict names become targets.
///
/// Where an expected protein is there, its spectra are looked for a second time (see search_again).
[[nodiscard]] Identifications identify(std::vector<search::SpectrumMatches> matches,
                                       std::span<const SearchedSpectrum> searched, const search::PeptideTable& table,
                                       const SearchDatabase& database, const IdentifyOptions& options);

}  // namespace massa::pipeline
