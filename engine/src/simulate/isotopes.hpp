#pragma once
#include <cstddef>
#include <vector>

#include "massa/chem/elements.hpp"

namespace massa::simulate {

/// @brief One peak of an isotope distribution: all isotopologues with the same number of additional neutrons.
struct IsotopePeak {
  double offset_da = 0.0;  ///< mean mass above the monoisotopic one
  double fraction = 0.0;   ///< of all molecules
};

/// @brief Isotope distribution of a molecule from its elements, aggregated by neutron number (Rockwood & Haimi 2006);
/// the first peak is the monoisotopic one.
/// @param peaks  most that are kept, ≥ 1
[[nodiscard]] std::vector<IsotopePeak> isotope_distribution(const chem::Composition& composition, std::size_t peaks);

/// @brief The same for an averagine fragment of a given mass: a Poisson distribution with mean mass / 1800.
[[nodiscard]] std::vector<IsotopePeak> averagine_distribution(double mass_da, std::size_t peaks);

}  // namespace massa::simulate
