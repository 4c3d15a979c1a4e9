#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "massa/chem/digest.hpp"
#include "search/ion_series.hpp"
#include "search/prepared_spectrum.hpp"

namespace massa::search {

/// @brief Neutral masses of the N-terminal parts of a candidate: element i is the first i + 1 residues with their
/// modifications, without water. `length` is that of the peptide; there are length − 1 of them.
struct PrefixMasses {
  std::array<FixedMass, chem::peptide_length_limit> mass{};
  int length = 0;
  FixedMass total = 0;  ///< neutral mass of the whole peptide, with water

  [[nodiscard]] int bonds() const noexcept { return length - 1; }
};

/// @brief What a candidate matches.
struct MatchCounts {
  std::uint16_t prefix_ions = 0;
  std::uint16_t suffix_ions = 0;
  std::uint32_t prefix_intensity = 0;  ///< Σ normalised intensity in units of PreparedSpectrum::intensity_unit
  std::uint32_t suffix_intensity = 0;
  std::uint64_t prefix_bonds = 0;  ///< bit i: a prefix ion of bond i + 1, counted from the N-terminus, is matched
  std::uint64_t suffix_bonds = 0;

  /// @brief e^hyperscore = (1 + Σ I_prefix)(1 + Σ I_suffix) N_prefix! N_suffix!, which needs no logarithm to be
  /// compared.
  [[nodiscard]] double exp_hyperscore() const noexcept;
};

/// @brief Factorials count up to this number of ions of a series, which keeps e^hyperscore finite; more add no factor.
inline constexpr int largest_factorial = 90;

/// @brief Compares candidates with one spectrum.
class CandidateScorer {
 public:
  /// @param highest_charge  of the fragments
  CandidateScorer(const PreparedSpectrum& spectrum, std::span<const IonSeries> series, int highest_charge);

  [[nodiscard]] MatchCounts score(const PrefixMasses& prefixes) const noexcept;

  struct Pair {
    MatchCounts target;
    MatchCounts decoy;
  };
  /// @brief Scores a target together with its reversed decoy (chem::reversed_decoy), whose modifications move with
  /// their residues. A prefix of the decoy is the first residue and what lies between a prefix and the last residue of
  /// the target, so both come from the same sums.
  [[nodiscard]] Pair score_with_reversed(const PrefixMasses& target) const noexcept;

 private:
  struct Ladder {  // one series at one charge
    bool prefix;
    std::uint32_t offset;  // fixed-point: series offset and the protons beyond the first
    int charge;
  };
  /// The ion of a bond weighs base + prefix or, if `falling`, base − prefix (times its charge).
  struct Line {
    std::uint32_t base;
    bool falling;
  };
  [[nodiscard]] static Line line(const Ladder& ladder, const PrefixMasses& prefixes) noexcept;
  [[nodiscard]] static Line reversed_line(const Ladder& ladder, const PrefixMasses& target) noexcept;
  [[nodiscard]] std::uint64_t probe(Line line, int charge, const PrefixMasses& prefixes) const noexcept;
  struct PairHits {
    std::uint64_t rising;
    std::uint64_t falling;
  };
  /// Both lines of one charge (1 or 2) at once: their look-ups overlap.
  [[nodiscard]] PairHits probe_pair(Line rising, Line falling, int charge, const PrefixMasses& prefixes) const noexcept;
  void take_hits(const Ladder& ladder, Line line, const PrefixMasses& prefixes, std::uint64_t hits, bool reversed,
                 MatchCounts& counts) const noexcept;

  const PreparedSpectrum& spectrum_;
  std::vector<Ladder> ladders_;
};

}  // namespace massa::search
