#include "massa/result/database.hpp"

#include <fmt/format.h>

#include "names.hpp"
#include "sqlite.hpp"

namespace massa::result {
namespace {

constexpr const char* schema = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE filter_steps(ordinal INTEGER PRIMARY KEY, name TEXT, accession TEXT, applied INTEGER, parameters TEXT, reason TEXT,
  spectra_in INTEGER, spectra_out INTEGER, peaks_in INTEGER, peaks_out INTEGER);
CREATE TABLE spectra(id INTEGER PRIMARY KEY, spectrum_id TEXT, title TEXT, scan INTEGER, ms_level INTEGER, retention_time_s REAL,
  precursor_mz REAL, precursor_charge INTEGER, precursor_intensity REAL, total_ion_current REAL, base_peak_mz REAL,
  base_peak_intensity REAL, activation TEXT, peaks_total INTEGER, peaks_kept INTEGER, status TEXT, removed_by TEXT,
  removed_reason TEXT, filter_counts TEXT, file TEXT);
CREATE TABLE peaks(spectrum INTEGER PRIMARY KEY REFERENCES spectra, count INTEGER, data BLOB);
CREATE TABLE psms(id INTEGER PRIMARY KEY, spectrum INTEGER REFERENCES spectra, rank INTEGER, peptide INTEGER REFERENCES peptides,
  proforma TEXT, sequence TEXT, proteins TEXT, is_decoy INTEGER, precursor_mz REAL, precursor_charge INTEGER,
  precursor_error_ppm REAL, isotope_error INTEGER, hyperscore REAL, delta_hyperscore REAL, matched_ions INTEGER,
  matched_intensity_fraction REAL, e_value REAL, q_value REAL, accepted INTEGER, annotations BLOB);
CREATE TABLE peptides(id INTEGER PRIMARY KEY, proforma TEXT, sequence TEXT, proteins TEXT, is_unique INTEGER, start INTEGER,
  "end" INTEGER, missed_cleavages INTEGER, mass_da REAL, charges TEXT, psms INTEGER, best_hyperscore REAL, e_value REAL,
  q_value REAL, accepted INTEGER);
CREATE TABLE peptide_proteins(peptide INTEGER REFERENCES peptides, protein INTEGER REFERENCES proteins, start INTEGER, "end" INTEGER);
CREATE TABLE proteins(id INTEGER PRIMARY KEY, accession TEXT, description TEXT, group_id INTEGER, group_class TEXT,
  membership TEXT, role TEXT, psms INTEGER, peptides INTEGER, unique_peptides INTEGER, coverage_percent REAL,
  coverage_from INTEGER, coverage_to INTEGER, score REAL,
  e_value REAL, q_value REAL, mass_da REAL, length INTEGER, sequence TEXT, n_terminus_seen INTEGER, c_terminus_seen INTEGER);
)sql";

constexpr const char* indexes = R"sql(
CREATE INDEX psms_by_spectrum ON psms(spectrum);
CREATE INDEX psms_by_peptide ON psms(peptide);
CREATE INDEX peptide_proteins_by_protein ON peptide_proteins(protein);
CREATE INDEX peptide_proteins_by_peptide ON peptide_proteins(peptide);
)sql";

std::string insert_into(std::string_view table, int columns) {
  std::string sql = fmt::format("INSERT INTO {} VALUES(?", table);
  for (int i = 1; i < columns; ++i) sql += ",?";
  return sql + ")";
}

std::string_view status_name(Status status) {
  switch (status) {
    case Status::searched:
      return "searched";
    case Status::removed:
      return "removed";
    case Status::not_searched:
      return "not_searched";
  }
  return "";
}

/// Ids in the database count from 1.
std::int64_t id(std::size_t index) {
  return static_cast<std::int64_t>(index) + 1;
}

void write(Database& database, std::span<const FilterStepRow> steps) {
  Insert insert(database, insert_into("filter_steps", 10));
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const FilterStepRow& row = steps[i];
    insert << id(i) << row.name << row.accession << row.applied << row.parameters << row.reason << row.spectra_in
           << row.spectra_out << row.peaks_in << row.peaks_out;
    insert.insert();
  }
}

void write(Database& database, std::span<const SpectrumRow> spectra, std::span<const std::string> files) {
  Insert insert(database, insert_into("spectra", 20));
  std::string counts;
  for (std::size_t i = 0; i < spectra.size(); ++i) {
    const SpectrumRow& row = spectra[i];
    counts = fmt::format("[{}]", fmt::join(row.filter_counts, ","));
    insert << id(i) << row.native_id << row.title << row.scan << row.ms_level << row.retention_time_s
           << row.precursor_mz;
    row.precursor_charge == 0 ? insert.null() : insert << row.precursor_charge;
    insert << row.precursor_intensity << row.total_ion_current << row.base_peak_mz << row.base_peak_intensity
           << name(row.activation) << row.peaks_total << row.peaks_kept << status_name(row.status);
    if (row.status == Status::removed) {
      insert << row.removed_by << row.removed_reason;
    } else {
      insert.null().null();
    }
    insert << counts << files[row.file];
    insert.insert();
  }
}

void write_peaks(Database& database, std::span<const SpectrumRow> spectra) {
  Insert insert(database, insert_into("peaks", 3));
  for (std::size_t i = 0; i < spectra.size(); ++i) {
    if (!spectra[i].peaks.empty()) {
      insert << id(i) << spectra[i].peaks_total << std::span<const std::byte>(spectra[i].peaks);
      insert.insert();
    }
  }
}

void write(Database& database, std::span<const PsmRow> psms) {
  Insert insert(database, insert_into("psms", 20));
  for (std::size_t i = 0; i < psms.size(); ++i) {
    const PsmRow& row = psms[i];
    insert << id(i) << id(row.spectrum) << row.rank;
    row.peptide ? insert << id(*row.peptide) : insert.null();
    insert << row.proforma << row.sequence << row.proteins << row.is_decoy << row.precursor_mz << row.precursor_charge
           << row.precursor_error_ppm << row.isotope_error << row.hyperscore << row.delta_hyperscore << row.matched_ions
           << row.matched_intensity_fraction << row.e_value << row.q_value << row.accepted
           << std::span<const std::byte>(row.annotations);
    insert.insert();
  }
}

void write(Database& database, std::span<const PeptideRow> peptides) {
  Insert insert(database, insert_into("peptides", 15));
  for (std::size_t i = 0; i < peptides.size(); ++i) {
    const PeptideRow& row = peptides[i];
    insert << id(i) << row.proforma << row.sequence << row.proteins << row.is_unique << row.start << row.end
           << row.missed_cleavages << row.mass_da << row.charges << row.psms << row.best_hyperscore << row.e_value
           << row.q_value << row.accepted;
    insert.insert();
  }
}

void write(Database& database, std::span<const PlacementRow> placements) {
  Insert insert(database, insert_into("peptide_proteins", 4));
  for (const PlacementRow& row : placements) {
    insert << id(row.peptide) << id(row.protein) << row.start << row.end;
    insert.insert();
  }
}

void write(Database& database, std::span<const ProteinRow> proteins) {
  Insert insert(database, insert_into("proteins", 21));
  for (std::size_t i = 0; i < proteins.size(); ++i) {
    const ProteinRow& row = proteins[i];
    insert << id(i) << row.accession << row.description;
    if (row.group) {
      insert << id(*row.group) << row.group_class << row.membership;
    } else {
      insert.null().null().null();
    }
    insert << row.role << row.psms << row.peptides << row.unique_peptides << row.coverage_percent << row.coverage_from
           << row.coverage_to << row.score << row.e_value << row.q_value << row.mass_da << row.sequence.size()
           << row.sequence << row.n_terminus_seen << row.c_terminus_seen;
    insert.insert();
  }
}

}  // namespace

struct ResultDatabase::State {
  Database database;
};

ResultDatabase::ResultDatabase(const std::filesystem::path& path) : state_(new State{Database(path)}) {
  state_->database.execute("BEGIN");
  state_->database.execute(schema);
  state_->database.execute(fmt::format("PRAGMA user_version = {}", schema_version).c_str());
}

ResultDatabase::~ResultDatabase() = default;

void ResultDatabase::write_spectra(std::span<const std::string> files, std::span<const FilterStepRow> steps,
                                   std::span<const SpectrumRow> spectra) {
  write(state_->database, steps);
  write(state_->database, spectra, files);
  write_peaks(state_->database, spectra);
}

void ResultDatabase::write_identifications(const Tables& tables) {
  write(state_->database, std::span<const PsmRow>(tables.psms));
  write(state_->database, std::span<const PeptideRow>(tables.peptides));
  write(state_->database, std::span<const PlacementRow>(tables.placements));
  write(state_->database, std::span<const ProteinRow>(tables.proteins));
}

void ResultDatabase::finish(std::span<const std::pair<std::string, std::string>> meta) {
  {
    Insert insert(state_->database, insert_into("meta", 2));
    for (const auto& [key, value] : meta) {
      insert << key << value;
      insert.insert();
    }
  }
  state_->database.execute(indexes);
  state_->database.execute("COMMIT");
  state_.reset();
}

}  // namespace massa::result
