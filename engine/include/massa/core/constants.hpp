#pragma once

namespace massa {

inline constexpr double proton_mass_da = 1.007276466621;          ///< CODATA 2018
inline constexpr double isotope_spacing_da = 1.0033548350700006;  ///< 13C − 12C (AME2012)

}  // namespace massa
