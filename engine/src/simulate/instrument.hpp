#pragma once
#include <vector>

#include "fragmentation.hpp"
#include "massa/core/spectrum.hpp"
#include "massa/simulate/options.hpp"
#include "random.hpp"

namespace massa::simulate {

/// @brief Errors and limits of one kind of scan.
struct ScanQuality {
  Analyzer analyzer = Analyzer::orbitrap;
  double error_mean_ppm = 0.0;
  double error_sd_ppm = 0.0;
  double error_sd_da = 0.0;      ///< on top of the relative error
  double resolving_power = 0.0;  ///< peaks closer than m/z ÷ this become one; 0: `peak_distance_th` holds
  double peak_distance_th = 0.0;
};

struct Instrument {
  ScanQuality ms1;
  ScanQuality ms2;
  Activation activation = Activation::hcd;
  Dissociation dissociation = Dissociation::beam_type;
};

/// @brief The instrument that the options describe.
[[nodiscard]] Instrument instrument_of(const SimulateOptions& options);

/// @brief A measured m/z: true value with the systematic and a random error.
[[nodiscard]] double measured(double mz, const ScanQuality& quality, Random& random);

/// @brief Peaks under construction, in any order.
struct PeakList {
  struct Peak {
    double mz;
    double intensity;
  };
  std::vector<Peak> peaks;

  void add(double mz, double intensity) { peaks.push_back({mz, intensity}); }
  /// @brief Sorts, joins what the analyser does not separate (intensity-weighted), leaves out what lies outside
  /// [mz_min, mz_max] or below `faintest`, and writes the arrays of `spectrum`.
  void store(const ScanQuality& quality, double mz_min, double mz_max, double faintest, Spectrum& spectrum);
};

/// @brief A peptide in an isolation window.
struct Isolated {
  const chem::Peptidoform* form = nullptr;
  int charge = 2;
  double share = 1.0;  ///< of the isolated ions
};

/// @brief Makes the peaks of an MS2 spectrum.
/// @param ions  number of ions that are analysed: few give few and uncertain peaks
void fragment_spectrum(const std::vector<Isolated>& isolated, double ions, double precursor_mz,
                       const Instrument& instrument, const SimulateOptions& options, Random& random,
                       Spectrum& spectrum);

}  // namespace massa::simulate
