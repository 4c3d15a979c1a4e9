#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "massa/core/spectrum.hpp"

namespace massa::classify {

/// @brief Whether isotopes of small peptides are told apart and masses known to parts per million.
enum class Resolution : std::uint8_t { unknown, low, high };

/// @return "unknown", "low", "high"
[[nodiscard]] std::string_view name(Resolution resolution) noexcept;

/// @brief What a run shows about its resolution; gathered while reading, in any order, and merged.
class ResolutionStatistics {
 public:
  /// @brief Takes note of a spectrum. Of long runs only a fixed part of the spectra (by `index`) is looked into.
  void add(const Spectrum& spectrum) noexcept;
  void merge(const ResolutionStatistics& other) noexcept;

  /// @brief Peaks as read of one MS level.
  struct Level {
    std::array<std::uint64_t, 6> analyzers{};       ///< spectra by Analyzer
    std::array<std::uint64_t, 100> residuals{};     ///< m/z modulo the peptide mass cluster spacing, 0.01 Th bins
    std::array<std::uint64_t, 100> isotope_gaps{};  ///< distances 0.953…1.053 Th between peaks, 0.001 Th bins
    std::uint64_t spectra = 0;
    std::uint64_t peaks = 0;
    std::uint64_t whole_tenths = 0;  ///< m/z values with at most one decimal
  };
  [[nodiscard]] const Level& ms1() const noexcept { return levels_[0]; }
  [[nodiscard]] const Level& ms2() const noexcept { return levels_[1]; }

  /// @brief Neutral precursor masses (700–2,500 Da, charge stated) modulo the peptide mass cluster spacing, 0.01 Da
  /// bins.
  [[nodiscard]] const std::array<std::uint64_t, 100>& precursor_residuals() const noexcept {
    return precursor_residuals_;
  }

 private:
  std::array<Level, 2> levels_{};
  std::array<std::uint64_t, 100> precursor_residuals_{};
};

/// @brief The resolution of a run and why.
struct ResolutionDecision {
  Resolution ms1 = Resolution::unknown;
  Resolution ms2 = Resolution::unknown;
  std::string reason_code;  ///< "analyzer", "data", "analyzer_contradicted" or "too_little_data"
  std::string reason;       ///< English
  std::string preset;       ///< "high-resolution", "hybrid" or "low-resolution"
};

/// @brief Decides from the analysers that the file names where the peaks do not contradict them, else from the peaks.
[[nodiscard]] ResolutionDecision decide_resolution(const ResolutionStatistics& statistics);

}  // namespace massa::classify
