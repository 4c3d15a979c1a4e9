#include <algorithm>
#include <cmath>
#include <functional>

#include "massa/classify/resolution.hpp"
#include "massa/core/constants.hpp"

namespace massa::classify {
namespace {

constexpr std::uint64_t spectra_all = 4096;       // up to this index every spectrum is looked into,
constexpr std::uint64_t spectra_stride = 16;      // then every 16th
constexpr std::uint64_t precursors_all = 20'000;  // precursors of spectra with a lower index are kept
constexpr std::size_t bright_peaks = 40;
constexpr double first_gap_th = 0.95;
constexpr double gap_bin_th = 0.001;

/// m/z of the brightest peaks, ascending.
std::vector<double> brightest(const Spectrum& spectrum) {
  if (spectrum.mz.size() <= bright_peaks) {
    return spectrum.mz;
  }
  std::vector<float> intensity = spectrum.intensity;
  const auto nth = intensity.begin() + bright_peaks - 1;
  std::nth_element(intensity.begin(), nth, intensity.end(), std::greater<>());
  std::vector<double> mz;
  for (std::size_t i = 0; i < spectrum.mz.size() && mz.size() < bright_peaks; ++i) {
    if (spectrum.intensity[i] >= *nth) {
      mz.push_back(spectrum.mz[i]);
    }
  }
  return mz;
}

bool has_one_decimal(double mz) noexcept {
  return std::abs(mz * 10.0 - std::round(mz * 10.0)) < 1e-4;
}

void add_peaks(const std::vector<double>& mz, ResolutionStatistics::Level& level) {
  level.peaks += mz.size();
  level.coarse_peaks += static_cast<std::uint64_t>(std::ranges::count_if(mz, has_one_decimal));
  for (std::size_t i = 0; i < mz.size(); ++i) {
    for (std::size_t j = i + 1; j < mz.size(); ++j) {
      const double bin = (mz[j] - mz[i] - first_gap_th) / gap_bin_th;
      if (bin >= static_cast<double>(level.isotope_gaps.size())) {
        break;
      }
      if (bin >= 0.0) {
        ++level.isotope_gaps[static_cast<std::size_t>(bin)];
      }
    }
  }
}

}  // namespace

void ResolutionStatistics::add(const Spectrum& spectrum) {
  const bool is_ms1 = spectrum.ms_level == 1 || (spectrum.ms_level == 0 && spectrum.precursors.empty());
  Level& level = levels_[is_ms1 ? 0 : 1];
  ++level.analyzers[static_cast<std::size_t>(spectrum.analyzer)];
  if (!is_ms1 && !spectrum.precursors.empty() && spectrum.index < precursors_all) {
    const Precursor& precursor = spectrum.precursors.front();
    const double mass = (precursor.mz - proton_mass_da) * std::abs(precursor.charge.value_or(0));
    if (mass >= 700.0 && mass <= 2500.0) {
      precursor_masses_da_.push_back(mass);
    }
  }
  if (spectrum.representation != Representation::profile &&
      (spectrum.index < spectra_all || spectrum.index % spectra_stride == 0)) {
    add_peaks(brightest(spectrum), level);
  }
}

void ResolutionStatistics::merge(const ResolutionStatistics& other) {
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    Level& mine = levels_[i];
    const Level& theirs = other.levels_[i];
    std::ranges::transform(mine.analyzers, theirs.analyzers, mine.analyzers.begin(), std::plus<>());
    std::ranges::transform(mine.isotope_gaps, theirs.isotope_gaps, mine.isotope_gaps.begin(), std::plus<>());
    mine.peaks += theirs.peaks;
    mine.coarse_peaks += theirs.coarse_peaks;
  }
  precursor_masses_da_.insert(precursor_masses_da_.end(), other.precursor_masses_da_.begin(),
                              other.precursor_masses_da_.end());
}

}  // namespace massa::classify
