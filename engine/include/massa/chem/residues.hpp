#pragma once
#include <optional>
#include <string_view>

#include "massa/chem/elements.hpp"
#include "massa/core/constants.hpp"

namespace massa::chem {

inline constexpr double proton_mass = proton_mass_da;          ///< Da
inline constexpr double isotope_spacing = isotope_spacing_da;  ///< Da
inline constexpr Composition water{0, 2, 0, 1};
inline constexpr Composition ammonia{0, 3, 1, 0};

/// @brief True for the letters that have one mass: the 20 amino acids, U (selenocysteine) and O (pyrrolysine).
/// B, J, Z and X stand for several residues and have none.
[[nodiscard]] bool is_residue(char letter) noexcept;

/// @brief Elements of an amino-acid residue (the amino acid less one water), or nothing for a letter without a mass.
[[nodiscard]] std::optional<Composition> residue_composition(char letter) noexcept;

/// @brief Monoisotopic residue mass, Da; 0 for a letter without a mass.
[[nodiscard]] double residue_mass(char letter) noexcept;

/// @brief Elements of the unmodified neutral peptide or protein, or nothing if a letter has no mass.
[[nodiscard]] std::optional<Composition> peptide_composition(std::string_view sequence) noexcept;

/// @brief Monoisotopic neutral mass of an unmodified peptide, Da. Letters without a mass count 0.
[[nodiscard]] double peptide_mass(std::string_view sequence) noexcept;

/// @brief m/z of [M + charge H]^charge+; `charge` ≥ 1.
[[nodiscard]] constexpr double mz(double neutral_mass, int charge) noexcept {
  return neutral_mass / charge + proton_mass;
}

/// @brief Neutral mass of an ion at `mz` with `charge` ≥ 1 protons, Da.
[[nodiscard]] constexpr double neutral_mass(double mz, int charge) noexcept {
  return (mz - proton_mass) * charge;
}

}  // namespace massa::chem
