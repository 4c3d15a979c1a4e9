#include "massa/chem/peptidoform.hpp"

#include "massa/chem/residues.hpp"

namespace massa::chem {

double mass(const Peptidoform& peptidoform) noexcept {
  double sum = peptide_mass(peptidoform.sequence);
  for (const ModifiedSite& site : peptidoform.sites) {
    sum += site.modification->mass_delta;
  }
  return sum;
}

std::string proforma(const Peptidoform& peptidoform) {
  std::string text;
  auto site = peptidoform.sites.begin();
  const auto tags_at = [&](std::size_t position) {
    for (; site != peptidoform.sites.end() && site->position == position; ++site) {
      text += '[' + site->modification->name + ']';
    }
  };
  tags_at(0);
  if (!text.empty()) {
    text += '-';
  }
  std::size_t position = 0;
  for (const char letter : peptidoform.sequence) {
    text += letter;
    tags_at(++position);
  }
  if (site != peptidoform.sites.end()) {
    text += '-';
    tags_at(position + 1);
  }
  return text;
}

}  // namespace massa::chem
