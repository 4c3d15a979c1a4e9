#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace massa::validate {

/// @brief A target or decoy with its score.
struct ScoredHit {
  double score = 0.0;  ///< higher is better
  bool is_decoy = false;
};

/// @brief q-value of each hit: the least estimated FDR of a list that contains it.
///
/// FDR of a list = (decoys + 1) / targets (Levitsky et al. 2017, J. Proteome Res. 16, 393: the estimate that stays
/// conservative in short lists), at most 1, made monotone from the end. Hits of equal score stand or fall together, so
/// the order of the input does not matter.
/// @return one value a hit, decoys included, in the order given
[[nodiscard]] std::vector<double> q_values(std::span<const ScoredHit> hits);

/// @brief What is known of the false discovery rate at one level (PSM, peptide, protein).
struct FdrEstimate {
  bool estimable = false;  ///< whether a list at the threshold exists: it takes ≥ 1 / threshold targets
  double threshold = 0.01;
  std::uint64_t targets = 0;  ///< compared, whatever their score
  std::uint64_t decoys = 0;
  std::uint64_t accepted = 0;  ///< targets accepted: by q-value if estimable, else by E-value
  std::string message;         ///< one sentence, English
};

/// @brief How hits of one level are accepted.
struct Acceptance {
  double fdr_threshold = 0.01;
  double e_value_threshold = 0.01;
};

/// @brief q-values and acceptance of the hits of one level.
struct LevelResult {
  FdrEstimate fdr;
  std::vector<double> q_values;  ///< as q_values(); empty when the FDR is not estimable
  std::vector<bool> accepted;    ///< decoys are never accepted
};

/// @brief Accepts targets with q ≤ threshold or, where no list reaches the threshold, with E ≤ threshold.
/// @param hits      score and label
/// @param e_values  E-value of each hit, same order
/// @param level     "PSM", "peptide" or "protein", for the message
[[nodiscard]] LevelResult assess(std::span<const ScoredHit> hits, std::span<const double> e_values,
                                 const Acceptance& acceptance, std::string_view level);

}  // namespace massa::validate
