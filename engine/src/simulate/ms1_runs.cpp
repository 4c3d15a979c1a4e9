#include <algorithm>
#include <cmath>

#include "instrument.hpp"
#include "isotopes.hpp"
#include "massa/chem/residues.hpp"
#include "massa/core/error.hpp"
#include "portable_math.hpp"
#include "run_model.hpp"

namespace massa::simulate {
namespace {

constexpr std::uint64_t fingerprint_stream = 0x93F;
constexpr std::uint64_t intact_stream = 0x147AC7;

SimulatedSpectrum empty_survey(std::size_t index, Analyzer analyzer) {
  SimulatedSpectrum result;
  result.spectrum.index = index;
  result.spectrum.scan = static_cast<std::int64_t>(index) + 1;
  result.spectrum.ms_level = 1;
  result.spectrum.polarity = Polarity::positive;
  result.spectrum.representation = Representation::centroid;
  result.spectrum.analyzer = analyzer;
  result.spectrum.retention_time_s = static_cast<double>(index);
  return result;
}

std::vector<Chain> without_contaminants(std::vector<Chain> chains) {
  std::erase_if(chains, [](const Chain& chain) { return chain.is_contaminant; });
  return chains;
}

/// Peptide mass fingerprints: one spectrum a protein, with trypsin's own peptides and matrix noise.
class FingerprintRun final : public RunModel {
 public:
  FingerprintRun(std::vector<Chain> chains, SimulateOptions options) : options_(std::move(options)) {
    const auto trypsin = std::ranges::find(chains, "P00761", &Chain::accession);
    if (trypsin != chains.end() && trypsin->is_contaminant) {
      trypsin_ = digest_sample({*trypsin}, options_);
    }
    chains_ = without_contaminants(std::move(chains));
    description_.id = "simulated_fingerprints";
    description_.maldi = true;
    description_.ms1 = Analyzer::time_of_flight;
    description_.has_ms2 = false;
  }

  [[nodiscard]] const RunDescription& description() const override { return description_; }
  [[nodiscard]] std::size_t size() const override { return chains_.size(); }
  [[nodiscard]] std::size_t proteins() const override { return chains_.size(); }
  [[nodiscard]] std::size_t peptides() const override {
    std::size_t sum = 0;
    for (const Chain& chain : chains_) {
      sum += digest_sample({chain}, options_).size();
    }
    return sum;
  }

  [[nodiscard]] SimulatedSpectrum spectrum(std::size_t index) const override {
    Random random(options_.seed ^ fingerprint_stream, index);
    SimulatedSpectrum result = empty_survey(index, description_.ms1);
    // Calibration drifts from spot to spot; within a spot the scatter is small.
    const ScanQuality quality{description_.ms1, 25.0 * random.normal(), 8.0, 0.0, 12'000.0, 0.0};
    Chain chain = chains_[index];
    chain.amount = 1.0;
    PeakList peaks;
    for (const SimulatedPeptide& peptide : digest_sample({chain}, options_)) {
      add_peptide(peptide, brightest, quality, random, peaks);
    }
    for (const SimulatedPeptide& peptide : trypsin_) {
      add_peptide(peptide, brightest * options_.contaminant_fraction / peptide_amount(trypsin_), quality, random,
                  peaks);
    }
    for (int i = random.poisson(options_.noise_peaks_mean); i > 0; --i) {
      const double position = random.uniform();
      peaks.add(mz_min + (mz_max - mz_min) * position * position, faintest * (1.0 + random.exponential()));
    }
    peaks.store(quality, mz_min, mz_max, faintest, result.spectrum);
    result.truth.push_back({"", chain.sequence, chain.accession, 1, "fingerprint"});
    return result;
  }

 private:
  static constexpr double mz_min = 700.0;
  static constexpr double mz_max = 4000.0;
  static constexpr double brightest = 5e4;
  static constexpr double faintest = 150.0;

  static double peptide_amount(const std::vector<SimulatedPeptide>& peptides) {
    double most = 0.0;
    for (const SimulatedPeptide& peptide : peptides) {
      most = std::max(most, peptide.amount);
    }
    return most;
  }

  static void add_peptide(const SimulatedPeptide& peptide, double scale, const ScanQuality& quality, Random& random,
                          PeakList& peaks) {
    // Arginine holds the proton of MALDI ions best (Krause et al. 1999).
    const bool has_arginine = peptide.form.sequence.find('R') != std::string::npos;
    const double intensity = scale * peptide.amount * (has_arginine ? 1.0 : 0.25);
    for (const IsotopePeak& isotope : averagine_distribution(peptide.mass_da, 6)) {
      const double mz = chem::mz(peptide.mass_da + isotope.offset_da, 1);
      peaks.add(measured(mz, quality, random),
                intensity * isotope.fraction * std::max(0.1, 1.0 + 0.1 * random.normal()));
    }
  }

  SimulateOptions options_;
  std::vector<Chain> chains_;
  std::vector<SimulatedPeptide> trypsin_;
  RunDescription description_;
};

/// Intact proteins: one spectrum a protein with its charge-state series.
class IntactRun final : public RunModel {
 public:
  IntactRun(std::vector<Chain> chains, const SimulateOptions& options)
      : options_(options), chains_(without_contaminants(std::move(chains))) {
    for (const Chain& chain : chains_) {
      if (!chem::peptide_composition(chain.sequence)) {
        throw Error(ErrorKind::usage, "the sequence of '" + chain.accession + "' holds letters without a mass",
                    "simulate", "leave out proteins with B, J, X or Z");
      }
    }
    description_.id = "simulated_intact";
    description_.ms1 = instrument_of(options).ms1.analyzer;
    description_.has_ms2 = false;
  }

  [[nodiscard]] const RunDescription& description() const override { return description_; }
  [[nodiscard]] std::size_t size() const override { return chains_.size(); }
  [[nodiscard]] std::size_t proteins() const override { return chains_.size(); }
  [[nodiscard]] std::size_t peptides() const override { return 0; }

  [[nodiscard]] SimulatedSpectrum spectrum(std::size_t index) const override {
    Random random(options_.seed ^ intact_stream, index);
    SimulatedSpectrum result = empty_survey(index, description_.ms1);
    const Chain& chain = chains_[index];
    const chem::Composition composition = *chem::peptide_composition(chain.sequence);
    const double mass_da = composition.monoisotopic_mass();
    const std::vector<IsotopePeak> isotopes = isotopes_of(composition, mass_da);
    const ScanQuality quality = instrument_of(options_).ms1;
    const double centre = std::max(2.0, mass_da / 1000.0);  // of a denatured protein's charges
    const double spread = std::max(1.0, 0.18 * centre);
    PeakList peaks;
    for (int charge = 1; charge <= static_cast<int>(centre + 4.0 * spread); ++charge) {
      const double distance = (charge - centre) / spread;
      const double intensity = brightest * portable_exp(-0.5 * distance * distance);
      for (const IsotopePeak& isotope : isotopes) {
        const double mz = measured(chem::mz(mass_da + isotope.offset_da, charge), quality, random);
        peaks.add(mz, intensity * isotope.fraction * std::max(0.1, 1.0 + 0.05 * random.normal()));
      }
    }
    for (int i = random.poisson(options_.noise_peaks_mean); i > 0; --i) {
      peaks.add(random.uniform(mz_min, mz_max), faintest * (1.0 + random.exponential()));
    }
    peaks.store(quality, mz_min, mz_max, faintest, result.spectrum);
    result.truth.push_back({"", chain.sequence, chain.accession, 0, "protein"});
    return result;
  }

 private:
  static constexpr double mz_min = 500.0;
  static constexpr double mz_max = 2500.0;
  static constexpr double brightest = 1e7;
  static constexpr double faintest = 5e3;
  static constexpr double resolved_up_to_da = 30'000.0;

  /// Single isotopes where the instrument tells them apart, else one peak at the average mass.
  [[nodiscard]] std::vector<IsotopePeak> isotopes_of(const chem::Composition& composition, double mass_da) const {
    if (options_.instrument == InstrumentKind::low_resolution || mass_da > resolved_up_to_da) {
      return {{composition.average_mass() - mass_da, 1.0}};
    }
    return isotope_distribution(composition, static_cast<std::size_t>(mass_da / 1000.0) + 20);
  }

  SimulateOptions options_;
  std::vector<Chain> chains_;
  RunDescription description_;
};

}  // namespace

std::unique_ptr<RunModel> plan_fingerprints(std::vector<Chain> chains, const SimulateOptions& options) {
  return std::make_unique<FingerprintRun>(std::move(chains), options);
}

std::unique_ptr<RunModel> plan_intact(std::vector<Chain> chains, const SimulateOptions& options) {
  return std::make_unique<IntactRun>(std::move(chains), options);
}

}  // namespace massa::simulate
