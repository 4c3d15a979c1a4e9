#include "massa/validate/psms.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace massa::validate {

double ranking_score(const search::Psm& psm) noexcept {
  return -std::log10(std::max(psm.e_value, 1e-300));
}

PsmLevel assess_psms(std::span<const search::SpectrumMatches> matches, const Acceptance& acceptance) {
  std::vector<ScoredHit> hits;
  std::vector<double> e_values;
  std::vector<std::size_t> spectrum_of;
  for (std::size_t i = 0; i < matches.size(); ++i) {
    if (!matches[i].psms.empty()) {
      const search::Psm& best = matches[i].psms.front();
      hits.push_back({ranking_score(best), best.is_decoy});
      e_values.push_back(best.e_value);
      spectrum_of.push_back(i);
    }
  }
  const LevelResult level = assess(hits, e_values, acceptance, "PSM");

  PsmLevel result;
  result.fdr = level.fdr;
  result.matched_spectra = hits.size();
  result.accepted.assign(matches.size(), false);
  if (level.fdr.estimable) {
    result.q_values.assign(matches.size(), std::numeric_limits<double>::quiet_NaN());
  }
  for (std::size_t i = 0; i < hits.size(); ++i) {
    result.accepted[spectrum_of[i]] = level.accepted[i];
    if (level.fdr.estimable) {
      result.q_values[spectrum_of[i]] = level.q_values[i];
    }
  }
  return result;
}

}  // namespace massa::validate
