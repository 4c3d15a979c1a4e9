#include "search/candidate_masses.hpp"

namespace massa::search {

void sum_prefixes(const CompiledModifications& modifications, std::string_view sequence,
                  std::span<const VariableSite> sites, FixedMass total, PrefixMasses& out) noexcept {
  const auto& residues = modifications.residues();
  out.length = static_cast<int>(sequence.size());
  out.total = total;
  const std::size_t bonds = sequence.size() - 1;
  if (sites.empty()) {
    auto sum = static_cast<FixedMass>(modifications.n_term(sequence.front()));
    for (std::size_t i = 0; i < bonds; ++i) {
      sum += residues[sequence[i] & 31];
      out.mass[i] = sum;
    }
    return;
  }
  std::array<FixedMass, chem::peptide_length_limit + 2> delta{};  // by position
  for (const VariableSite& site : sites) {
    delta[site.position] += static_cast<FixedMass>(modifications.variable()[site.rule].delta);
  }
  FixedMass sum = static_cast<FixedMass>(modifications.n_term(sequence.front())) + delta[0];
  for (std::size_t i = 0; i < bonds; ++i) {
    sum += residues[sequence[i] & 31] + delta[i + 1];
    out.mass[i] = sum;
  }
}

VariableSite reversed_site(VariableSite site, std::size_t length) noexcept {
  const bool interior = site.position > 1 && site.position < length;
  return interior ? VariableSite{static_cast<std::uint8_t>(length + 1 - site.position), site.rule} : site;
}

}  // namespace massa::search
