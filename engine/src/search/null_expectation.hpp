#pragma once
#include <span>

#include "massa/search/psm.hpp"
#include "search/bond_masses.hpp"
#include "search/ion_series.hpp"
#include "search/prepared_spectrum.hpp"

namespace massa::search {

/// @brief How random peptides of one mass match a spectrum, on average over the pool of BondMasses. Variances are left
/// out.
/// @param mass  of the precursor, neutral, fixed-point
[[nodiscard]] NullDistribution expected_null(const BondMasses& bonds, const PreparedSpectrum& spectrum,
                                             std::span<const IonSeries> series, int highest_charge, std::int64_t mass);

}  // namespace massa::search
