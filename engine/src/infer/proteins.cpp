#include "massa/infer/proteins.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "massa/chem/residues.hpp"
#include "picked.hpp"

namespace massa::infer {
namespace {

double average_mass(std::string_view sequence) {
  double mass = chem::water.average_mass();
  std::array<std::uint32_t, 256> counts{};
  for (const char letter : sequence) {
    ++counts[static_cast<unsigned char>(letter)];
  }
  for (char letter = 'A'; letter <= 'Z'; ++letter) {
    if (const auto composition = chem::residue_composition(letter)) {
      mass += counts[static_cast<unsigned char>(letter)] * composition->average_mass();
    }
  }
  return mass;
}

/// One protein for each accession that has an accepted peptide, and the expected one in any case; by database index.
std::vector<IdentifiedProtein> proteins_of(std::span<const PeptideSequence> sequences,
                                           std::span<const DatabaseProtein> database) {
  std::map<std::uint32_t, IdentifiedProtein> found;
  for (std::uint32_t i = 0; i < database.size(); ++i) {
    if (database[i].expected) found[i];
  }
  for (std::uint32_t id = 0; id < sequences.size(); ++id) {
    if (!sequences[id].accepted) continue;
    for (const search::Occurrence& place : sequences[id].occurrences) {
      found[place.protein].placements.push_back({id, {place.begin, place.begin + sequences[id].length}});
    }
  }
  std::vector<IdentifiedProtein> proteins;
  for (auto& [index, protein] : found) {
    protein.database_index = index;
    proteins.push_back(std::move(protein));
  }
  return proteins;
}

/// What is cut off in the cell cannot be seen, so it does not count.
double chain_coverage_percent(std::vector<Interval> places, Interval chain) {
  for (Interval& place : places) {
    place.begin = std::clamp(place.begin, chain.begin, chain.end) - chain.begin;
    place.end = std::clamp(place.end, chain.begin, chain.end) - chain.begin;
  }
  return coverage_percent(places, chain.end - chain.begin);
}

void describe(IdentifiedProtein& protein, std::span<const PeptideSequence> sequences, const DatabaseProtein& entry) {
  std::ranges::sort(protein.placements, {},
                    [](const Placement& p) { return std::tuple(p.place.begin, p.place.end, p.sequence_id); });
  std::vector<Interval> places;
  for (const Placement& placement : protein.placements) {
    places.push_back(placement.place);
    protein.sequence_ids.push_back(placement.sequence_id);
  }
  std::ranges::sort(protein.sequence_ids);
  protein.sequence_ids.erase(std::ranges::unique(protein.sequence_ids).begin(), protein.sequence_ids.end());

  const auto length = static_cast<std::uint32_t>(entry.sequence.size());
  const bool initiator = entry.sequence.starts_with('M');
  for (const Interval& place : places) {
    protein.n_terminus_seen = protein.n_terminus_seen || place.begin == 0 || (initiator && place.begin == 1) ||
                              (entry.mature && place.begin == entry.mature->begin);
    protein.c_terminus_seen =
        protein.c_terminus_seen || place.end == length || (entry.mature && place.end == entry.mature->end);
  }
  for (const std::uint32_t id : protein.sequence_ids) {
    protein.psms += sequences[id].psms;
    const auto& occurrences = sequences[id].occurrences;
    protein.unique_peptides += occurrences.front().protein == occurrences.back().protein ? 1 : 0;
  }
  protein.chain = entry.mature ? Interval{entry.mature->begin, entry.mature->end} : Interval{0, length};
  protein.coverage_percent = chain_coverage_percent(places, protein.chain);
  protein.mass_da = average_mass(entry.sequence);
  protein.role = entry.expected ? Role::expected : entry.contaminant ? Role::contaminant : Role::background;
}

void group(std::vector<IdentifiedProtein>& proteins, std::span<const PeptideSequence> sequences,
           std::span<const DatabaseProtein> database) {
  std::vector<double> scores;
  for (const PeptideSequence& sequence : sequences) {
    scores.push_back(-std::log10(std::max(sequence.e_value, validate::smallest_e_value)));
  }
  std::vector<Candidate> candidates;
  std::vector<IdentifiedProtein*> owners;
  for (IdentifiedProtein& protein : proteins) {
    if (!protein.sequence_ids.empty()) {
      const DatabaseProtein& entry = database[protein.database_index];
      candidates.push_back({protein.sequence_ids, entry.expected, entry.contaminant && !entry.expected});
      owners.push_back(&protein);
    }
  }
  std::vector<Grouped> groups = group_proteins(candidates, scores);
  for (std::size_t i = 0; i < owners.size(); ++i) {
    owners[i]->group = std::move(groups[i]);
  }
}

/// The peptides that speak for a protein itself: what it claims; for the expected protein all that it has.
std::span<const std::uint32_t> evidence_of(const IdentifiedProtein& protein) {
  if (protein.role == Role::expected) return protein.sequence_ids;
  return protein.group ? std::span<const std::uint32_t>(protein.group->claimed) : std::span<const std::uint32_t>();
}

void give_e_value(IdentifiedProtein& protein, std::span<const PeptideSequence> sequences, double share,
                  const validate::SearchScale& scale) {
  std::vector<double> e_values;
  for (const std::uint32_t id : evidence_of(protein)) {
    e_values.push_back(sequences[id].e_value);
  }
  if (!e_values.empty()) {
    protein.log10_e_value = validate::protein_log10_e_value(e_values, share, scale);
  }
}

std::uint64_t residues(std::span<const DatabaseProtein> database) {
  return std::accumulate(database.begin(), database.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const DatabaseProtein& entry) { return sum + entry.sequence.size(); });
}

double share_of(const DatabaseProtein& entry, std::uint64_t all_residues) {
  return static_cast<double>(entry.sequence.size()) / static_cast<double>(std::max<std::uint64_t>(all_residues, 1));
}

}  // namespace

std::string_view name(Role role) noexcept {
  switch (role) {
    case Role::expected:
      return "expected";
    case Role::target:
      return "target";
    case Role::contaminant:
      return "contaminant";
    case Role::background:
      return "background";
  }
  return "";
}

double database_share(std::span<const DatabaseProtein> database, std::uint32_t protein) {
  return share_of(database[protein], residues(database));
}

IdentifiedProteins infer_proteins(const IdentifiedPeptides& peptides, std::span<const DatabaseProtein> database,
                                  std::span<const search::SpectrumMatches> matches, const search::PeptideTable& table,
                                  const validate::SearchScale& scale, const validate::Acceptance& acceptance) {
  IdentifiedProteins result;
  result.proteins = proteins_of(peptides.sequences, database);
  for (IdentifiedProtein& protein : result.proteins) {
    describe(protein, peptides.sequences, database[protein.database_index]);
  }
  group(result.proteins, peptides.sequences, database);
  const std::uint64_t all_residues = residues(database);
  for (IdentifiedProtein& protein : result.proteins) {
    give_e_value(protein, peptides.sequences, share_of(database[protein.database_index], all_residues), scale);
  }
  result.fdr = assess_picked(result.proteins, peptides, matches, table, acceptance);
  std::ranges::sort(result.proteins, {}, [](const IdentifiedProtein& p) {
    return std::tuple(p.role != Role::expected, p.group ? p.group->group : none,
                      p.group ? p.group->membership : Membership::leading, p.database_index);
  });
  return result;
}

std::vector<validate::ProteinEvidence> protein_evidence(const IdentifiedProteins& inference,
                                                        std::span<const DatabaseProtein> database) {
  std::map<std::uint32_t, std::vector<const IdentifiedProtein*>> same;  // leading and same-set proteins of each group
  for (const IdentifiedProtein& protein : inference.proteins) {
    if (protein.group && !protein.group->claimed.empty()) {
      same[protein.group->group].push_back(&protein);
    }
  }
  const std::uint64_t all_residues = residues(database);
  std::vector<validate::ProteinEvidence> evidence;
  for (const IdentifiedProtein& protein : inference.proteins) {
    const DatabaseProtein& entry = database[protein.database_index];
    validate::ProteinEvidence each;
    each.accession = entry.accession;
    each.description = entry.description;
    each.expected = entry.expected;
    each.contaminant = protein.role == Role::contaminant;
    each.in_database = entry.in_database;
    each.leading = protein.leads();
    each.peptides = protein.sequence_ids;
    if (protein.group) {
      each.claimed = protein.group->claimed;
      for (const IdentifiedProtein* other : same[protein.group->group]) {
        if (!protein.group->claimed.empty() && other != &protein) {
          each.indistinguishable.emplace_back(database[other->database_index].accession);
        }
      }
    }
    each.database_share = share_of(entry, all_residues);
    each.psms = protein.psms;
    each.unique_peptides = protein.unique_peptides;
    each.coverage_from = protein.chain.begin + 1;
    each.coverage_to = protein.chain.end;
    each.coverage_percent = protein.coverage_percent;
    each.n_terminus_seen = protein.n_terminus_seen;
    each.c_terminus_seen = protein.c_terminus_seen;
    each.mass_da = protein.mass_da;
    each.length = static_cast<std::uint32_t>(entry.sequence.size());
    evidence.push_back(std::move(each));
  }
  return evidence;
}

std::vector<validate::PeptideEvidence> peptide_evidence(const IdentifiedPeptides& peptides) {
  std::vector<validate::PeptideEvidence> evidence;
  evidence.reserve(peptides.sequences.size());
  for (const PeptideSequence& sequence : peptides.sequences) {
    evidence.push_back({sequence.e_value, sequence.psms});
  }
  return evidence;
}

}  // namespace massa::infer
