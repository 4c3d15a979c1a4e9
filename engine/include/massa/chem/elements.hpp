#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace massa::chem {

/// @brief Elements of biomolecules and their modifications. `carbon_13`, `nitrogen_15` are pure labels, as in UNIMOD.
enum class Element : std::uint8_t {
  hydrogen,
  carbon,
  nitrogen,
  oxygen,
  sulfur,
  phosphorus,
  sodium,
  potassium,
  calcium,
  iron,
  copper,
  zinc,
  selenium,
  carbon_13,
  nitrogen_15,
};
inline constexpr std::size_t element_count = 15;

struct Isotope {
  double mass;       ///< Da
  double abundance;  ///< mole fraction in nature
};

/// @brief Isotopes of an element, lightest first: NIST "Atomic Weights and Isotopic Compositions" (masses of AME2012).
[[nodiscard]] std::span<const Isotope> isotopes(Element element) noexcept;

/// @brief Mass of the most abundant isotope, Da (the monoisotopic mass as UNIMOD and PSI use it).
[[nodiscard]] double monoisotopic_mass(Element element) noexcept;

/// @brief Mass averaged over the natural isotopes, Da.
[[nodiscard]] double average_mass(Element element) noexcept;

/// @brief How many atoms of each element; differences may be negative.
class Composition {
 public:
  constexpr Composition() = default;
  constexpr Composition(int carbon, int hydrogen, int nitrogen, int oxygen, int sulfur = 0) {
    (*this)[Element::carbon] = carbon;
    (*this)[Element::hydrogen] = hydrogen;
    (*this)[Element::nitrogen] = nitrogen;
    (*this)[Element::oxygen] = oxygen;
    (*this)[Element::sulfur] = sulfur;
  }

  /// @brief Reads UNIMOD's notation, e.g. "H(-3) 13C(6) N O(2)" or "dHex Hex(3) HexNAc(4)".
  /// @throws massa::Error (input) naming the part that is not understood
  [[nodiscard]] static Composition parse(std::string_view unimod_text);

  [[nodiscard]] constexpr int& operator[](Element e) noexcept { return counts_[static_cast<std::size_t>(e)]; }
  [[nodiscard]] constexpr int operator[](Element e) const noexcept { return counts_[static_cast<std::size_t>(e)]; }
  /// @brief Adds `times` × `other`.
  constexpr Composition& add(const Composition& other, int times = 1) noexcept {
    for (std::size_t i = 0; i < element_count; ++i) {
      counts_[i] += times * other.counts_[i];
    }
    return *this;
  }
  friend constexpr bool operator==(const Composition&, const Composition&) = default;

  [[nodiscard]] double monoisotopic_mass() const noexcept;  ///< Da
  [[nodiscard]] double average_mass() const noexcept;       ///< Da

 private:
  std::array<int, element_count> counts_{};
};

}  // namespace massa::chem
