#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "massa/core/spectrum.hpp"

namespace massa::signal {

/// @brief How profile data become centroids. The rules and defaults follow PeakPickerHiRes of OpenMS.
struct CentroidOptions {
  int min_points = 3;  ///< points with an intensity above 0 that a peak needs, zeros at its flanks not counted
  double spacing_difference = 1.5;  ///< neighbours of a maximum lie within this × the smallest spacing of its points
  double spacing_difference_gap = 4.0;  ///< a flank ends where the spacing exceeds this × that smallest spacing
  int missing_points = 1;               ///< wide spacings that a flank may still step over
};

/// @brief Centroids of profile data: each local maximum with its two neighbours gives the vertex of a parabola.
///
/// The vertex of the logarithms of the intensities is taken (a Gaussian peak is recovered exactly), or of the
/// intensities themselves where a neighbour is 0. Peaks with a flank cut off or with zeros left out by the instrument
/// are found as long as they have `min_points` points.
/// @param mz         Th, ascending
/// @param intensity  same length; values that are not positive count as 0
/// @param centroid_mz         replaced by the centroids, Th, ascending
/// @param centroid_intensity  replaced by the heights of the parabolas
void centroid(std::span<const double> mz, std::span<const float> intensity, const CentroidOptions& options,
              std::vector<double>& centroid_mz, std::vector<float>& centroid_intensity);

/// @brief Whether peaks look like samples of a profile: for spectra that do not state their representation.
///
/// True if most of the points above 0 stand in evenly spaced rows, closer than centroids do (a spacing up to 0.12 Th
/// that changes by at most a quarter from point to point).
[[nodiscard]] bool looks_like_profile(std::span<const double> mz, std::span<const float> intensity) noexcept;

/// @brief Whether a spectrum holds profile data: as it states, or as its peaks look where it states nothing.
[[nodiscard]] bool is_profile(const Spectrum& spectrum) noexcept;

}  // namespace massa::signal
