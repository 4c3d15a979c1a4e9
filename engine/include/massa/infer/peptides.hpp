#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "massa/chem/peptidoform.hpp"
#include "massa/search/peptide_table.hpp"
#include "massa/search/psm.hpp"
#include "massa/validate/psms.hpp"

namespace massa::infer {

inline constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// @brief A target peptidoform that is the best match of at least one spectrum.
struct IdentifiedPeptide {
  chem::Peptidoform form;
  std::string proforma;
  std::uint32_t sequence_id = 0;  ///< of its sequence with I = L, see IdentifiedPeptides::sequences
  int missed_cleavages = 0;
  double mass_da = 0.0;      ///< monoisotopic, neutral
  std::vector<int> charges;  ///< of its PSMs, ascending
  std::uint64_t psms = 0;    ///< accepted ones if any is accepted, else all
  double best_hyperscore = 0.0;
  double e_value = 1.0;  ///< least of its PSMs
  std::optional<double> q_value;
  bool accepted = false;
};

/// @brief A distinct sequence (I = L) with every place where the database has it.
struct PeptideSequence {
  std::vector<search::Occurrence> occurrences;  ///< ascending by protein and begin
  std::uint16_t length = 0;
  double e_value = 1.0;    ///< least of its accepted peptidoforms
  std::uint64_t psms = 0;  ///< accepted
  bool accepted = false;   ///< one of its peptidoforms is
};

struct IdentifiedPeptides {
  std::vector<IdentifiedPeptide> peptides;  ///< ascending by E-value, then by ProForma text
  std::vector<PeptideSequence> sequences;
  std::vector<std::uint32_t> of_spectrum;  ///< peptide of each spectrum's best match; `none` for decoys and no match
  validate::FdrEstimate fdr;               ///< at peptidoform level
};

/// @brief Gathers the best matches of all spectra by peptidoform and accepts peptides.
///
/// Mass spectrometry cannot tell I from L: where the next ranks of a spectrum hold the same sequence with I = L, its
/// places in the database count as well.
/// @param psms       which PSMs are accepted; those of the expected protein's subset bring their peptide with them
[[nodiscard]] IdentifiedPeptides collect_peptides(std::span<const search::SpectrumMatches> matches,
                                                  const validate::PsmLevel& psms, const search::PeptideTable& table,
                                                  const validate::Acceptance& acceptance);

}  // namespace massa::infer
