#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "massa/chem/peptidoform.hpp"
#include "massa/core/tolerance.hpp"
#include "massa/search/search.hpp"

namespace massa::search {

enum class NeutralLoss : std::uint8_t { none = 0, water = 1, ammonia = 2 };

/// @brief One explained peak.
struct FragmentAnnotation {
  char ion = 'b';            ///< 'a', 'b', 'c', 'y' or 'z' (z•)
  std::uint8_t ordinal = 0;  ///< residues in the fragment
  std::uint8_t charge = 1;
  NeutralLoss loss = NeutralLoss::none;
  std::uint32_t peak = 0;       ///< index into the arrays given
  double theoretical_mz = 0.0;  ///< Th
};

/// @brief Explains the peaks of a spectrum by the fragments of a peptidoform: the ions of the search, then a ions and
/// losses of water and ammonia where their parent ion is matched. Each peak and each ion is used once; the most intense
/// free peak within the tolerance is taken, plain ions before a ions and losses.
/// @param ions  `automatic` is resolved with `activation`
/// @return ascending by peak
[[nodiscard]] std::vector<FragmentAnnotation> annotate(std::span<const double> mz, std::span<const float> intensity,
                                                       const chem::Peptidoform& peptidoform, Tolerance tolerance,
                                                       FragmentIons ions, Activation activation, int precursor_charge,
                                                       int max_fragment_charge = 2);

}  // namespace massa::search
