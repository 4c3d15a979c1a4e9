#include "massa/search/annotate.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "massa/chem/residues.hpp"
#include "search/ion_series.hpp"

namespace massa::search {
namespace {

/// Sums of residues with their modifications: element i is the part before bond i + 1. No water.
std::vector<double> prefix_sums(const chem::Peptidoform& peptidoform) {
  std::vector<double> at(peptidoform.sequence.size() + 2, 0.0);
  for (std::size_t i = 0; i < peptidoform.sequence.size(); ++i) {
    at[i + 1] = chem::residue_mass(peptidoform.sequence[i]);
  }
  for (const chem::ModifiedSite& site : peptidoform.sites) {
    at[site.position] += site.modification->mass_delta;
  }
  std::vector<double> sums;
  double sum = at[0];
  for (std::size_t i = 1; i < peptidoform.sequence.size(); ++i) {
    sum += at[i];
    sums.push_back(sum);
  }
  return sums;
}

class Annotator {
 public:
  Annotator(std::span<const double> mz, std::span<const float> intensity, Tolerance tolerance)
      : mz_(mz), intensity_(intensity), tolerance_(tolerance), used_(mz.size(), false) {}

  /// Gives the ion the most intense free peak within the tolerance. @return whether there was one
  bool explain(char ion, std::uint8_t ordinal, int charge, NeutralLoss loss, double theoretical_mz) {
    const auto peak = best_peak(theoretical_mz);
    if (peak) {
      used_[*peak] = true;
      annotations_.push_back(
          {ion, ordinal, static_cast<std::uint8_t>(charge), loss, static_cast<std::uint32_t>(*peak), theoretical_mz});
    }
    return peak.has_value();
  }

  std::vector<FragmentAnnotation> take() {
    std::ranges::sort(annotations_, {}, &FragmentAnnotation::peak);
    return std::move(annotations_);
  }

 private:
  [[nodiscard]] std::optional<std::size_t> best_peak(double mz) const {
    // The window belongs to the peak, as in the search; peaks whose windows may hold `mz` lie within twice the
    // half-width.
    const auto first = std::ranges::lower_bound(mz_, mz - 2.0 * tolerance_.at(mz));
    std::optional<std::size_t> best;
    for (auto i = static_cast<std::size_t>(first - mz_.begin());
         i < mz_.size() && mz_[i] <= mz + 2.0 * tolerance_.at(mz); ++i) {
      const bool holds = std::abs(mz_[i] - mz) <= tolerance_.at(mz_[i]);
      if (holds && !used_[i] && (!best || intensity_[i] > intensity_[*best])) {
        best = i;
      }
    }
    return best;
  }

  std::span<const double> mz_;
  std::span<const float> intensity_;
  Tolerance tolerance_;
  std::vector<bool> used_;
  std::vector<FragmentAnnotation> annotations_;
};

}  // namespace

std::vector<FragmentAnnotation> annotate(std::span<const double> mz, std::span<const float> intensity,
                                         const chem::Peptidoform& peptidoform, Tolerance tolerance, FragmentIons ions,
                                         Activation activation, int precursor_charge, int max_fragment_charge) {
  static const double water = chem::water.monoisotopic_mass();
  static const double ammonia = chem::ammonia.monoisotopic_mass();
  static const double carbon_monoxide = chem::Composition(1, 0, 0, 1).monoisotopic_mass();
  const std::vector<double> prefixes = prefix_sums(peptidoform);
  const double total = chem::mass(peptidoform);
  const std::size_t length = peptidoform.sequence.size();
  const int highest_charge = highest_fragment_charge(precursor_charge, max_fragment_charge);

  struct Matched {
    char ion;
    std::uint8_t ordinal;
    int charge;
    double neutral;  ///< of the fragment with its charge carriers removed
  };
  std::vector<Matched> matched;
  Annotator annotator(mz, intensity, tolerance);
  for (const IonSeries& series : ion_series(ions, activation)) {
    for (std::size_t bond = 1; bond < length; ++bond) {
      const double part = series.prefix ? prefixes[bond - 1] : total - prefixes[bond - 1];
      const double neutral = part + series.offset - chem::proton_mass;
      const auto ordinal = static_cast<std::uint8_t>(series.prefix ? bond : length - bond);
      for (int charge = 1; charge <= highest_charge; ++charge) {
        if (annotator.explain(series.name, ordinal, charge, NeutralLoss::none, chem::mz(neutral, charge))) {
          matched.push_back({series.name, ordinal, charge, neutral});
        }
      }
    }
  }
  for (const Matched& parent : matched) {
    if (parent.ion == 'b') {
      annotator.explain('a', parent.ordinal, parent.charge, NeutralLoss::none,
                        chem::mz(parent.neutral - carbon_monoxide, parent.charge));
    }
    if (parent.ion == 'b' || parent.ion == 'y') {
      annotator.explain(parent.ion, parent.ordinal, parent.charge, NeutralLoss::water,
                        chem::mz(parent.neutral - water, parent.charge));
      annotator.explain(parent.ion, parent.ordinal, parent.charge, NeutralLoss::ammonia,
                        chem::mz(parent.neutral - ammonia, parent.charge));
    }
  }
  return annotator.take();
}

}  // namespace massa::search
