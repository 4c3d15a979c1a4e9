#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "massa/search/search.hpp"
#include "search/candidate_masses.hpp"
#include "search/e_value.hpp"
#include "search/null_expectation.hpp"
#include "search/table_data.hpp"
#include "search/top_candidates.hpp"

namespace massa::search {

/// @brief Searches one spectrum after another; holds the memory that they share. One for each thread at work.
class SpectrumSearch {
 public:
  SpectrumSearch(const detail::TableData& table, const BondMasses& bonds, const SearchOptions& options);

  [[nodiscard]] SpectrumMatches search(const SearchSpectrum& spectrum);

 private:
  struct MassWindow {  // neutral mass, Da
    double low;
    double high;
  };
  [[nodiscard]] std::vector<MassWindow> precursor_windows(double precursor_mz, int charge) const;
  struct PrecursorIon {
    double mz;
    int charge;
    std::uint16_t number;  // as Candidate::precursor
  };
  [[nodiscard]] std::vector<PrecursorIon> precursor_ions(const SearchSpectrum& spectrum) const;
  void search_ion(const PrecursorIon& ion, const CandidateScorer& scorer);
  void search_lane(std::size_t lane, MassWindow window, const PrecursorIon& ion, const CandidateScorer& scorer);
  void compare(std::uint32_t peptide, std::size_t lane, const PrecursorIon& ion, const CandidateScorer& scorer);
  void compare_shuffled_decoy(Candidate candidate, const CandidateScorer& scorer);
  void consider(Candidate& candidate, const MatchCounts& counts, int bonds);
  [[nodiscard]] NullDistribution null_without_answer(const SearchSpectrum& spectrum, std::span<const IonSeries> series);
  [[nodiscard]] Psm describe(const Candidate& candidate, const SearchSpectrum& spectrum,
                             std::span<const IonSeries> series);
  [[nodiscard]] std::vector<VariableSite> sites_of(const Candidate& candidate);

  const detail::TableData& table_;
  const BondMasses& bonds_;
  const SearchOptions& options_;
  PreparedSpectrum prepared_;
  TopCandidates top_;
  NullSample sample_;
  std::uint64_t candidates_ = 0;
  Arrangements arrangements_;
  PrefixMasses prefixes_;
};

}  // namespace massa::search
