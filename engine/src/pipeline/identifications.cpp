#include "identifications.hpp"

#include <algorithm>
#include <utility>

namespace massa::pipeline {
namespace {

/// What the verdict names without its having been declared is the target of the file.
void name_targets(Identifications& found) {
  const auto name = [&](const std::optional<validate::ProteinClaim>& claim) {
    if (claim && found.proteins.proteins[claim->protein].role != infer::Role::expected) {
      found.proteins.proteins[claim->protein].role = infer::Role::target;
    }
  };
  switch (found.verdict.outcome) {
    case validate::Outcome::identified:
      name(found.verdict.protein);
      break;
    case validate::Outcome::another_protein:
    case validate::Outcome::mixture:
      name(found.verdict.best_competitor);
      break;
    default:
      break;
  }
}

/// Spectra whose best match is a target peptide of the expected protein.
std::vector<bool> matches_of(std::uint32_t protein, std::span<const search::SpectrumMatches> matches,
                             const search::PeptideTable& table) {
  std::vector<bool> flags(matches.size(), false);
  for (std::size_t i = 0; i < matches.size(); ++i) {
    if (!matches[i].psms.empty() && !matches[i].psms.front().is_decoy) {
      const auto places = table.occurrences(matches[i].psms.front().peptide);
      flags[i] = std::ranges::find(places, protein, &search::Occurrence::protein) != places.end();
    }
  }
  return flags;
}

std::optional<std::uint32_t> expected_index(const SearchDatabase& database) {
  const auto expected = std::ranges::find_if(database.proteins, &infer::DatabaseProtein::expected);
  return expected == database.proteins.end()
             ? std::nullopt
             : std::optional(static_cast<std::uint32_t>(expected - database.proteins.begin()));
}

/// Proteins, their evidence and the verdict, from the peptides.
void conclude(std::span<const search::SpectrumMatches> matches, const search::PeptideTable& table,
              const SearchDatabase& database, const IdentifyOptions& options, Identifications& found) {
  const validate::SearchScale scale{matches.size(), database.proteins.size()};
  found.proteins = infer::infer_proteins(found.peptides, database.proteins, matches, table, scale, options.acceptance);
  found.evidence = infer::protein_evidence(found.proteins, database.proteins);
  const std::vector<validate::PeptideEvidence> peptides = infer::peptide_evidence(found.peptides);
  found.verdict = validate::assess_protein({found.evidence, peptides, scale}, options.verdict);
}

bool is_there(validate::Outcome outcome) {
  return outcome == validate::Outcome::confirmed || outcome == validate::Outcome::mixture;
}

void accept(const SecondSearch& second, std::span<const search::SpectrumMatches> matches, validate::PsmLevel& psms) {
  for (const SecondSearch::Hit& hit : second.hits) {
    psms.matched_spectra += matches[hit.spectrum].psms.empty() ? 1 : 0;
    psms.accepted[hit.spectrum] = true;
    psms.in_subset[hit.spectrum] = true;
    if (!psms.q_values.empty()) {
      psms.q_values[hit.spectrum] = not_stated;
    }
  }
}

}  // namespace

Identifications identify(std::span<const search::SpectrumMatches> matches, std::span<const SearchedSpectrum> searched,
                         const search::PeptideTable& table, const SearchDatabase& database,
                         const IdentifyOptions& options) {
  Identifications found;
  found.psms = validate::assess_psms(matches, options.acceptance);
  const std::optional<std::uint32_t> expected = expected_index(database);
  if (expected) {
    validate::accept_subset(matches, matches_of(*expected, matches, table),
                            infer::database_share(database.proteins, *expected), options.acceptance, found.psms);
  }
  found.peptides = infer::collect_peptides(matches, found.psms, table, options.acceptance);
  conclude(matches, table, database, options, found);
  if (expected && options.second_search && is_there(found.verdict.outcome)) {
    found.second = search_again(matches, found.psms, searched, database.proteins[*expected], *options.second_search);
    add_hits(found.second, database.proteins, found.peptides);
    accept(found.second, matches, found.psms);
    conclude(matches, table, database, options, found);
  }
  name_targets(found);
  return found;
}

void take_matches(std::vector<search::SpectrumMatches> matches, Identifications& found) {
  found.matches = std::move(matches);
  for (const SecondSearch::Hit& hit : found.second.hits) {
    found.matches[hit.spectrum].psms = {hit.psm};
  }
}

}  // namespace massa::pipeline
