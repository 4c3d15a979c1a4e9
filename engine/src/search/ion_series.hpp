#pragma once
#include <cstdint>
#include <vector>

#include "massa/search/search.hpp"

namespace massa::search {

/// @brief A fragment series: what turns the summed residues on one side of a broken bond into a singly charged ion.
struct IonSeries {
  char name = 'b';
  bool prefix = true;   ///< holds the N-terminus
  double offset = 0.0;  ///< Da, the proton included; for suffix series on top of the neutral mass with its water
};

/// @brief The series that a search matches, prefixes first. Offsets: b = Σ + proton; c = b + NH3; y = Σ + H2O + proton;
/// z = y − NH3 + H (the z• radical), with the masses of Roepstorff & Fohlman's nomenclature.
[[nodiscard]] std::vector<IonSeries> ion_series(FragmentIons ions, Activation activation);

/// @brief The highest charge of fragments of a precursor.
[[nodiscard]] int highest_fragment_charge(int precursor_charge, int max_fragment_charge) noexcept;

}  // namespace massa::search
