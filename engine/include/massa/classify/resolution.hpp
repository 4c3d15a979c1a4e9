#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "massa/core/spectrum.hpp"

namespace massa::classify {

/// @brief Whether masses are known to parts per million and the isotopes of peptides told apart (high), or not (low).
enum class Resolution : std::uint8_t { unknown, low, high };

/// @return "unknown", "low", "high"
[[nodiscard]] std::string_view name(Resolution resolution) noexcept;

/// @brief What a run shows about its resolution; gathered while reading, in any order, and merged, in bounded memory.
///
/// Of long runs only a part of the spectra, fixed by their `index`, is looked into, so the decision does not depend on
/// how the spectra are shared among threads.
class ResolutionStatistics {
 public:
  /// @brief Takes note of a spectrum as read (before filtering). Peaks count only if they are centroids.
  void add(const Spectrum& spectrum);
  void merge(const ResolutionStatistics& other);

  /// @brief One MS level.
  struct Level {
    std::array<std::uint64_t, 6> analyzers{};       ///< spectra by Analyzer
    std::array<std::uint64_t, 100> isotope_gaps{};  ///< distances 0.95…1.05 Th between bright peaks, 0.001 Th bins
    std::uint64_t peaks = 0;                        ///< bright peaks looked at
    std::uint64_t coarse_peaks = 0;                 ///< of these: m/z with at most one decimal
  };
  [[nodiscard]] const Level& ms1() const noexcept { return levels_[0]; }
  [[nodiscard]] const Level& ms2() const noexcept { return levels_[1]; }
  /// @brief Neutral precursor masses of MS2, 700–2,500 Da, where the charge is stated; in no order.
  [[nodiscard]] const std::vector<double>& precursor_masses_da() const noexcept { return precursor_masses_da_; }

 private:
  std::array<Level, 2> levels_{};
  std::vector<double> precursor_masses_da_;
};

/// @brief The resolution of a run and why.
struct ResolutionDecision {
  Resolution ms1 = Resolution::unknown;
  Resolution ms2 = Resolution::unknown;
  std::string reason_code;  ///< "analyzer", "data", "analyzer_contradicted" or "too_little_data"
  std::string reason;       ///< one English sentence for MS1 and one for MS2, with the figures that decided
  std::string preset;       ///< "high-resolution", "hybrid" or "low-resolution"
};

/// @brief Decides from the analysers that the file names unless the peaks clearly contradict them, else from the data.
///
/// - Fragments: isotope peaks of 1+ ions are 1.00335 Th apart. Resolved, these distances stand out sharply among all
///   distances near 1 Th; in an ion trap they do not.
/// - Precursors: the same peptide selected twice has the same mass within a few ppm; and peptide masses of high
///   resolution keep to the clusters at multiples of 1.00045 Da, which blurred masses leave.
[[nodiscard]] ResolutionDecision decide_resolution(const ResolutionStatistics& statistics);

}  // namespace massa::classify
