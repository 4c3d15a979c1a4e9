#pragma once
#include <cstdint>
#include <span>

namespace massa::validate {

/// @brief PSMs of the expected protein, accepted by a threshold of their own.
struct SubsetAcceptance {
  double e_value_cut = 0.0;     ///< PSMs with E ≤ this are accepted; 0: none
  std::uint64_t psms = 0;       ///< accepted
  double expected_false = 0.0;  ///< of these, at most, on average
};

/// @brief Search all, assess the subset: which PSMs of one protein, named before the search, are to be believed.
///
/// Of all searched spectra at most `spectra` have a wrong best hit; it has E ≤ e with probability ≤ min(1, e) and lies
/// on the protein with probability `share`. So at most spectra · share · min(1, e) of the protein's PSMs with E ≤ e are
/// wrong on average. The cut is the greatest e at which these are no more than `fdr_threshold` of the PSMs found. A
/// threshold for all proteins together is far stricter than this one protein needs (Noble & Keich 2017, Sticker et al.
/// 2017, Nat. Methods 14, 643). It must not be used for a protein chosen because it was found.
/// @param e_values  of the protein's target PSMs (best hits of spectra), any order
/// @param share     residues of the protein / residues of the database
/// @param before    PSMs of the protein that another search has accepted: the threshold then holds for both together
[[nodiscard]] SubsetAcceptance assess_subset(std::span<const double> e_values, double share, std::uint64_t spectra,
                                             double fdr_threshold, const SubsetAcceptance& before = {});

}  // namespace massa::validate
