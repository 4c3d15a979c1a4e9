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
  std::vector<search::SpectrumMatches> matches;  ///< one a searched spectrum; those of the second search in place
  validate::PsmLevel psms;
  infer::IdentifiedPeptides peptides;
  infer::IdentifiedProteins proteins;
  std::vector<validate::ProteinEvidence> evidence;  ///< one a protein of `proteins`
  validate::Verdict verdict;
  SecondSearch second;  ///< its hits are in `psms` and `peptides`
};

struct IdentifyOptions {
  validate::Acceptance acceptance;
  validate::VerdictOptions verdict;
  std::optional<SecondSearchOptions> second_search;  ///< nothing: none is made
};

/// @brief Validates matches, infers proteins and finds the verdict. Proteins that the verdict names become targets.
///
/// Where an expected protein is there, its spectra are looked for a second time (see search_again).
/// @return everything but `matches`: see take_matches
[[nodiscard]] Identifications identify(std::span<const search::SpectrumMatches> matches,
                                       std::span<const SearchedSpectrum> searched, const search::PeptideTable& table,
                                       const SearchDatabase& database, const IdentifyOptions& options);

/// @brief Gives the identifications their matches, and the spectra that the second search explains its match.
void take_matches(std::vector<search::SpectrumMatches> matches, Identifications& found);

}  // namespace massa::pipeline
