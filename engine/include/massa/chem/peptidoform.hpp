#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "massa/chem/modification.hpp"

namespace massa::chem {

/// @brief A modification on a peptide: position 0 is the N-terminus, 1…n a residue, n + 1 the C-terminus.
struct ModifiedSite {
  std::uint16_t position = 0;
  const Modification* modification = nullptr;
  friend bool operator==(const ModifiedSite&, const ModifiedSite&) = default;
};

/// @brief A peptide sequence with its modifications, fixed ones included.
struct Peptidoform {
  std::string sequence;
  std::vector<ModifiedSite> sites;  ///< ascending by position
  friend bool operator==(const Peptidoform&, const Peptidoform&) = default;
};

/// @brief Monoisotopic neutral mass, Da.
[[nodiscard]] double mass(const Peptidoform& peptidoform) noexcept;

/// @brief ProForma 2.0 (PSI) with UNIMOD names, e.g. "[Acetyl]-M[Oxidation]PEPC[Carbamidomethyl]K".
[[nodiscard]] std::string proforma(const Peptidoform& peptidoform);

}  // namespace massa::chem
