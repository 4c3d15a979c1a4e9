#include "search/ion_series.hpp"

#include <algorithm>

#include "massa/chem/residues.hpp"

namespace massa::search {

std::vector<IonSeries> ion_series(FragmentIons ions, Activation activation) {
  if (ions == FragmentIons::automatic) {
    switch (activation) {
      case Activation::etd:
      case Activation::ecd:
        ions = FragmentIons::cz;
        break;
      case Activation::ethcd:
        ions = FragmentIons::bycz;
        break;
      default:
        ions = FragmentIons::by;
    }
  }
  const double proton = chem::proton_mass;
  const double ammonia = chem::ammonia.monoisotopic_mass();
  const double hydrogen = chem::monoisotopic_mass(chem::Element::hydrogen);
  const IonSeries b{'b', true, proton};
  const IonSeries c{'c', true, proton + ammonia};
  const IonSeries y{'y', false, proton};
  const IonSeries z{'z', false, proton - ammonia + hydrogen};
  switch (ions) {
    case FragmentIons::cz:
      return {c, z};
    case FragmentIons::bycz:
      return {b, c, y, z};
    case FragmentIons::automatic:
    case FragmentIons::by:
      break;
  }
  return {b, y};
}

int highest_fragment_charge(int precursor_charge, int max_fragment_charge) noexcept {
  return std::max(1, std::min(precursor_charge - 1, max_fragment_charge));
}

}  // namespace massa::search
