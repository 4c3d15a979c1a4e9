#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "massa/core/spectrum.hpp"
#include "massa/filter/options.hpp"
#include "massa/filter/step.hpp"
#include "massa/signal/deisotope.hpp"

namespace massa::filter {

/// @brief The peaks to search, ascending by m/z: parallel arrays of the same length.
struct SearchedPeaks {
  std::vector<double> mz;             ///< Th; of the 1+ ion where deisotoping moved the peak
  std::vector<float> intensity;       ///< of the whole isotope envelope where deisotoping found one
  std::vector<std::uint32_t> source;  ///< index of the centroided peak it comes from
  std::vector<std::uint8_t> charge;   ///< of the source peak, from its isotopes; 0: not known (not moved)
};

/// @brief What the filter did to one spectrum.
struct FilterOutcome {
  std::optional<Step> removed_by;                       ///< empty: the spectrum is to be searched
  std::string removed_reason;                           ///< one sentence, English; empty if not removed
  std::uint32_t peaks_before = 0;                       ///< points of the spectrum as read
  std::array<std::uint32_t, step_count> peaks_after{};  ///< left after each step; 0 from the step that removed it on
  std::vector<std::uint8_t> kept;  ///< one a centroided peak: 1 if the peak steps left it as a source, else 0
  SearchedPeaks searched;          ///< empty if removed
};

/// @brief Buffers that `FilterPipeline::apply` reuses; one a thread.
struct FilterScratch {
  std::vector<double> mz;
  std::vector<float> intensity;
  std::vector<float> noise;
  std::vector<signal::DeisotopedPeak> peaks;
  std::vector<signal::DeisotopedPeak> selected;
};

/// @brief The ordered steps of the filter. Nothing is lost: the spectrum keeps every centroid, flags tell which are
/// searched.
class FilterPipeline {
 public:
  /// @throws massa::Error (usage) for options that contradict each other or lie outside their range
  explicit FilterPipeline(FilterOptions options);

  /// @brief Filters one spectrum. Profile data in it are replaced by their centroids; nothing else changes.
  /// Spectra are independent, so any number of threads may call this, each with its own `scratch`.
  [[nodiscard]] FilterOutcome apply(Spectrum& spectrum, FilterScratch& scratch) const;

  [[nodiscard]] const FilterOptions& options() const noexcept { return options_; }
  /// @return every step, applied or not, in order
  [[nodiscard]] std::span<const StepDescription> steps() const noexcept { return steps_; }

 private:
  FilterOptions options_;
  std::vector<StepDescription> steps_;
};

}  // namespace massa::filter
