#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace massa::simulate {

/// @brief What kind of acquisition is simulated.
enum class RunKind : std::uint8_t {
  lc_msms,   ///< gradient with MS1 scans and data-dependent MS2
  ms2_only,  ///< a given number of MS2 spectra, for benchmarks
  pmf,       ///< one peptide mass fingerprint a protein (MALDI, 1+)
  intact,    ///< one charge-state series a protein (electrospray)
};

/// @brief Resolution of MS1 and MS2: high and high, high and ion trap, ion trap and ion trap.
enum class InstrumentKind : std::uint8_t { high_resolution, hybrid, low_resolution };

struct SimulateOptions {
  RunKind kind = RunKind::lc_msms;
  InstrumentKind instrument = InstrumentKind::high_resolution;
  std::uint64_t seed = 1;

  std::vector<std::string> accessions;        ///< proteins to take from those given; empty: all
  double contaminant_fraction = 0.005;        ///< amount of keratins and trypsin, relative to all proteins; 0: none
  std::string enzyme = "Trypsin";             ///< name or accession
  int missed_cleavages = 1;                   ///< most in a peptide that is formed
  double missed_cleavage_probability = 0.08;  ///< that a bond which the enzyme cuts stays uncut
  double abundance_decades = 2.0;             ///< proteins span this many powers of ten; 0: all alike
  double oxidation_probability = 0.06;        ///< of a methionine
  double deamidation_probability = 0.02;      ///< of an asparagine
  double acetylation_probability = 0.5;       ///< of a protein N-terminus

  double gradient_s = 1200.0;  ///< length of the run
  double peak_width_s = 12.0;  ///< full width at half maximum of a chromatographic peak
  int top_n = 10;              ///< MS2 spectra after each MS1
  double dynamic_exclusion_s = 15.0;
  double isolation_window_th = 2.0;  ///< full width

  std::size_t spectra = 1000;  ///< ms2_only: MS2 spectra written

  double unassignable_fraction = 0.15;         ///< of the MS2 spectra: from sequences that no database holds
  double chimeric_fraction = 0.1;              ///< ms2_only: MS2 spectra that hold a second peptide
  double noise_peaks_mean = 40.0;              ///< chemical noise peaks in an MS2 spectrum
  double fragment_missing_probability = 0.15;  ///< that a fragment above the limit of detection is lost

  // Mass errors; where empty, those typical of the instrument.
  std::optional<double> precursor_error_mean_ppm;
  std::optional<double> precursor_error_sd_ppm;
  std::optional<double> fragment_error_mean_ppm;  ///< high-resolution MS2
  std::optional<double> fragment_error_sd_ppm;    ///< high-resolution MS2
  std::optional<double> fragment_error_sd_da;     ///< ion-trap MS2
};

/// @brief Where a simulated run goes. Empty paths are not written.
struct SimulateOutput {
  std::filesystem::path mzml;   ///< indexed mzML 1.1, zlib, m/z as 64-bit and intensity as 32-bit floats
  std::filesystem::path mgf;    ///< MS2 spectra, or the peak lists of PMF
  std::filesystem::path truth;  ///< tab-separated: spectrum_id, proforma, sequence, proteins, charge, kind
};

}  // namespace massa::simulate
