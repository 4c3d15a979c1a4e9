#include "massa/signal/deisotope.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "massa/core/constants.hpp"

namespace massa::signal {
namespace {

constexpr int charge_limit = 8;
constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// In averagine peptides the first isotope peak reaches the monoisotopic one at about 1,800 Da, and the peaks follow a
/// Poisson distribution closely enough to tell isotopes from unrelated fragments (Senko et al. 1995; Breen et al.
/// 2000).
constexpr double poisson_mean_per_dalton = 1.0 / 1800.0;
constexpr double brightest_ratio = 2.0;        // of the expected height: counting noise, sulphur
constexpr double faintest_ratio = 0.2;         // of the expected height: isotopes cut by the isolation window
constexpr double small_fragment_floor = 0.12;  // of the monoisotopic peak: noise in the isotopes of small fragments

struct Envelope {
  int charge = 0;
  std::uint32_t peaks = 1;
  float intensity = 0.0F;
};

/// Finds the peak nearest to a target; the search starts at `cursor`, which moves up to the target's window.
std::uint32_t nearest(std::span<const double> mz, double target, double tolerance, std::uint32_t& cursor) noexcept {
  const auto size = static_cast<std::uint32_t>(mz.size());
  while (cursor < size && mz[cursor] < target - tolerance) {
    ++cursor;
  }
  std::uint32_t best = none;
  double best_distance = tolerance;
  for (std::uint32_t i = cursor; i < size && mz[i] <= target + tolerance; ++i) {
    const double distance = std::abs(mz[i] - target);
    if (distance <= best_distance) {
      best = i;
      best_distance = distance;
    }
  }
  return best;
}

class Deisotoper {
 public:
  Deisotoper(std::span<const double> mz, std::span<const float> intensity, const DeisotopeOptions& options)
      : mz_(mz),
        intensity_(intensity),
        options_(options),
        max_charge_(std::clamp(options.max_charge, 1, charge_limit)),
        is_isotope_(mz.size(), 0) {}

  void run(std::vector<DeisotopedPeak>& peaks) {
    peaks.clear();
    peaks.reserve(mz_.size());
    std::vector<DeisotopedPeak> moved;
    for (std::uint32_t i = 0; i < mz_.size(); ++i) {
      if (is_isotope_[i] == 0) {
        const DeisotopedPeak peak = peak_from(i);
        (peak.mz == mz_[i] ? peaks : moved).push_back(peak);
      }
    }
    // Peaks that stay are in order already, so only the moved ones are sorted.
    const auto before = [](const DeisotopedPeak& a, const DeisotopedPeak& b) {
      return a.mz != b.mz ? a.mz < b.mz : a.source < b.source;
    };
    std::ranges::sort(moved, before);
    const auto middle = static_cast<std::ptrdiff_t>(peaks.size());
    peaks.insert(peaks.end(), moved.begin(), moved.end());
    std::ranges::inplace_merge(peaks, peaks.begin() + middle, before);
  }

 private:
  /// An envelope that starts at `start`. `visit(isotope)` is called for each isotope peak in it.
  template <class Visit>
  Envelope follow(std::uint32_t start, int charge, Visit&& visit) noexcept {
    const double poisson_mean = (mz_[start] - proton_mass_da) * charge * poisson_mean_per_dalton;
    const double spacing = isotope_spacing_da / charge;
    Envelope envelope{charge, 1, intensity_[start]};
    double expected = intensity_[start];
    double target = mz_[start] + spacing;
    std::uint32_t& first_cursor = cursors_[static_cast<std::size_t>(charge)];
    std::uint32_t next = nearest(mz_, target, options_.tolerance.at(target), first_cursor);
    std::uint32_t cursor = first_cursor;
    while (next != none && is_isotope_[next] == 0) {
      expected *= poisson_mean / envelope.peaks;
      const double brightest =
          std::max(brightest_ratio * expected, envelope.peaks == 1 ? small_fragment_floor * intensity_[start] : 0.0);
      if (intensity_[next] > brightest || intensity_[next] < faintest_ratio * expected) {
        break;
      }
      visit(next);
      ++envelope.peaks;
      envelope.intensity += intensity_[next];
      target = mz_[next] + spacing;
      next = nearest(mz_, target, options_.tolerance.at(target), cursor);
    }
    return envelope;
  }

  DeisotopedPeak peak_from(std::uint32_t start) noexcept {
    Envelope best;
    for (int charge = 1; charge <= max_charge_; ++charge) {
      const Envelope envelope = follow(start, charge, [](std::uint32_t) {});
      if (envelope.peaks > 1 &&
          (envelope.peaks > best.peaks || (envelope.peaks == best.peaks && envelope.intensity > best.intensity))) {
        best = envelope;
      }
    }
    DeisotopedPeak peak{mz_[start], intensity_[start], start, 0};
    if (best.charge == 0) {
      return peak;
    }
    follow(start, best.charge, [this](std::uint32_t isotope) { is_isotope_[isotope] = 1; });
    peak.intensity = best.intensity;
    peak.charge = static_cast<std::uint8_t>(best.charge);
    if (options_.to_singly_charged && best.charge > 1) {
      peak.mz = (mz_[start] - proton_mass_da) * best.charge + proton_mass_da;
    }
    return peak;
  }

  std::span<const double> mz_;
  std::span<const float> intensity_;
  const DeisotopeOptions& options_;
  int max_charge_;
  std::vector<std::uint8_t> is_isotope_;
  std::array<std::uint32_t, charge_limit + 1> cursors_{};  // of the first isotope, by charge; only move up
};

}  // namespace

void deisotope(std::span<const double> mz, std::span<const float> intensity, const DeisotopeOptions& options,
               std::vector<DeisotopedPeak>& peaks) {
  Deisotoper(mz, intensity, options).run(peaks);
}

}  // namespace massa::signal
