#include "second_search.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "massa/chem/digest.hpp"
#include "places.hpp"

namespace massa::pipeline {
namespace {

std::vector<std::uint32_t> open_spectra(const validate::PsmLevel& psms) {
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < psms.accepted.size(); ++i) {
    if (!psms.accepted[i]) {
      open.push_back(i);
    }
  }
  return open;
}

std::vector<search::SpectrumMatches> search_open(std::span<const std::uint32_t> open,
                                                 std::span<const SearchedSpectrum> searched,
                                                 const search::PeptideTable& table,
                                                 const SecondSearchOptions& options) {
  std::vector<search::SearchSpectrum> spectra;
  for (const std::uint32_t index : open) {
    spectra.push_back(searched[index].view());
  }
  return search::search(spectra, table, options.search, options.threads);
}

/// Whether the second search explains the spectrum better than the whole database does. A best match among thousands of
/// candidates scores high by chance alone, so the E-values are compared, not the scores.
bool is_better(const search::SpectrumMatches& again, const search::SpectrumMatches& before) {
  if (again.psms.empty() || again.psms.front().is_decoy) {
    return false;
  }
  return before.psms.empty() || again.psms.front().e_value < before.psms.front().e_value;
}

std::string with_leucine(std::string sequence) {
  std::ranges::replace(sequence, 'I', 'L');
  return sequence;
}

/// Adds hits as peptides, one for each peptidoform.
class Merger {
 public:
  explicit Merger(infer::IdentifiedPeptides& peptides) : peptides_(peptides) {
    for (std::uint32_t i = 0; i < peptides.peptides.size(); ++i) {
      peptide_of_.try_emplace(peptides.peptides[i].proforma, i);
      sequence_of_.try_emplace(with_leucine(peptides.peptides[i].form.sequence), peptides.peptides[i].sequence_id);
    }
  }

  /// Adds the sequences that no peptide has yet, wherever the database has them: a peptide of the expected protein may
  /// be one of others as well.
  void add_sequences(std::span<const SecondSearch::Hit> hits, std::span<const infer::DatabaseProtein> database) {
    std::vector<std::string_view> added;
    for (const SecondSearch::Hit& hit : hits) {
      const std::string& text = hit.form.sequence;
      const auto id = static_cast<std::uint32_t>(peptides_.sequences.size() + added.size());
      if (sequence_of_.try_emplace(with_leucine(text), id).second) {
        added.push_back(text);
      }
    }
    std::vector<std::vector<search::Occurrence>> places = places_of(added, database);
    for (std::size_t i = 0; i < added.size(); ++i) {
      infer::PeptideSequence sequence;
      sequence.occurrences = std::move(places[i]);
      sequence.length = static_cast<std::uint16_t>(added[i].size());
      peptides_.sequences.push_back(std::move(sequence));
    }
  }

  void add(const SecondSearch::Hit& hit) {
    const std::string proforma = chem::proforma(hit.form);
    const auto [entry, is_new] =
        peptide_of_.try_emplace(proforma, static_cast<std::uint32_t>(peptides_.peptides.size()));
    if (is_new) {
      infer::IdentifiedPeptide peptide;
      peptide.form = hit.form;
      peptide.proforma = proforma;
      peptide.sequence_id = sequence_of_.at(with_leucine(hit.form.sequence));
      peptide.missed_cleavages = hit.missed_cleavages;
      peptide.mass_da = hit.psm.calculated_mass;
      peptides_.peptides.push_back(std::move(peptide));
    }
    infer::IdentifiedPeptide& peptide = peptides_.peptides[entry->second];
    infer::PeptideSequence& sequence = peptides_.sequences[peptide.sequence_id];
    if (!peptide.accepted) {
      peptide.psms = 0;
      peptide.accepted = true;
    }
    ++peptide.psms;
    peptide.best_hyperscore = std::max(peptide.best_hyperscore, hit.psm.hyperscore);
    peptide.e_value = std::min(peptide.e_value, hit.psm.e_value);
    const auto charge = std::ranges::lower_bound(peptide.charges, hit.psm.charge);
    if (charge == peptide.charges.end() || *charge != hit.psm.charge) {
      peptide.charges.insert(charge, hit.psm.charge);
    }
    sequence.accepted = true;
    ++sequence.psms;
    peptides_.of_spectrum[hit.spectrum] = entry->second;
  }

 private:
  infer::IdentifiedPeptides& peptides_;
  std::map<std::string, std::uint32_t> peptide_of_;   // by ProForma text
  std::map<std::string, std::uint32_t> sequence_of_;  // by sequence with I = L
};

}  // namespace

SecondSearch search_again(std::span<const search::SpectrumMatches> before, const validate::PsmLevel& psms,
                          std::span<const SearchedSpectrum> searched, const infer::DatabaseProtein& expected,
                          const SecondSearchOptions& options) {
  const std::vector<search::ProteinSequence> protein{{expected.sequence, expected.mature}};
  const search::PeptideTable table =
      search::PeptideTable::build(protein, options.digest, options.modifications, /*decoys=*/true, options.threads);
  const std::vector<std::uint32_t> open = open_spectra(psms);
  const std::vector<search::SpectrumMatches> again = search_open(open, searched, table, options);

  std::vector<double> e_values;
  std::uint64_t with_candidates = 0;
  for (std::size_t i = 0; i < open.size(); ++i) {
    with_candidates += again[i].candidates > 0 ? 1 : 0;
    if (is_better(again[i], before[open[i]])) {
      e_values.push_back(again[i].psms.front().e_value);
    }
  }
  SecondSearch second;
  second.acceptance =
      validate::assess_subset(e_values, /*share=*/1.0, with_candidates, options.fdr_threshold, psms.subset);
  for (std::size_t i = 0; i < open.size(); ++i) {
    if (is_better(again[i], before[open[i]]) && again[i].psms.front().e_value <= second.acceptance.e_value_cut) {
      const search::Psm& psm = again[i].psms.front();
      chem::Peptidoform form = table.peptidoform(psm.peptide, false, psm.variable_sites);
      const int missed = chem::missed_cleavages(form.sequence, chem::enzyme_of(options.digest));
      second.hits.push_back({open[i], psm, std::move(form), missed});
    }
  }
  return second;
}

void add_hits(const SecondSearch& second, std::span<const infer::DatabaseProtein> database,
              infer::IdentifiedPeptides& peptides) {
  Merger merger(peptides);
  merger.add_sequences(second.hits, database);
  for (const SecondSearch::Hit& hit : second.hits) {
    merger.add(hit);
  }
}

}  // namespace massa::pipeline
