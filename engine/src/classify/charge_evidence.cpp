#include "classify/charge_evidence.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "massa/core/constants.hpp"

namespace massa::classify {
namespace {

constexpr double averagine_spacing_da = 1.00235;  // mean distance of the isotope peaks of averagine
constexpr double intact_mass_da = 5000.0;

struct Peak {
  double mz = 0.0;
  double intensity = 0.0;
};

bool looks_like_profile(const Spectrum& spectrum) {
  if (spectrum.representation != Representation::unknown || spectrum.mz.size() < 200) {
    return spectrum.representation == Representation::profile;
  }
  std::vector<double> gaps;
  gaps.reserve(spectrum.mz.size() - 1);
  for (std::size_t i = 1; i < spectrum.mz.size(); ++i) {
    gaps.push_back(spectrum.mz[i] - spectrum.mz[i - 1]);
  }
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::ranges::nth_element(gaps, middle);
  constexpr double profile_gap_th = 0.03;
  return *middle < profile_gap_th;
}

/// Peaks of at least 0.5 % of the base peak, ascending by m/z.
std::vector<Peak> significant_peaks(const Spectrum& spectrum) {
  std::vector<Peak> peaks;
  if (spectrum.mz.empty()) {
    return peaks;
  }
  constexpr float least_share = 0.005F;
  const float threshold = *std::ranges::max_element(spectrum.intensity) * least_share;
  const bool profile = looks_like_profile(spectrum);
  const auto& intensity = spectrum.intensity;
  for (std::size_t i = 0; i < spectrum.mz.size(); ++i) {
    const bool above_left = i == 0 || intensity[i] > intensity[i - 1];
    const bool above_right = i + 1 == intensity.size() || intensity[i] >= intensity[i + 1];
    if (intensity[i] > 0.0F && intensity[i] >= threshold && (!profile || (above_left && above_right))) {
      peaks.push_back({spectrum.mz[i], static_cast<double>(intensity[i])});
    }
  }
  return peaks;
}

void keep_strongest(std::vector<Peak>& peaks, std::size_t count) {
  if (peaks.size() > count) {
    std::ranges::stable_sort(peaks, std::ranges::greater{}, &Peak::intensity);
    peaks.resize(count);
    std::ranges::sort(peaks, {}, &Peak::mz);
  }
}

/// Strongest peak within `tolerance` of `mz`; null if there is none.
const Peak* strongest_near(std::span<const Peak> peaks, double mz, double tolerance) {
  const auto first = std::ranges::lower_bound(peaks, mz - tolerance, {}, &Peak::mz);
  const Peak* best = nullptr;
  for (auto peak = first; peak != peaks.end() && peak->mz <= mz + tolerance; ++peak) {
    if (best == nullptr || peak->intensity > best->intensity) {
      best = &*peak;
    }
  }
  return best;
}

/// Isotope neighbours that stand without a gap on either side of a peak, at the spacing of one charge.
struct Neighbours {
  int count = 0;
  double mean_deviation = 0.0;  ///< as a share of the tolerance
};

Neighbours isotope_neighbours(std::span<const Peak> peaks, const Peak& peak, int charge) {
  constexpr int most_steps = 4;
  constexpr double least_ratio = 0.05;
  const double spacing = averagine_spacing_da / charge;
  const double tolerance = std::min(0.03, spacing / 6.0);
  Neighbours found;
  double deviations = 0.0;
  for (const int direction : {-1, 1}) {
    for (int step = 1; step <= most_steps; ++step) {
      const double expected = peak.mz + direction * step * spacing;
      const Peak* neighbour = strongest_near(peaks, expected, tolerance);
      if (neighbour == nullptr || neighbour->intensity < least_ratio * peak.intensity) {
        break;
      }
      ++found.count;
      deviations += std::abs(neighbour->mz - expected) / tolerance;
    }
  }
  found.mean_deviation = found.count > 0 ? deviations / found.count : 0.0;
  return found;
}

/// Charge whose isotope spacing explains the most neighbours of a peak, at least `least_neighbours`; 0 if none does.
int resolved_charge(std::span<const Peak> peaks, const Peak& peak, int max_charge, int least_neighbours) {
  // Every multiple of the true spacing fits as well, so the highest charge wins unless another is clearly better.
  constexpr double clearly = 0.25;
  int best_charge = 0;
  double best_score = 0.0;
  for (int charge = max_charge; charge >= 1; --charge) {
    const Neighbours neighbours = isotope_neighbours(peaks, peak, charge);
    const double score = neighbours.count - neighbours.mean_deviation;
    if (neighbours.count >= least_neighbours && score > best_score + clearly) {
      best_charge = charge;
      best_score = score;
    }
  }
  return best_charge;
}

/// Distance of a singly charged peptide's m/z from the centre of its nominal mass, Da (Mann 1995: 1.000495 a nucleon).
double nominal_deviation(double mz) {
  constexpr double da_per_nucleon = 1.000495;
  const double mass = mz - proton_mass_da;
  return std::abs(mass - da_per_nucleon * std::round(mass / da_per_nucleon));
}

bool is_mostly_singly_charged(const std::vector<Peak>& all) {
  constexpr double low_mz = 500.0;
  constexpr double high_mz = 4500.0;
  constexpr std::size_t examined = 100;
  std::vector<Peak> peaks;
  std::ranges::copy_if(all, std::back_inserter(peaks),
                       [](const Peak& peak) { return peak.mz >= low_mz && peak.mz <= high_mz; });
  keep_strongest(peaks, examined);
  constexpr std::size_t least_peaks = 5;
  if (peaks.size() < least_peaks || 2 * peaks.size() < std::min(all.size(), examined)) {
    return false;
  }
  int single = 0;
  int multiple = 0;
  for (const Peak& peak : peaks) {
    const int charge = resolved_charge(all, peak, 6, 1);
    single += charge == 1 ? 1 : 0;
    multiple += charge > 1 ? 1 : 0;
  }
  constexpr int least_votes = 3;
  if (single + multiple >= least_votes) {
    return single > 2 * multiple;
  }
  constexpr double peptide_deviation_da = 0.2;
  constexpr double least_share = 0.75;
  const auto typical =
      std::ranges::count_if(peaks, [](const Peak& peak) { return nominal_deviation(peak.mz) <= peptide_deviation_da; });
  return peaks.size() >= 2 * least_peaks &&
         static_cast<double>(typical) >= least_share * static_cast<double>(peaks.size());
}

/// The `count` strongest isotope clusters, each as its strongest peak, ascending by m/z.
std::vector<Peak> strongest_clusters(std::vector<Peak> peaks, std::size_t count) {
  constexpr double cluster_half_width_th = 1.2;
  std::ranges::stable_sort(peaks, std::ranges::greater{}, &Peak::intensity);
  std::vector<Peak> clusters;
  for (const Peak& peak : peaks) {
    const bool is_apart = std::ranges::none_of(
        clusters, [&](const Peak& other) { return std::abs(other.mz - peak.mz) < cluster_half_width_th; });
    if (is_apart) {
      clusters.push_back(peak);
      if (clusters.size() == count) {
        break;
      }
    }
  }
  std::ranges::sort(clusters, {}, &Peak::mz);
  return clusters;
}

struct Series {
  int length = 0;
  double intensity = 0.0;
  double mass_da = not_stated;
};

/// Follows adjacent charge states from a seed in both directions.
Series follow_series(std::span<const Peak> clusters, const Peak& seed, int seed_charge) {
  const double seed_mass = seed_charge * (seed.mz - proton_mass_da);
  Series series{1, seed.intensity, seed_mass};
  double mass_sum = seed_mass;
  for (const int direction : {-1, 1}) {
    for (int charge = seed_charge + direction; charge >= 2; charge += direction) {
      const double expected_mz = seed_mass / charge + proton_mass_da;
      // The most intense isotope may differ by one or two between charge states.
      const double tolerance_th = std::max(2.2, 2e-4 * seed_mass) / charge;
      const Peak* next = strongest_near(clusters, expected_mz, tolerance_th);
      constexpr double least_ratio = 0.05;
      if (next == nullptr || next->intensity < least_ratio * seed.intensity) {
        break;
      }
      ++series.length;
      series.intensity += next->intensity;
      mass_sum += charge * (next->mz - proton_mass_da);
    }
  }
  series.mass_da = mass_sum / series.length;
  return series;
}

Series longest_series(const std::vector<Peak>& peaks) {
  constexpr std::size_t examined = 40;
  constexpr std::size_t seeds = 10;
  constexpr int max_charge = 60;
  constexpr double least_share = 0.25;
  constexpr int least_length = 3;
  const std::vector<Peak> clusters = strongest_clusters(peaks, examined);
  double total = 0.0;
  for (const Peak& cluster : clusters) {
    total += cluster.intensity;
  }
  std::vector<Peak> strongest = clusters;
  keep_strongest(strongest, seeds);
  Series best;
  for (const Peak& seed : strongest) {
    const int resolved = resolved_charge(peaks, seed, 30, 2);
    const int low = resolved > 0 ? resolved : 2;
    const int high = resolved > 0 ? resolved : max_charge;
    for (int charge = low; charge <= high; ++charge) {
      if (charge * (seed.mz - proton_mass_da) <= intact_mass_da) {
        continue;
      }
      const Series series = follow_series(clusters, seed, charge);
      const bool better =
          series.length > best.length || (series.length == best.length && series.intensity > best.intensity);
      if (series.length >= least_length && series.intensity >= least_share * total && better) {
        best = series;
      }
    }
  }
  return best;
}

}  // namespace

ChargeEvidence charge_evidence(const Spectrum& spectrum) {
  const std::vector<Peak> peaks = significant_peaks(spectrum);
  if (is_mostly_singly_charged(peaks)) {
    return {true, 0, not_stated};
  }
  const Series series = longest_series(peaks);
  return {false, series.length, series.mass_da};
}

}  // namespace massa::classify
