#pragma once
#include <vector>

#include "massa/infer/peptides.hpp"
#include "massa/infer/proteins.hpp"
#include "massa/search/psm.hpp"
#include "massa/validate/psms.hpp"
#include "massa/validate/verdict.hpp"
#include "runs.hpp"
#include "search_database.hpp"

namespace massa::pipeline {

/// @brief What the search of all spectra amounts to.
struct Identifications {
  std::vector<search::SpectrumMatches> matches;  ///< one a searched spectrum
  validate::PsmLevel psms;
  infer::IdentifiedPeptides peptides;
  infer::IdentifiedProteins proteins;
  std::vector<validate::ProteinEvidence> evidence;  ///< one a protein of `proteins`
  validate::Verdict verdict;
};

/// @brief Validates matches, infers proteins and finds the verdict. Proteins that the verdict names become targets.
[[nodiscard]] Identifications identify(std::vector<search::SpectrumMatches> matches, const search::PeptideTable& table,
                                       const SearchDatabase& database, const validate::Acceptance& acceptance,
                                       const validate::VerdictOptions& verdict);

}  // namespace massa::pipeline
