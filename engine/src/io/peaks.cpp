#include "io/peaks.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

namespace massa::io {
namespace {

/// Linear MALDI instruments reach some hundred thousand Th; above this a number is no m/z.
constexpr double highest_mz = 1e6;

/// One pass without branches, so that it is vectorised: true if every peak is as it should be.
bool all_tidy(const std::vector<double>& mz, const std::vector<float>& intensity) noexcept {
  constexpr float max_intensity = std::numeric_limits<float>::max();
  unsigned bad = 0;
  for (const double value : mz) {
    bad |= static_cast<unsigned>(!(value > 0.0)) | static_cast<unsigned>(!(value <= highest_mz));
  }
  for (std::size_t i = 1; i < mz.size(); ++i) {
    bad |= static_cast<unsigned>(mz[i] < mz[i - 1]);
  }
  for (const float value : intensity) {
    bad |= static_cast<unsigned>(!(value >= 0.0F)) | static_cast<unsigned>(!(value <= max_intensity));
  }
  return bad == 0;
}

void sort_by_mz(Spectrum& spectrum) {
  std::vector<std::size_t> order(spectrum.mz.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return spectrum.mz[i]; });
  std::vector<double> mz;
  std::vector<float> intensity;
  mz.reserve(order.size());
  intensity.reserve(order.size());
  for (const std::size_t i : order) {
    mz.push_back(spectrum.mz[i]);
    intensity.push_back(spectrum.intensity[i]);
  }
  spectrum.mz = std::move(mz);
  spectrum.intensity = std::move(intensity);
}

void repair(Spectrum& spectrum, const Place& place, std::vector<Finding>& findings) {
  std::uint64_t non_finite = 0;
  std::uint64_t non_positive = 0;
  std::uint64_t implausible = 0;
  std::uint64_t negative = 0;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < spectrum.mz.size(); ++i) {
    const double mz = spectrum.mz[i];
    float intensity = spectrum.intensity[i];
    if (!std::isfinite(mz) || !std::isfinite(intensity)) {
      ++non_finite;
      continue;
    }
    if (mz <= 0.0) {
      ++non_positive;
      continue;
    }
    if (mz > highest_mz) {
      ++implausible;
      continue;
    }
    if (intensity < 0.0F) {
      ++negative;
      intensity = 0.0F;
    }
    spectrum.mz[kept] = mz;
    spectrum.intensity[kept] = intensity;
    ++kept;
  }
  spectrum.mz.resize(kept);
  spectrum.intensity.resize(kept);
  const auto note = [&](FindingCode code, std::uint64_t count) {
    if (count > 0) {
      findings.push_back({code, count, to_text(place)});
    }
  };
  note(FindingCode::non_finite_peaks, non_finite);
  note(FindingCode::non_positive_mz, non_positive);
  note(FindingCode::implausible_mz, implausible);
  note(FindingCode::negative_intensity, negative);
  if (!std::ranges::is_sorted(spectrum.mz)) {
    sort_by_mz(spectrum);
    note(FindingCode::unsorted_peaks, 1);
  }
}

}  // namespace

void tidy_peaks(Spectrum& spectrum, const Place& place, std::vector<Finding>& findings) {
  if (!all_tidy(spectrum.mz, spectrum.intensity)) {
    repair(spectrum, place, findings);
  }
  if (spectrum.mz.empty()) {
    findings.push_back({FindingCode::no_peaks, 1, to_text(place)});
  }
  if (std::isnan(spectrum.total_ion_current)) {
    spectrum.total_ion_current = std::accumulate(spectrum.intensity.begin(), spectrum.intensity.end(), 0.0);
  }
}

void complete_ms_level(Spectrum& spectrum, const Place& place, std::vector<Finding>& findings) {
  if (spectrum.ms_level == 0) {
    spectrum.ms_level = spectrum.precursors.empty() ? 1 : 2;
    findings.push_back({FindingCode::missing_ms_level, 1, to_text(place)});
  }
}

void check_precursor(const Spectrum& spectrum, const Place& place, std::vector<Finding>& findings) {
  const bool lacks_mz = spectrum.precursors.empty() || std::isnan(spectrum.precursors.front().mz);
  if (spectrum.ms_level >= 2 && lacks_mz) {
    findings.push_back({FindingCode::missing_precursor_mz, 1, to_text(place)});
  }
}

}  // namespace massa::io
