#pragma once
#include <span>
#include <vector>

#include "massa/search/psm.hpp"
#include "massa/validate/q_values.hpp"

namespace massa::validate {

/// @brief What PSMs of different spectra are ranked by: −log10 E, which, unlike the hyperscore, means the same for
/// every spectrum.
[[nodiscard]] double ranking_score(const search::Psm& psm) noexcept;

/// @brief The PSM level of a run, on the best match of each spectrum.
struct PsmLevel {
  FdrEstimate fdr;
  std::vector<double> q_values;  ///< one a spectrum, NaN where nothing matched; empty when the FDR is not estimable
  std::vector<bool> accepted;    ///< one a spectrum; false for decoys and where nothing matched
  std::uint64_t matched_spectra = 0;
};

[[nodiscard]] PsmLevel assess_psms(std::span<const search::SpectrumMatches> matches, const Acceptance& acceptance);

}  // namespace massa::validate
