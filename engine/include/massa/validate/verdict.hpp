#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "massa/validate/protein_e_value.hpp"
#include "massa/validate/protein_evidence.hpp"

namespace massa::validate {

enum class Outcome : std::uint8_t {
  confirmed,        ///< the expected protein is there, and no other in relevant amount
  not_confirmed,    ///< neither the expected protein nor another is significant
  another_protein,  ///< another protein explains the file better than the expected one
  mixture,          ///< the expected protein and another one
  identified,       ///< nothing was expected; a protein is significant
  nothing_found,    ///< nothing was expected; none is significant
  not_searched,     ///< the file needs another kind of analysis
};

/// @return "confirmed", "not_confirmed", …
[[nodiscard]] std::string_view name(Outcome outcome) noexcept;

using ReasonValue = std::variant<std::int64_t, double, std::string, std::vector<std::string>>;

/// @brief Why: a code with parameters for pages that translate, and the same in English.
struct Reason {
  std::string code;
  std::vector<std::pair<std::string, ReasonValue>> params;
  std::string text;
};

/// @brief The figures of a protein that a verdict names.
struct ProteinClaim {
  std::size_t protein = 0;  ///< index into VerdictInput::proteins
  double log10_e_value = 0.0;
  std::size_t peptides = 0;  ///< distinct peptides behind that E-value
};

struct Verdict {
  Outcome outcome = Outcome::nothing_found;
  std::string sentence;
  std::vector<Reason> reasons;
  std::optional<ProteinClaim> protein;          ///< the expected protein; where none was expected, the one identified
  std::optional<ProteinClaim> best_competitor;  ///< best other protein, judged by the peptides that the protein has not
};

struct VerdictOptions {
  double e_value_threshold = 0.01;
  int min_peptides = 2;              ///< distinct peptides that a claim needs
  double mixture_min_percent = 5.0;  ///< share of the PSMs of both, below which a second protein is a trace
};

struct VerdictInput {
  std::span<const ProteinEvidence> proteins;
  std::span<const PeptideEvidence> peptides;  ///< indexed by the ids in ProteinEvidence
  SearchScale scale;
};

/// @brief The verdict for a file that should hold one protein: search everything, then assess the expected protein as a
/// subset (search-all-assess-subset; Sticker, Martens & Clement 2017, Nat. Methods 14, 643).
///
/// A protein is significant when `min_peptides` distinct peptides give it E ≤ threshold. A competitor is a protein that
/// leads its group and may be the sample: no contaminant, or one that the database itself lists and that has more than
/// half of the accepted PSMs. It is judged only by peptides that it claims and that the expected protein has not, so
/// neither a homologue explained by the same peptides nor some trypsin and keratin can overturn a verdict.
[[nodiscard]] Verdict assess_protein(const VerdictInput& input, const VerdictOptions& options);

/// @brief The verdict on a file that was not searched.
/// @param code  why, e.g. "pmf_search_not_available"
[[nodiscard]] Verdict not_searched(std::string code, std::string text);

}  // namespace massa::validate
