#include "massa/chem/residues.hpp"

#include <array>

namespace massa::chem {
namespace {

struct Residue {
  char letter;
  Composition composition;
};

constexpr Composition with_selenium(Composition composition) {
  composition[Element::selenium] = 1;
  return composition;
}

// C, H, N, O, S of the residues.
constexpr Residue residues[] = {
    {'A', {3, 5, 1, 1}},
    {'R', {6, 12, 4, 1}},
    {'N', {4, 6, 2, 2}},
    {'D', {4, 5, 1, 3}},
    {'C', {3, 5, 1, 1, 1}},
    {'E', {5, 7, 1, 3}},
    {'Q', {5, 8, 2, 2}},
    {'G', {2, 3, 1, 1}},
    {'H', {6, 7, 3, 1}},
    {'I', {6, 11, 1, 1}},
    {'L', {6, 11, 1, 1}},
    {'K', {6, 12, 2, 1}},
    {'M', {5, 9, 1, 1, 1}},
    {'F', {9, 9, 1, 1}},
    {'P', {5, 7, 1, 1}},
    {'S', {3, 5, 1, 2}},
    {'T', {4, 7, 1, 2}},
    {'W', {11, 10, 2, 1}},
    {'Y', {9, 9, 1, 2}},
    {'V', {5, 9, 1, 1}},
    {'O', {12, 19, 3, 2}},  // pyrrolysine
    {'U', with_selenium({3, 5, 1, 1})},
};

struct Table {
  std::array<std::optional<Composition>, 256> composition{};
  std::array<double, 256> mass{};
  Table() {
    for (const Residue& residue : residues) {
      const auto letter = static_cast<unsigned char>(residue.letter);
      composition[letter] = residue.composition;
      mass[letter] = residue.composition.monoisotopic_mass();
    }
  }
};

const Table& table() noexcept {
  static const Table instance;
  return instance;
}

}  // namespace

bool is_residue(char letter) noexcept {
  return residue_mass(letter) > 0.0;
}

std::optional<Composition> residue_composition(char letter) noexcept {
  return table().composition[static_cast<unsigned char>(letter)];
}

double residue_mass(char letter) noexcept {
  return table().mass[static_cast<unsigned char>(letter)];
}

std::optional<Composition> peptide_composition(std::string_view sequence) noexcept {
  Composition sum = water;
  for (const char letter : sequence) {
    const auto residue = residue_composition(letter);
    if (!residue) {
      return std::nullopt;
    }
    sum.add(*residue);
  }
  return sum;
}

double peptide_mass(std::string_view sequence) noexcept {
  static const double water_mass = water.monoisotopic_mass();
  double sum = water_mass;
  for (const char letter : sequence) {
    sum += residue_mass(letter);
  }
  return sum;
}

}  // namespace massa::chem
