#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "massa/core/tolerance.hpp"
#include "search/fixed_mass.hpp"

namespace massa::search {

/// @brief A spectrum in the form that candidates are compared with: a bitmap of m/z bins within the tolerance of a
/// peak, small enough for the first-level cache, and the peaks themselves to decide exactly where a bit is set.
class PreparedSpectrum {
 public:
  /// @brief Takes the peaks of another spectrum; memory is reused.
  /// Intensities are normalised to 10 × √(I / I of the highest peak).
  void assign(std::span<const double> mz, std::span<const float> intensity, Tolerance tolerance);

  /// @brief False if no peak's tolerance window holds `mz`; true if one does or misses it by less than a bin.
  [[nodiscard]] bool near_peak(FixedMass mz) const noexcept {
    const std::uint32_t bin = std::min(mz >> shift_, last_bin_);
    return (words_[bin >> 5U] >> (bin & 31U) & 1U) != 0;
  }

  /// @brief The most intense peak (of equal ones the first) whose tolerance window holds `mz`, or −1.
  [[nodiscard]] int best_peak(FixedMass mz) const noexcept {
    if (!near_peak(mz)) {
      return -1;
    }
    int best = -1;
    for (std::size_t i = first_peak_[mz >> shift_ >> 5U]; i < low_.size() && low_[i] <= mz; ++i) {
      if (high_[i] >= mz && (best < 0 || intensity_[i] > intensity_[static_cast<std::size_t>(best)])) {
        best = static_cast<int>(i);
      }
    }
    return best;
  }

  /// @brief Normalised intensity in units of 1 / intensity_unit: whole numbers, so that the same peaks give the same
  /// sum in any order and equal matches tie.
  [[nodiscard]] std::uint32_t intensity(int peak) const noexcept { return intensity_[static_cast<std::size_t>(peak)]; }
  static constexpr double intensity_unit = 1 << 16;
  /// @brief Tolerance window of a peak, both ends included.
  [[nodiscard]] std::pair<FixedMass, FixedMass> window(std::size_t peak) const noexcept {
    return {low_[peak], high_[peak]};
  }
  [[nodiscard]] std::size_t peaks() const noexcept { return intensity_.size(); }

  /// @brief The bitmap: bit b of word w is bin 32 w + b; a bin is 2^shift() fixed-point units. Bin last_bin() is empty
  /// and stands for all above.
  [[nodiscard]] const std::uint32_t* words() const noexcept { return words_.data(); }
  [[nodiscard]] int shift() const noexcept { return shift_; }
  [[nodiscard]] std::uint32_t last_bin() const noexcept { return last_bin_; }

 private:
  void choose_bins(double highest_mz, Tolerance tolerance);
  void mark(std::uint32_t first_bin, std::uint32_t last_bin, std::size_t peak);

  int shift_ = fixed_mass_bits;
  std::uint32_t last_bin_ = 0;
  std::vector<std::uint32_t> words_;
  std::vector<std::uint32_t> first_peak_;     // of each word with a bit set: the first peak that set one
  std::vector<std::uint32_t> touched_words_;  // to be cleared for the next spectrum
  std::vector<FixedMass> low_;                // windows of the peaks, ascending
  std::vector<FixedMass> high_;
  std::vector<std::uint32_t> intensity_;
};

}  // namespace massa::search
