#include "tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "massa/core/parallel.hpp"

namespace massa::pipeline {
namespace {

std::string parameters_json(const filter::StepDescription& step) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const auto& [key, value] : step.parameters) {
    object[key] = std::visit(
        [](const auto& held) -> nlohmann::ordered_json {
          if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>) {
            return nullptr;
          } else {
            return held;
          }
        },
        value);
  }
  return object.dump();
}

/// Names and orders the proteins of a peptide: listed proteins in the order of the protein table, then the others.
class ProteinNames {
 public:
  ProteinNames(const infer::IdentifiedProteins& inference, const SearchDatabase& database)
      : database_(database), row_of_(database.proteins.size(), infer::none) {
    for (std::uint32_t row = 0; row < inference.proteins.size(); ++row) {
      row_of_[inference.proteins[row].database_index] = row;
    }
  }

  /// One occurrence for each protein, the best protein first.
  [[nodiscard]] std::vector<search::Occurrence> ordered(std::span<const search::Occurrence> occurrences) const {
    std::vector<search::Occurrence> first;
    for (const search::Occurrence& occurrence : occurrences) {
      if (first.empty() || first.back().protein != occurrence.protein) {
        first.push_back(occurrence);
      }
    }
    std::ranges::stable_sort(first, {},
                             [&](const search::Occurrence& occurrence) { return row_of_[occurrence.protein]; });
    return first;
  }

  [[nodiscard]] std::string joined(std::span<const search::Occurrence> ordered, std::string_view prefix) const {
    std::string text;
    for (const search::Occurrence& occurrence : ordered) {
      if (!text.empty()) text += ';';
      text += prefix;
      text += database_.proteins[occurrence.protein].accession;
    }
    return text;
  }

  [[nodiscard]] std::uint32_t row_of(std::uint32_t protein) const { return row_of_[protein]; }

 private:
  const SearchDatabase& database_;
  std::vector<std::uint32_t> row_of_;  // row of each protein of the database; `none` where it is not listed
};

result::PeptideRow peptide_row(const infer::IdentifiedPeptide& peptide, const infer::PeptideSequence& sequence,
                               const ProteinNames& names) {
  const std::vector<search::Occurrence> places = names.ordered(sequence.occurrences);
  result::PeptideRow row;
  row.proforma = peptide.proforma;
  row.sequence = peptide.form.sequence;
  row.proteins = names.joined(places, "");
  row.is_unique = places.size() == 1;
  row.start = places.front().begin + 1;
  row.end = places.front().begin + sequence.length;
  row.missed_cleavages = peptide.missed_cleavages;
  row.mass_da = peptide.mass_da;
  row.charges = fmt::format("{}", fmt::join(peptide.charges, ","));
  row.psms = peptide.psms;
  row.best_hyperscore = peptide.best_hyperscore;
  row.e_value = peptide.e_value;
  row.q_value = peptide.q_value;
  row.accepted = peptide.accepted;
  return row;
}

result::ProteinRow protein_row(const infer::IdentifiedProtein& protein, const infer::DatabaseProtein& entry) {
  result::ProteinRow row;
  row.accession = entry.accession;
  row.description = entry.description;
  if (protein.group) {
    row.group = protein.group->group;
    row.group_class = infer::name(protein.group->group_class);
    row.membership = infer::name(protein.group->membership);
  }
  row.role = infer::name(protein.role);
  row.psms = protein.psms;
  row.peptides = protein.sequence_ids.size();
  row.unique_peptides = protein.unique_peptides;
  row.coverage_percent = protein.coverage_percent;
  row.coverage_from = protein.chain.begin + 1;
  row.coverage_to = protein.chain.end;
  if (protein.log10_e_value) {
    row.score = -*protein.log10_e_value;
    row.e_value = validate::bounded_power_of_ten(*protein.log10_e_value);
  }
  row.q_value = protein.q_value;
  row.mass_da = protein.mass_da;
  row.sequence = entry.sequence;
  row.n_terminus_seen = protein.n_terminus_seen;
  row.c_terminus_seen = protein.c_terminus_seen;
  return row;
}

class PsmRows {
 public:
  PsmRows(const Identifications& found, const search::PeptideTable& table, const ProteinNames& names,
          std::span<const result::PeptideRow> peptides, std::size_t ranks)
      : found_(found), table_(table), names_(names), peptides_(peptides), ranks_(ranks) {}

  /// The rows of one spectrum, by rank.
  void append(std::size_t index, std::uint32_t spectrum_row, PackedAnnotations annotations,
              std::vector<result::PsmRow>& rows) const {
    const std::vector<search::Psm>& psms = found_.matches[index].psms;
    for (std::size_t rank = 0; rank < std::min(psms.size(), ranks_); ++rank) {
      result::PsmRow row = facts(psms[rank], spectrum_row);
      const std::uint32_t peptide = rank == 0 ? found_.peptides.of_spectrum[index] : infer::none;
      if (peptide == infer::none) {
        describe(psms[rank], row);
      } else {
        take_from_peptide(peptide, row);
      }
      if (rank == 0) {
        row.accepted = found_.psms.accepted[index];
        row.q_value = q_value(index);
        row.annotations = std::move(annotations);  // NOLINT(bugprone-use-after-move): rank 0 comes once
      }
      rows.push_back(std::move(row));
    }
  }

 private:
  static result::PsmRow facts(const search::Psm& psm, std::uint32_t spectrum_row) {
    result::PsmRow row;
    row.spectrum = spectrum_row;
    row.rank = psm.rank;
    row.is_decoy = psm.is_decoy;
    row.precursor_mz = psm.precursor_mz;
    // NOLINTNEXTLINE(bugprone-signed-char-misuse): a number in one byte, no character
    row.precursor_charge = psm.charge;
    row.precursor_error_ppm = psm.precursor_error_ppm;
    // NOLINTNEXTLINE(bugprone-signed-char-misuse): a number in one byte, no character
    row.isotope_error = psm.isotope_error;
    row.hyperscore = psm.hyperscore;
    row.delta_hyperscore = psm.delta_hyperscore;
    row.matched_ions = psm.matched_ions();
    row.matched_intensity_fraction = psm.matched_intensity_fraction;
    row.e_value = psm.e_value;
    return row;
  }

  /// Nothing where it cannot be estimated, and for matches of the second search.
  [[nodiscard]] std::optional<double> q_value(std::size_t index) const {
    if (found_.psms.q_values.empty() || std::isnan(found_.psms.q_values[index])) {
      return std::nullopt;
    }
    return found_.psms.q_values[index];
  }

  void take_from_peptide(std::uint32_t peptide, result::PsmRow& row) const {
    row.peptide = peptide;
    row.proforma = peptides_[peptide].proforma;
    row.sequence = peptides_[peptide].sequence;
    row.proteins = peptides_[peptide].proteins;
  }

  void describe(const search::Psm& psm, result::PsmRow& row) const {
    const chem::Peptidoform form = table_.peptidoform(psm.peptide, psm.is_decoy, psm.variable_sites);
    row.proforma = chem::proforma(form);
    row.sequence = form.sequence;
    row.proteins = names_.joined(names_.ordered(table_.occurrences(psm.peptide)), psm.is_decoy ? "DECOY_" : "");
  }

  const Identifications& found_;
  const search::PeptideTable& table_;
  const ProteinNames& names_;
  std::span<const result::PeptideRow> peptides_;
  std::size_t ranks_;
};

std::vector<result::PsmRow> psm_rows(const PsmRows& builder, std::span<const SearchedSpectrum> searched,
                                     std::vector<PackedAnnotations> annotations, unsigned threads) {
  constexpr std::size_t block = 512;
  std::vector<std::vector<result::PsmRow>> parts((searched.size() + block - 1) / block);
  parallel_for(searched.size(), block, threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      builder.append(i, searched[i].row, std::move(annotations[i]), parts[begin / block]);
    }
  });
  std::vector<result::PsmRow> rows;
  rows.reserve(searched.size());
  for (std::vector<result::PsmRow>& part : parts) {
    std::ranges::move(part, std::back_inserter(rows));
    part = {};
  }
  return rows;
}

std::vector<result::PlacementRow> placement_rows(const Identifications& found) {
  std::vector<std::vector<std::uint32_t>> peptides_of(found.peptides.sequences.size());
  for (std::uint32_t i = 0; i < found.peptides.peptides.size(); ++i) {
    if (found.peptides.peptides[i].accepted) {
      peptides_of[found.peptides.peptides[i].sequence_id].push_back(i);
    }
  }
  std::vector<result::PlacementRow> rows;
  for (std::uint32_t protein = 0; protein < found.proteins.proteins.size(); ++protein) {
    for (const infer::Placement& placement : found.proteins.proteins[protein].placements) {
      for (const std::uint32_t peptide : peptides_of[placement.sequence_id]) {
        rows.push_back({peptide, protein, placement.place.begin + 1, placement.place.end});
      }
    }
  }
  return rows;
}

}  // namespace

std::vector<result::FilterStepRow> filter_rows(const filter::FilterPipeline& filter,
                                               const filter::FilterReport& report) {
  std::vector<result::FilterStepRow> rows;
  for (const filter::StepDescription& step : filter.steps()) {
    const filter::StepCounts& counts = report[step.step];
    rows.push_back({step.name, step.accession, step.applied, parameters_json(step), step.reason, counts.spectra_in,
                    counts.spectra_out, counts.peaks_in, counts.peaks_out});
  }
  return rows;
}

void fill_identifications(const Identifications& found, std::span<const SearchedSpectrum> searched,
                          std::vector<PackedAnnotations> annotations, const search::PeptideTable& table,
                          const SearchDatabase& database, int ranks, unsigned threads, result::Tables& tables) {
  const ProteinNames names(found.proteins, database);
  tables.peptides.resize(found.peptides.peptides.size());
  parallel_for(tables.peptides.size(), 1024, threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const infer::IdentifiedPeptide& peptide = found.peptides.peptides[i];
      tables.peptides[i] = peptide_row(peptide, found.peptides.sequences[peptide.sequence_id], names);
    }
  });
  const PsmRows builder(found, table, names, tables.peptides, static_cast<std::size_t>(ranks));
  tables.psms = psm_rows(builder, searched, std::move(annotations), threads);
  tables.placements = placement_rows(found);
  for (const infer::IdentifiedProtein& protein : found.proteins.proteins) {
    tables.proteins.push_back(protein_row(protein, database.proteins[protein.database_index]));
  }
}

}  // namespace massa::pipeline
