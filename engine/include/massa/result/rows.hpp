#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "massa/core/spectrum.hpp"

namespace massa::result {

/// @brief What became of a spectrum.
enum class Status : std::uint8_t {
  searched,
  removed,       ///< by a step of the filter
  not_searched,  ///< no MS2, or the file was not searched
};

/// @brief A row of `spectra`, and of `peaks` when it was searched.
struct SpectrumRow {
  std::uint32_t file = 0;  ///< index into the names of the analysed files
  std::string native_id;
  std::string title;
  std::optional<std::int64_t> scan;
  int ms_level = 0;
  double retention_time_s = not_stated;
  double precursor_mz = not_stated;
  int precursor_charge = 0;  ///< 0: not stated
  double precursor_intensity = not_stated;
  double total_ion_current = not_stated;
  double base_peak_mz = not_stated;
  double base_peak_intensity = not_stated;
  Activation activation = Activation::unknown;
  std::uint32_t peaks_total = 0;
  std::uint32_t peaks_kept = 0;
  Status status = Status::not_searched;
  std::string removed_by;  ///< name of the filter step
  std::string removed_reason;
  std::vector<std::uint32_t> filter_counts;  ///< peaks left after each applied step
  std::vector<std::byte> peaks;              ///< encode_peaks(), empty unless searched
};

/// @brief A row of `psms`.
struct PsmRow {
  std::uint32_t spectrum = 0;  ///< index into the spectra
  int rank = 1;
  std::optional<std::uint32_t> peptide;  ///< index into the peptides; nothing for decoys and lower ranks without one
  std::string proforma;
  std::string sequence;
  std::string proteins;  ///< accessions joined by ';', decoys with "DECOY_" before each
  bool is_decoy = false;
  double precursor_mz = 0.0;
  int precursor_charge = 0;
  double precursor_error_ppm = 0.0;
  int isotope_error = 0;
  double hyperscore = 0.0;
  double delta_hyperscore = 0.0;
  int matched_ions = 0;
  double matched_intensity_fraction = 0.0;
  double e_value = 0.0;
  std::optional<double> q_value;
  bool accepted = false;
  std::vector<std::byte> annotations;  ///< encode_annotations(), empty for lower ranks
};

/// @brief A row of `peptides`.
struct PeptideRow {
  std::string proforma;
  std::string sequence;
  std::string proteins;
  bool is_unique = false;
  std::uint32_t start = 0;  ///< in the first of `proteins`, 1-based
  std::uint32_t end = 0;    ///< inclusive
  int missed_cleavages = 0;
  double mass_da = 0.0;
  std::string charges;  ///< "2,3"
  std::uint64_t psms = 0;
  double best_hyperscore = 0.0;
  double e_value = 1.0;
  std::optional<double> q_value;
  bool accepted = false;
};

/// @brief A row of `peptide_proteins`: a place of a peptide on a protein.
struct PlacementRow {
  std::uint32_t peptide = 0;  ///< index into the peptides
  std::uint32_t protein = 0;  ///< index into the proteins
  std::uint32_t start = 0;    ///< 1-based
  std::uint32_t end = 0;      ///< inclusive
};

/// @brief A row of `proteins`.
struct ProteinRow {
  std::string accession;
  std::string description;
  std::optional<std::uint32_t> group;  ///< 0-based
  std::string_view group_class;        ///< static text; empty without a group
  std::string_view membership;
  std::string_view role;
  std::uint64_t psms = 0;
  std::uint64_t peptides = 0;
  std::uint64_t unique_peptides = 0;
  double coverage_percent = 0.0;    ///< of residues coverage_from to coverage_to: the mature chain where it is declared
  std::uint32_t coverage_from = 1;  ///< 1-based
  std::uint32_t coverage_to = 0;    ///< inclusive
  std::optional<double> score;      ///< −log10 E
  std::optional<double> e_value;
  std::optional<double> q_value;
  double mass_da = 0.0;
  std::string sequence;
  bool n_terminus_seen = false;
  bool c_terminus_seen = false;
};

/// @brief A row of `filter_steps`.
struct FilterStepRow {
  std::string name;
  std::string accession;
  bool applied = false;
  std::string parameters;  ///< JSON object
  std::string reason;
  std::uint64_t spectra_in = 0;
  std::uint64_t spectra_out = 0;
  std::uint64_t peaks_in = 0;
  std::uint64_t peaks_out = 0;
};

/// @brief Every table of a result.
struct Tables {
  std::vector<std::string> files;
  std::vector<FilterStepRow> filter_steps;
  std::vector<SpectrumRow> spectra;
  std::vector<PsmRow> psms;
  std::vector<PeptideRow> peptides;
  std::vector<PlacementRow> placements;
  std::vector<ProteinRow> proteins;
};

}  // namespace massa::result
