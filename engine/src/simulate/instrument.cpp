#include "instrument.hpp"

#include <algorithm>
#include <cmath>

#include "isotopes.hpp"
#include "massa/chem/residues.hpp"

namespace massa::simulate {
namespace {

constexpr double cluster_spacing_da = 1.00045475;  // between masses of peptides
constexpr double lowest_fragment_mz = 100.0;
constexpr double highest_fragment_mz = 2000.0;
constexpr double counts_per_ion = 50.0;
constexpr double never_detected_ions = 0.3;

/// A place where a fragment of unknown sequence could lie.
double peptide_like_mz(double low, double high, Random& random) {
  const double mass = std::floor(random.uniform(low, high) / cluster_spacing_da) * cluster_spacing_da;
  return mass + 0.06 * random.normal();
}

double varied(double expected_ions, Random& random) {
  return std::max(0.0, expected_ions + std::sqrt(std::max(expected_ions, 0.0)) * random.normal());
}

void add_fragment(const Fragment& fragment, double ions, const Instrument& instrument, Random& random,
                  PeakList& peaks) {
  const std::size_t isotopes = fragment.mass_da < 400.0 ? 2 : 4;
  for (const IsotopePeak& isotope : averagine_distribution(fragment.mass_da, isotopes)) {
    const double expected = ions * isotope.fraction;
    if (expected < never_detected_ions) {
      continue;
    }
    const double counted = varied(expected, random);
    const double mz = chem::mz(fragment.mass_da + isotope.offset_da, fragment.charge);
    peaks.add(measured(mz, instrument.ms2, random), counted * counts_per_ion);
  }
}

}  // namespace

Instrument instrument_of(const SimulateOptions& options) {
  Instrument instrument;
  const bool sharp_ms1 = options.instrument != InstrumentKind::low_resolution;
  const bool sharp_ms2 = options.instrument == InstrumentKind::high_resolution;
  instrument.ms1 = sharp_ms1 ? ScanQuality{Analyzer::orbitrap, 1.2, 1.5, 0.0, 50'000.0, 0.0}
                             : ScanQuality{Analyzer::ion_trap, -40.0, 20.0, 0.09, 0.0, 0.35};
  instrument.ms2 = sharp_ms2 ? ScanQuality{Analyzer::orbitrap, 0.8, 3.0, 0.0, 25'000.0, 0.0}
                             : ScanQuality{Analyzer::ion_trap, 0.0, 0.0, 0.1, 0.0, 0.35};
  instrument.activation = sharp_ms2 ? Activation::hcd : Activation::cid;
  instrument.dissociation = sharp_ms2 ? Dissociation::beam_type : Dissociation::ion_trap;

  instrument.ms1.error_mean_ppm = options.precursor_error_mean_ppm.value_or(instrument.ms1.error_mean_ppm);
  instrument.ms1.error_sd_ppm = options.precursor_error_sd_ppm.value_or(instrument.ms1.error_sd_ppm);
  if (sharp_ms2) {
    instrument.ms2.error_mean_ppm = options.fragment_error_mean_ppm.value_or(instrument.ms2.error_mean_ppm);
    instrument.ms2.error_sd_ppm = options.fragment_error_sd_ppm.value_or(instrument.ms2.error_sd_ppm);
  } else {
    instrument.ms2.error_sd_da = options.fragment_error_sd_da.value_or(instrument.ms2.error_sd_da);
  }
  return instrument;
}

double measured(double mz, const ScanQuality& quality, Random& random) {
  const double ppm = quality.error_mean_ppm + quality.error_sd_ppm * random.normal();
  const double da = quality.error_sd_da > 0.0 ? quality.error_sd_da * random.normal() : 0.0;
  return mz * (1.0 + ppm * 1e-6) + da;
}

void PeakList::store(const ScanQuality& quality, double mz_min, double mz_max, double faintest, Spectrum& spectrum) {
  std::erase_if(peaks, [&](const Peak& peak) { return !(peak.mz >= mz_min && peak.mz <= mz_max); });
  std::ranges::sort(
      peaks, [](const Peak& a, const Peak& b) { return a.mz != b.mz ? a.mz < b.mz : a.intensity < b.intensity; });
  spectrum.mz.clear();
  spectrum.intensity.clear();
  for (std::size_t i = 0; i < peaks.size();) {
    const double distance =
        quality.resolving_power > 0.0 ? peaks[i].mz / quality.resolving_power : quality.peak_distance_th;
    double intensity = 0.0;
    double moment = 0.0;
    do {
      intensity += peaks[i].intensity;
      moment += peaks[i].intensity * peaks[i].mz;
      ++i;
    } while (i < peaks.size() && (peaks[i].mz * intensity - moment <= distance * intensity));
    if (intensity > 0.0 && intensity >= faintest) {
      // Instruments record m/z in single precision (0.06 ppm) and intensities in counts.
      spectrum.mz.push_back(static_cast<double>(static_cast<float>(moment / intensity)));
      spectrum.intensity.push_back(static_cast<float>(std::floor(intensity + 0.5)));
    }
  }
}

void fragment_spectrum(const std::vector<Isolated>& isolated, double ions, double precursor_mz,
                       const Instrument& instrument, const SimulateOptions& options, Random& random,
                       Spectrum& spectrum) {
  const bool trap = instrument.dissociation == Dissociation::ion_trap;
  const double faintest = (trap ? 2.0 : 3.0) * counts_per_ion;
  const double low_mass_cutoff = trap ? 0.27 * precursor_mz : lowest_fragment_mz;
  PeakList peaks;
  double heaviest_da = 0.0;
  for (const Isolated& source : isolated) {
    // A tenth of the ions breaks twice or in ways that no series explains.
    const double explained = 0.9 * ions * source.share;
    for (const Fragment& fragment : fragments_of(*source.form, source.charge, instrument.dissociation, options.seed)) {
      if (!random.chance(options.fragment_missing_probability)) {
        add_fragment(fragment, explained * fragment.intensity, instrument, random, peaks);
      }
    }
    heaviest_da = std::max(heaviest_da, chem::mass(*source.form));
  }
  const double highest = std::clamp(heaviest_da, 2.0 * lowest_fragment_mz, highest_fragment_mz);
  for (int i = random.poisson(15.0); i > 0; --i) {
    peaks.add(peptide_like_mz(lowest_fragment_mz, highest, random),
              0.1 / 15.0 * ions * counts_per_ion * random.exponential());
  }
  for (int i = random.poisson(options.noise_peaks_mean); i > 0; --i) {
    const double mz = random.chance(0.5) ? peptide_like_mz(lowest_fragment_mz, highest, random)
                                         : random.uniform(lowest_fragment_mz, highest);
    peaks.add(mz, faintest * (1.0 + 0.7 * random.exponential()));
  }
  peaks.store(instrument.ms2, low_mass_cutoff, highest_fragment_mz, faintest, spectrum);
}

}  // namespace massa::simulate
