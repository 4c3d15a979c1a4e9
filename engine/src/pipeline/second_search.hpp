#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "massa/infer/peptides.hpp"
#include "massa/infer/proteins.hpp"
#include "massa/search/search.hpp"
#include "massa/validate/psms.hpp"
#include "runs.hpp"

namespace massa::pipeline {

/// @brief What the second search considers.
struct SecondSearchOptions {
  chem::DigestOptions digest;
  search::ModificationOptions modifications;
  search::SearchOptions search;
  double fdr_threshold = 0.01;
  unsigned threads = 0;
};

/// @brief PSMs of the expected protein that only the second search finds.
struct SecondSearch {
  struct Hit {
    std::uint32_t spectrum = 0;  ///< index into the searched spectra
    search::Psm psm;
    chem::Peptidoform form;
    int missed_cleavages = 0;
  };
  std::vector<Hit> hits;  ///< accepted, ascending by spectrum
  validate::SubsetAcceptance acceptance;
};

/// @brief Searches the spectra without an accepted match against the expected protein alone, with more modifications
/// and shorter peptides than the whole database would bear.
///
/// The same statistics as in the first search: of the spectra that have a candidate at all, at most E are wrong with
/// an E-value ≤ E on average (see validate::assess_subset, whose subset is now everything that is searched). A hit must
/// also beat the spectrum's best match in the database.
/// @param matches  of the first search, one a searched spectrum
[[nodiscard]] SecondSearch search_again(std::span<const search::SpectrumMatches> matches,
                                        const validate::PsmLevel& psms, std::span<const SearchedSpectrum> searched,
                                        const infer::DatabaseProtein& expected, const SecondSearchOptions& options);

/// @brief Adds the hits to the peptides. They raise coverage, but are no evidence for the protein's E-value: its
/// presence was settled before.
void add_hits(const SecondSearch& second, std::span<const infer::DatabaseProtein> database,
              infer::IdentifiedPeptides& peptides);

}  // namespace massa::pipeline
