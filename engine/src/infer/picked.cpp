#include "picked.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "massa/validate/psms.hpp"

namespace massa::infer {
namespace {

/// A protein against its decoy, each by its best peptide.
struct Pair {
  double target = -1e300;
  double decoy = -1e300;
};

std::map<std::uint32_t, Pair> compete(std::span<const search::SpectrumMatches> matches,
                                      const search::PeptideTable& table) {
  std::map<std::uint32_t, Pair> pairs;
  for (const search::SpectrumMatches& spectrum : matches) {
    if (spectrum.psms.empty()) continue;
    const search::Psm& best = spectrum.psms.front();
    Pair& pair = pairs[table.occurrences(best.peptide).front().protein];
    double& score = best.is_decoy ? pair.decoy : pair.target;
    score = std::max(score, validate::ranking_score(best));
  }
  return pairs;
}

}  // namespace

validate::FdrEstimate assess_picked(std::vector<IdentifiedProtein>& proteins, const IdentifiedPeptides& peptides,
                                    std::span<const search::SpectrumMatches> matches, const search::PeptideTable& table,
                                    const validate::Acceptance& acceptance) {
  std::map<std::uint32_t, double> e_value_of;  // of proteins by database index
  for (const IdentifiedProtein& protein : proteins) {
    if (protein.log10_e_value) {
      e_value_of[protein.database_index] = validate::bounded_power_of_ten(*protein.log10_e_value);
    }
  }
  std::vector<validate::ScoredHit> hits;
  std::vector<double> e_values;
  std::map<std::uint32_t, std::size_t> hit_of;
  for (const auto& [protein, pair] : compete(matches, table)) {
    const bool decoy_wins = pair.decoy >= pair.target;
    hit_of[protein] = hits.size();
    hits.push_back({std::max(pair.target, pair.decoy), decoy_wins});
    const auto known = e_value_of.find(protein);
    e_values.push_back(known == e_value_of.end() ? HUGE_VAL : known->second);
  }
  validate::LevelResult level = validate::assess(hits, e_values, acceptance, "protein");

  for (IdentifiedProtein& protein : proteins) {
    if (level.fdr.estimable) {
      double q_value = 1.0;
      for (const std::uint32_t id : protein.sequence_ids) {
        const auto hit = hit_of.find(peptides.sequences[id].occurrences.front().protein);
        if (hit != hit_of.end() && !hits[hit->second].is_decoy) {
          q_value = std::min(q_value, level.q_values[hit->second]);
        }
      }
      protein.q_value = q_value;
    }
    const bool claims = protein.group && !protein.group->claimed.empty();
    protein.accepted =
        claims && protein.log10_e_value &&
        (level.fdr.estimable ? *protein.q_value <= acceptance.fdr_threshold
                             : validate::bounded_power_of_ten(*protein.log10_e_value) <= acceptance.e_value_threshold);
  }
  return level.fdr;
}

}  // namespace massa::infer
