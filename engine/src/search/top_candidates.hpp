#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "search/candidate_scorer.hpp"

namespace massa::search {

/// @brief A peptidoform that was compared with a spectrum.
struct Candidate {
  std::uint32_t peptide = 0;  ///< index into the table
  std::uint16_t lane = 0;     ///< modification state
  std::uint16_t arrangement = 0;
  std::uint16_t precursor = 0;     ///< 0: the selected ion, i: coisolated ion i − 1
  std::uint8_t modifications = 0;  ///< number of variable ones
  bool is_decoy = false;
  std::int8_t charge = 0;
  double exp_hyperscore = 0.0;
  MatchCounts counts;
  std::uint64_t tie_breaker = 0;  ///< chem::sequence_hash
};

/// @brief The best candidates of a spectrum, one for each peptide.
class TopCandidates {
 public:
  explicit TopCandidates(std::size_t capacity) : capacity_(capacity) { best_.reserve(capacity + 1); }
  void clear() noexcept { best_.clear(); }

  /// @brief False if a candidate of this score cannot enter, whatever its tie breaker.
  [[nodiscard]] bool may_enter(double exp_hyperscore) const noexcept {
    return best_.size() < capacity_ || exp_hyperscore >= best_.back().exp_hyperscore;
  }
  void enter(const Candidate& candidate);
  [[nodiscard]] std::span<const Candidate> sorted() const noexcept { return best_; }

 private:
  std::size_t capacity_;
  std::vector<Candidate> best_;  // best first
};

}  // namespace massa::search
