#include "massa/signal/coisolation.hpp"

#include <algorithm>

#include "massa/signal/deisotope.hpp"

namespace massa::signal {
namespace {

/// Isotopes are looked for this far outside the window, Th: three isotope peaks of a 1+ ion above, one below, so that a
/// second isotope is not taken for a monoisotopic peak.
constexpr double margin_above_mz = 3.1;
constexpr double margin_below_mz = 1.1;
constexpr float least_relative_intensity = 0.01F;

}  // namespace

std::vector<SurveyIon> coisolated_ions(std::span<const double> mz, std::span<const float> intensity,
                                       double window_low_mz, double window_high_mz, Tolerance tolerance,
                                       int max_charge) {
  const auto index = [&](auto it) { return static_cast<std::size_t>(it - mz.begin()); };
  const std::size_t first = index(std::ranges::lower_bound(mz, window_low_mz - margin_below_mz));
  const std::size_t last = index(std::ranges::upper_bound(mz, window_high_mz + margin_above_mz));
  std::vector<SurveyIon> ions;
  if (first >= last) {
    return ions;
  }
  const auto near_mz = mz.subspan(first, last - first);
  const auto near_intensity = intensity.subspan(first, last - first);
  const auto inside = [&](double value) { return value >= window_low_mz && value <= window_high_mz; };
  float highest = 0.0F;
  for (std::size_t i = 0; i < near_mz.size(); ++i) {
    highest = std::max(highest, inside(near_mz[i]) ? near_intensity[i] : 0.0F);
  }
  std::vector<DeisotopedPeak> envelopes;
  deisotope(near_mz, near_intensity, {tolerance, max_charge, false}, envelopes);
  for (const DeisotopedPeak& envelope : envelopes) {
    const bool bright = near_intensity[envelope.source] >= least_relative_intensity * highest;
    if (envelope.charge > 0 && inside(envelope.mz) && bright) {
      ions.push_back({envelope.mz, envelope.charge, envelope.intensity});
    }
  }
  std::ranges::stable_sort(ions, std::ranges::greater(), &SurveyIon::intensity);
  return ions;
}

}  // namespace massa::signal
