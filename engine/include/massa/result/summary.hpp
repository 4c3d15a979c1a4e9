#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "massa/classify/acquisition.hpp"
#include "massa/classify/resolution.hpp"
#include "massa/core/tolerance.hpp"
#include "massa/validate/q_values.hpp"
#include "massa/validate/verdict.hpp"

namespace massa::result {

struct FileFacts {
  std::string name;  ///< without folders
  std::string format;
  std::uint64_t size_bytes = 0;
  std::string sha256;
};

struct DatabaseFacts {
  std::string name;
  std::string sha256;
  std::uint64_t proteins = 0;  ///< of the file; contaminants and the expected sequence come on top
};

struct ExpectedFacts {
  std::string accession;
  std::string description;
  std::uint64_t length = 0;
  bool own_sequence = false;  ///< from a FASTA file instead of the database
};

struct PresetChoice {
  std::string name;
  bool chosen_by_user = false;
  std::string reason;
};

struct Counts {
  std::uint64_t spectra = 0;
  std::uint64_t ms1_spectra = 0;
  std::uint64_t ms2_spectra = 0;
  std::uint64_t searched_spectra = 0;
  std::uint64_t psms = 0;  ///< spectra with a target or decoy as best match
  std::uint64_t accepted_psms = 0;
  std::uint64_t peptides = 0;        ///< accepted peptidoforms
  std::uint64_t proteins = 0;        ///< accepted, with the indistinguishable ones
  std::uint64_t protein_groups = 0;  ///< accepted leading ones
};

struct Warning {
  std::string code;
  std::string message;
};

/// @brief The figures of a protein that the verdict names.
struct ProteinFigures {
  std::string accession;
  std::string description;
  double e_value = 1.0;
  double coverage_percent = 0.0;    ///< of residues coverage_from to coverage_to: the mature chain where it is declared
  std::uint32_t coverage_from = 1;  ///< 1-based
  std::uint32_t coverage_to = 0;    ///< inclusive
  std::uint64_t psms = 0;
  std::uint64_t peptides = 0;
  std::uint64_t unique_peptides = 0;
  bool n_terminus_seen = false;
  bool c_terminus_seen = false;
  double mass_da = 0.0;
};

/// @brief summary.json: enough for a first paint. Nothing in it depends on the machine, the clock or the threads.
struct Summary {
  std::string engine_version;
  std::vector<FileFacts> files;  ///< `file` is the first; `files` appears when there are several
  DatabaseFacts database;
  std::optional<ExpectedFacts> expected;
  classify::Acquisition acquisition;
  bool acquisition_overridden = false;
  classify::ResolutionDecision resolution;
  PresetChoice preset;
  Tolerance precursor_tolerance;
  Tolerance fragment_tolerance;
  std::string parameters_json;
  validate::Outcome outcome = validate::Outcome::not_searched;
  std::string sentence;
  std::vector<validate::Reason> reasons;
  std::optional<ProteinFigures> protein;
  std::optional<ProteinFigures> best_competitor;
  Counts counts;
  validate::FdrEstimate psm_fdr;
  validate::FdrEstimate peptide_fdr;
  validate::FdrEstimate protein_fdr;
  std::vector<Warning> warnings;
};

/// @return the document, indented, with a final line break
[[nodiscard]] std::string to_json(const Summary& summary);

}  // namespace massa::result
