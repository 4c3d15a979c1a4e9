#pragma once
#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "massa/chem/decoy.hpp"
#include "massa/chem/peptidoform.hpp"
#include "massa/chem/residues.hpp"
#include "massa/search/search.hpp"

namespace massa::search::test {

/// A candidate as the plainest code finds it: strings and doubles, no table, no bitmap.
struct PlainMatch {
  std::string proforma;
  std::string sequence;
  bool is_decoy = false;
  int prefix_ions = 0;
  int suffix_ions = 0;
  double hyperscore = 0.0;
};

/// Every peptidoform of `sequence` with up to `most` variable modifications.
inline std::vector<chem::Peptidoform> peptidoforms(const std::string& sequence, bool protein_n_term,
                                                   const ModificationOptions& options) {
  using chem::ModificationPosition;
  std::vector<chem::Peptidoform> forms{{sequence, {}}};
  const auto extend = [&](std::uint16_t position, const chem::Modification* modification) {
    const std::size_t known = forms.size();
    for (std::size_t i = 0; i < known; ++i) {
      const bool taken = std::ranges::any_of(forms[i].sites, [&](const auto& s) { return s.position == position; });
      if (!taken && static_cast<int>(forms[i].sites.size()) < options.max_variable_per_peptide) {
        forms.push_back(forms[i]);
        forms.back().sites.push_back({position, modification});
      }
    }
  };
  for (const chem::ModificationRule& rule : options.variable) {
    const bool n_term = rule.position == ModificationPosition::peptide_n_term ||
                        (rule.position == ModificationPosition::protein_n_term && protein_n_term);
    if (n_term && (rule.residues == 0 || rule.accepts(sequence.front()))) {
      extend(0, rule.modification);
    }
    for (std::size_t i = 1; rule.position == ModificationPosition::anywhere && i <= sequence.size(); ++i) {
      if (rule.accepts(sequence[i - 1])) {
        extend(static_cast<std::uint16_t>(i), rule.modification);
      }
    }
  }
  for (chem::Peptidoform& form : forms) {
    for (const chem::ModificationRule& rule : options.fixed) {
      for (std::size_t i = 1; i <= sequence.size(); ++i) {
        if (rule.accepts(sequence[i - 1])) {
          form.sites.push_back({static_cast<std::uint16_t>(i), rule.modification});
        }
      }
    }
    std::ranges::sort(form.sites, {}, &chem::ModifiedSite::position);
  }
  return forms;
}

inline PlainMatch compare(const SearchSpectrum& spectrum, const chem::Peptidoform& form, Tolerance tolerance,
                          int highest_charge) {
  const float base_peak = *std::ranges::max_element(spectrum.intensity);
  PlainMatch match{chem::proforma(form), form.sequence};
  double sums[2] = {0.0, 0.0};
  int counts[2] = {0, 0};
  for (std::size_t bond = 1; bond < form.sequence.size(); ++bond) {
    double prefix = 0.0;
    for (std::size_t i = 0; i < bond; ++i) {
      prefix += chem::residue_mass(form.sequence[i]);
    }
    for (const chem::ModifiedSite& site : form.sites) {
      prefix += site.position <= bond ? site.modification->mass_delta : 0.0;
    }
    for (int charge = 1; charge <= highest_charge; ++charge) {
      const double ions[2] = {chem::mz(prefix, charge), chem::mz(chem::mass(form) - prefix, charge)};
      for (int series = 0; series < 2; ++series) {
        double best = -1.0;
        for (std::size_t p = 0; p < spectrum.mz.size(); ++p) {
          if (std::abs(spectrum.mz[p] - ions[series]) <= tolerance.at(spectrum.mz[p])) {
            best = std::max(best, static_cast<double>(spectrum.intensity[p]));
          }
        }
        counts[series] += best >= 0.0 ? 1 : 0;
        sums[series] += best >= 0.0 ? 10.0 * std::sqrt(best / static_cast<double>(base_peak)) : 0.0;
      }
    }
  }
  match.prefix_ions = counts[0];
  match.suffix_ions = counts[1];
  match.hyperscore =
      std::log1p(sums[0]) + std::log1p(sums[1]) + std::lgamma(counts[0] + 1.0) + std::lgamma(counts[1] + 1.0);
  return match;
}

}  // namespace massa::search::test
