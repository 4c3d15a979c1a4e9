#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "massa/core/spectrum.hpp"
#include "massa/core/tolerance.hpp"

namespace massa::filter {

/// @brief When profile data are centroided: spectra stated or seen to be profile, or none.
enum class Centroiding : std::uint8_t { when_profile, never };

/// @brief How the brightest peaks are chosen: of the spectrum, or of each stretch of m/z.
enum class PeakSelection : std::uint8_t { per_spectrum, per_window };

/// @brief What each step of the filter does. An empty limit lets everything pass.
struct FilterOptions {
  std::vector<int> ms_levels{2};               ///< MS levels that pass; empty: all
  std::optional<double> retention_time_min_s;  ///< a spectrum that states no retention time passes
  std::optional<double> retention_time_max_s;
  std::optional<double> precursor_mz_min;   ///< Th; a spectrum without a precursor passes
  std::optional<double> precursor_mz_max;   ///< Th
  std::optional<int> precursor_charge_min;  ///< a spectrum that states no charge passes
  std::optional<int> precursor_charge_max;
  std::optional<Polarity> polarity;             ///< a spectrum that states no polarity passes
  std::vector<Activation> activations;          ///< empty: all; a spectrum that states none passes
  std::optional<double> total_ion_current_min;  ///< in the unit of the intensities

  Centroiding centroid = Centroiding::when_profile;
  int centroid_min_points = 3;  ///< points above 0 that a peak needs

  double noise_signal_to_noise_min = 0.0;  ///< 0: off
  double noise_window_th = 200.0;
  int noise_bins = 30;

  bool remove_precursor = false;            ///< on for ion-trap fragments
  double remove_precursor_window_th = 1.5;  ///< ± around the m/z of the precursor

  bool remove_reporter_ions = false;
  double reporter_mz_min = 113.0;  ///< Th; with the maximum it spans iTRAQ 4/8-plex and TMT
  double reporter_mz_max = 136.0;  ///< Th

  bool deisotope = true;  ///< off for ion-trap fragments
  Tolerance deisotope_tolerance{20.0, ToleranceUnit::ppm};
  int deisotope_charge_max = 3;

  double relative_intensity_min_percent = 1.0;  ///< of the base peak; 0: off
  PeakSelection peak_selection = PeakSelection::per_spectrum;
  int top_peaks = 150;        ///< kept of a spectrum; 0: all
  int window_top_peaks = 12;  ///< kept in each window; 0: all
  double window_width_th = 100.0;
  int min_peaks = 15;  ///< spectra with fewer left are removed; 0: off
};

}  // namespace massa::filter
