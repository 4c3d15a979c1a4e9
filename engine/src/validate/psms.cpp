#include "massa/validate/psms.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "massa/validate/protein_e_value.hpp"

namespace massa::validate {

double ranking_score(const search::Psm& psm) noexcept {
  return -std::log10(std::max(psm.e_value, smallest_e_value));
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
  result.in_subset.assign(matches.size(), false);
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

void accept_subset(std::span<const search::SpectrumMatches> matches, const std::vector<bool>& of_expected, double share,
                   const Acceptance& acceptance, PsmLevel& level) {
  std::vector<double> e_values;
  for (std::size_t i = 0; i < matches.size(); ++i) {
    if (of_expected[i]) {
      e_values.push_back(matches[i].psms.front().e_value);
    }
  }
  level.subset = assess_subset(e_values, share, matches.size(), acceptance.fdr_threshold);
  for (std::size_t i = 0; i < matches.size(); ++i) {
    if (of_expected[i] && matches[i].psms.front().e_value <= level.subset.e_value_cut) {
      level.in_subset[i] = true;
      level.accepted[i] = true;
    }
  }
}

}  // namespace massa::validate
