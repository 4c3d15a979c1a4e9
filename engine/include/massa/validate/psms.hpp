#pragma once
#include <span>
#include <vector>

#include "massa/search/psm.hpp"
#include "massa/validate/q_values.hpp"
#include "massa/validate/subset.hpp"

namespace massa::validate {

/// @brief What PSMs of different spectra are ranked by: −log10 E, which, unlike the hyperscore, means the same for
/// every spectrum.
[[nodiscard]] double ranking_score(const search::Psm& psm) noexcept;

/// @brief The PSM level of a run, on the best match of each spectrum.
struct PsmLevel {
  FdrEstimate fdr;
  std::vector<double> q_values;  ///< one a spectrum, NaN where nothing matched; empty when the FDR is not estimable
  std::vector<bool> accepted;    ///< one a spectrum; false for decoys and where nothing matched
  std::vector<bool> in_subset;   ///< one a spectrum; accepted as a PSM of the expected protein
  SubsetAcceptance subset;       ///< of the expected protein
  std::uint64_t matched_spectra = 0;
};

[[nodiscard]] PsmLevel assess_psms(std::span<const search::SpectrumMatches> matches, const Acceptance& acceptance);

/// @brief Also accepts the PSMs of the expected protein that stand as a subset (see assess_subset).
/// @param of_expected  one flag a spectrum: its best match is a target that the expected protein has
/// @param share        residues of the expected protein / residues of the database
void accept_subset(std::span<const search::SpectrumMatches> matches, const std::vector<bool>& of_expected, double share,
                   const Acceptance& acceptance, PsmLevel& level);

}  // namespace massa::validate
