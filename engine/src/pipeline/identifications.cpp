#include "identifications.hpp"

#include <algorithm>

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

void accept_expected(const SearchDatabase& database, const search::PeptideTable& table,
                     const validate::Acceptance& acceptance, Identifications& found) {
  const auto expected = std::ranges::find_if(database.proteins, &infer::DatabaseProtein::expected);
  if (expected == database.proteins.end()) {
    return;
  }
  const auto index = static_cast<std::uint32_t>(expected - database.proteins.begin());
  validate::accept_subset(found.matches, matches_of(index, found.matches, table),
                          infer::database_share(database.proteins, index), acceptance, found.psms);
}

}  // namespace

Identifications identify(std::vector<search::SpectrumMatches> matches, const search::PeptideTable& table,
                         const SearchDatabase& database, const validate::Acceptance& acceptance,
                         const validate::VerdictOptions& verdict) {
  Identifications found;
  found.matches = std::move(matches);
  found.psms = validate::assess_psms(found.matches, acceptance);
  accept_expected(database, table, acceptance, found);
  found.peptides = infer::collect_peptides(found.matches, found.psms, table, acceptance);
  const validate::SearchScale scale{found.matches.size(), database.proteins.size()};
  found.proteins = infer::infer_proteins(found.peptides, database.proteins, found.matches, table, scale, acceptance);
  found.evidence = infer::protein_evidence(found.proteins, database.proteins);
  const std::vector<validate::PeptideEvidence> peptide_evidence = infer::peptide_evidence(found.peptides);
  found.verdict = validate::assess_protein({found.evidence, peptide_evidence, scale}, verdict);
  name_targets(found);
  return found;
}

}  // namespace massa::pipeline
