#include "massa/infer/peptides.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <unordered_map>

#include "massa/validate/psms.hpp"

namespace massa::infer {
namespace {

using search::Psm;
using search::SpectrumMatches;
using search::VariableSite;

/// The best match of one spectrum.
struct BestMatch {
  const Psm* psm;
  std::uint32_t spectrum;
};

std::strong_ordering compare(const Psm& a, const Psm& b) {
  if (const auto order = a.peptide <=> b.peptide; order != 0) return order;
  if (const auto order = a.is_decoy <=> b.is_decoy; order != 0) return order;
  const auto key = [](const VariableSite& site) { return site.position << 8 | site.rule; };
  return std::lexicographical_compare_three_way(
      a.variable_sites.begin(), a.variable_sites.end(), b.variable_sites.begin(), b.variable_sites.end(),
      [&](const VariableSite& x, const VariableSite& y) { return key(x) <=> key(y); });
}

/// Best matches ordered so that those of one peptidoform stand together.
std::vector<BestMatch> by_peptidoform(std::span<const SpectrumMatches> matches) {
  std::vector<BestMatch> best;
  for (std::uint32_t i = 0; i < matches.size(); ++i) {
    if (!matches[i].psms.empty()) {
      best.push_back({&matches[i].psms.front(), i});
    }
  }
  std::ranges::sort(best, [](const BestMatch& a, const BestMatch& b) {
    const auto order = compare(*a.psm, *b.psm);
    return order != 0 ? order < 0 : a.spectrum < b.spectrum;
  });
  return best;
}

std::string with_leucine(std::string_view sequence) {
  std::string text(sequence);
  std::ranges::replace(text, 'I', 'L');
  return text;
}

/// Collects, for each sequence with I = L, which peptides of the table have it.
class SequenceIndex {
 public:
  explicit SequenceIndex(const search::PeptideTable& table) : table_(table) {}

  std::uint32_t id_of(std::uint32_t peptide) {
    const auto [entry, is_new] =
        ids_.try_emplace(with_leucine(table_.sequence(peptide)), static_cast<std::uint32_t>(peptides_.size()));
    if (is_new) {
      peptides_.emplace_back();
    }
    peptides_[entry->second].insert(peptide);
    return entry->second;
  }

  /// Next ranks of the spectrum that are the same sequence but for I and L.
  void add_twins(const SpectrumMatches& matches) {
    const std::string best = with_leucine(table_.sequence(matches.psms.front().peptide));
    for (std::size_t rank = 1; rank < matches.psms.size(); ++rank) {
      const Psm& psm = matches.psms[rank];
      if (!psm.is_decoy && table_.sequence(psm.peptide).size() == best.size() &&
          with_leucine(table_.sequence(psm.peptide)) == best) {
        id_of(psm.peptide);
      }
    }
  }

  [[nodiscard]] std::vector<PeptideSequence> sequences() const {
    std::vector<PeptideSequence> result(peptides_.size());
    for (std::size_t i = 0; i < peptides_.size(); ++i) {
      for (const std::uint32_t peptide : peptides_[i]) {
        const auto places = table_.occurrences(peptide);
        result[i].occurrences.insert(result[i].occurrences.end(), places.begin(), places.end());
        result[i].length = static_cast<std::uint16_t>(table_.sequence(peptide).size());
      }
      std::ranges::sort(result[i].occurrences, {},
                        [](const search::Occurrence& o) { return std::pair(o.protein, o.begin); });
    }
    return result;
  }

 private:
  const search::PeptideTable& table_;
  std::unordered_map<std::string, std::uint32_t> ids_;
  std::vector<std::set<std::uint32_t>> peptides_;
};

IdentifiedPeptide summarize(std::span<const BestMatch> matches, const validate::PsmLevel& psms,
                            const search::PeptideTable& table) {
  const Psm& first = *matches.front().psm;
  IdentifiedPeptide peptide;
  peptide.form = table.peptidoform(first.peptide, false, first.variable_sites);
  peptide.proforma = chem::proforma(peptide.form);
  peptide.missed_cleavages = chem::missed_cleavages(peptide.form.sequence, chem::enzyme_of(table.digest_options()));
  peptide.mass_da = first.calculated_mass;
  std::uint64_t accepted = 0;
  for (const BestMatch& match : matches) {
    accepted += psms.accepted[match.spectrum] ? 1 : 0;
    peptide.best_hyperscore = std::max(peptide.best_hyperscore, match.psm->hyperscore);
    peptide.charges.push_back(match.psm->charge);
  }
  std::ranges::sort(peptide.charges);
  peptide.charges.erase(std::ranges::unique(peptide.charges).begin(), peptide.charges.end());
  peptide.psms = accepted > 0 ? accepted : matches.size();
  peptide.accepted = accepted > 0;
  return peptide;
}

/// Reorders peptides by E-value and text; returns the new place of each.
std::vector<std::uint32_t> order_by_evidence(std::vector<IdentifiedPeptide>& peptides) {
  std::vector<std::uint32_t> order(peptides.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(peptides[a].e_value, peptides[a].proforma) < std::tie(peptides[b].e_value, peptides[b].proforma);
  });
  std::vector<IdentifiedPeptide> ordered;
  ordered.reserve(peptides.size());
  std::vector<std::uint32_t> place(peptides.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    ordered.push_back(std::move(peptides[order[i]]));
    place[order[i]] = i;
  }
  peptides = std::move(ordered);
  return place;
}

void add_evidence(IdentifiedPeptides& result) {
  for (const IdentifiedPeptide& peptide : result.peptides) {
    if (peptide.accepted) {
      PeptideSequence& sequence = result.sequences[peptide.sequence_id];
      sequence.accepted = true;
      sequence.e_value = std::min(sequence.e_value, peptide.e_value);
      sequence.psms += peptide.psms;
    }
  }
}

}  // namespace

IdentifiedPeptides collect_peptides(std::span<const SpectrumMatches> matches, const validate::PsmLevel& psms,
                                    const search::PeptideTable& table, const validate::Acceptance& acceptance) {
  const std::vector<BestMatch> ordered = by_peptidoform(matches);
  IdentifiedPeptides result;
  result.of_spectrum.assign(matches.size(), none);
  SequenceIndex index(table);
  std::vector<validate::ScoredHit> hits;  // peptidoforms, decoys included
  std::vector<double> e_values;
  std::vector<std::uint32_t> hit_of;  // of each identified peptide
  std::vector<bool> in_subset;        // one an identified peptide
  for (std::size_t begin = 0; begin < ordered.size();) {
    std::size_t end = begin + 1;
    while (end < ordered.size() && compare(*ordered[begin].psm, *ordered[end].psm) == 0) ++end;
    const std::span<const BestMatch> group(ordered.data() + begin, end - begin);
    const Psm& best = *std::ranges::min(group, {}, [](const BestMatch& match) { return match.psm->e_value; }).psm;
    if (!best.is_decoy) {
      IdentifiedPeptide peptide = summarize(group, psms, table);
      peptide.e_value = best.e_value;
      peptide.sequence_id = index.id_of(best.peptide);
      for (const BestMatch& match : group) {
        result.of_spectrum[match.spectrum] = static_cast<std::uint32_t>(result.peptides.size());
        index.add_twins(matches[match.spectrum]);
      }
      hit_of.push_back(static_cast<std::uint32_t>(hits.size()));
      in_subset.push_back(
          std::ranges::any_of(group, [&](const BestMatch& match) { return psms.in_subset[match.spectrum]; }));
      result.peptides.push_back(std::move(peptide));
    }
    hits.push_back({validate::ranking_score(best), best.is_decoy});
    e_values.push_back(best.e_value);
    begin = end;
  }

  const validate::LevelResult level = validate::assess(hits, e_values, acceptance, "peptide");
  result.fdr = level.fdr;
  for (std::size_t i = 0; i < result.peptides.size(); ++i) {
    IdentifiedPeptide& peptide = result.peptides[i];
    peptide.accepted = peptide.accepted && (level.accepted[hit_of[i]] || in_subset[i]);
    if (level.fdr.estimable) {
      peptide.q_value = level.q_values[hit_of[i]];
    }
  }
  const std::vector<std::uint32_t> place = order_by_evidence(result.peptides);
  for (std::uint32_t& peptide : result.of_spectrum) {
    peptide = peptide == none ? none : place[peptide];
  }
  result.sequences = index.sequences();
  add_evidence(result);
  return result;
}

}  // namespace massa::infer
