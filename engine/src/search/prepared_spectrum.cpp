#include "search/prepared_spectrum.hpp"

#include <algorithm>
#include <cmath>

namespace massa::search {
namespace {

constexpr double highest_intensity = 10.0;

/// Bins are a quarter of the tolerance, but no finer than 2⁻⁶ Da: 2,000 Th then take 16 KB.
int bin_shift(double tolerance_da) {
  const int bits = static_cast<int>(std::ceil(-std::log2(tolerance_da / 4.0)));
  return fixed_mass_bits - std::clamp(bits, 0, 6);
}

}  // namespace

void PreparedSpectrum::choose_bins(double highest_mz, Tolerance tolerance) {
  for (const std::uint32_t word : touched_words_) {
    words_[word] = 0;
  }
  touched_words_.clear();
  shift_ = bin_shift(tolerance.at(1000.0));
  last_bin_ = static_cast<std::uint32_t>(to_fixed(highest_mz + tolerance.at(highest_mz)) >> shift_) + 1;
  const std::size_t words = last_bin_ / 32U + 1;
  if (words_.size() < words) {
    words_.resize(words, 0);
    first_peak_.resize(words, 0);
  }
}

void PreparedSpectrum::mark(std::uint32_t first_bin, std::uint32_t last_bin, std::size_t peak) {
  for (std::uint32_t bin = first_bin; bin <= last_bin; ++bin) {
    std::uint32_t& word = words_[bin >> 5U];
    if (word == 0) {
      first_peak_[bin >> 5U] = static_cast<std::uint32_t>(peak);
      touched_words_.push_back(bin >> 5U);
    }
    word |= std::uint32_t{1} << (bin & 31U);
  }
}

void PreparedSpectrum::assign(std::span<const double> mz, std::span<const float> intensity, Tolerance tolerance) {
  low_.clear();
  high_.clear();
  intensity_.clear();
  // Peaks beyond the range of fixed-point masses can match no fragment.
  const auto usable = std::ranges::upper_bound(mz, largest_fixed_mass_da) - mz.begin();
  mz = mz.first(static_cast<std::size_t>(usable));
  choose_bins(mz.empty() ? 0.0 : mz.back(), tolerance);
  const float base_peak = intensity.empty() ? 0.0F : *std::ranges::max_element(intensity);
  const double scale = base_peak > 0.0F ? 1.0 / static_cast<double>(base_peak) : 0.0;
  for (std::size_t i = 0; i < mz.size(); ++i) {
    const double half_width = tolerance.at(mz[i]);
    low_.push_back(static_cast<FixedMass>(std::max<std::int64_t>(to_fixed(mz[i] - half_width), 0)));
    high_.push_back(static_cast<FixedMass>(to_fixed(mz[i] + half_width)));
    const double relative = intensity[i] > 0.0F ? std::min(static_cast<double>(intensity[i]) * scale, 1.0) : 0.0;
    const double normalised = highest_intensity * std::sqrt(relative);
    intensity_.push_back(static_cast<std::uint32_t>(std::lround(normalised * intensity_unit)));
    mark(low_.back() >> shift_, high_.back() >> shift_, i);
  }
}

}  // namespace massa::search
