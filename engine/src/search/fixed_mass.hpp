#pragma once
#include <cmath>
#include <cstdint>

namespace massa::search {

/// @brief A mass or m/z as a whole number of 2⁻¹⁸ Da (3.8 µDa): sums are exact, so equal compositions have equal masses
/// in whatever order they are added. A 32-bit value reaches 16,383 Da.
using FixedMass = std::uint32_t;

inline constexpr int fixed_mass_bits = 18;
inline constexpr double fixed_mass_unit = 1.0 / (1 << fixed_mass_bits);  ///< Da
inline constexpr double largest_fixed_mass_da = 16000.0;

/// @brief Nearest fixed-point value of a mass or a difference of masses, Da.
[[nodiscard]] inline std::int64_t to_fixed(double da) noexcept {
  return std::llround(da / fixed_mass_unit);
}

[[nodiscard]] constexpr double from_fixed(std::int64_t fixed) noexcept {
  return static_cast<double>(fixed) * fixed_mass_unit;
}

}  // namespace massa::search
