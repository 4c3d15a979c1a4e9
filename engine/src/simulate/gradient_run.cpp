#include <algorithm>
#include <cmath>

#include "instrument.hpp"
#include "ions.hpp"
#include "massa/chem/residues.hpp"
#include "run_model.hpp"

namespace massa::simulate {
namespace {

constexpr std::uint64_t scan_stream = 0x5CA9;
constexpr std::uint64_t foreign_stream = 0xF02E16;
constexpr double survey_s = 1.0;
constexpr double ms2_s = 0.1;
constexpr double survey_mz_min = 350.0;
constexpr double survey_mz_max = 1500.0;
constexpr double selection_threshold = 5e4;  // counts
constexpr double survey_faintest = 2e3;      // counts
constexpr double survey_noise_peaks = 80.0;

/// An ion in an isolation window.
struct Share {
  std::uint32_t ion = 0;
  double intensity = 0.0;  // of its isotopes inside the window, counts
};

struct Scan {
  double time_s = 0.0;
  int ms_level = 1;
  std::int64_t survey_scan = 0;
  std::vector<Share> isolated;  // MS2: the selected ion first
};

/// Decides which ion is selected when, as an instrument does: the brightest that were not selected just before.
class Acquisition {
 public:
  Acquisition(const std::vector<ElutingIon>& ions, const SimulateOptions& options) : ions_(ions), options_(options) {}

  std::vector<Scan> run() {
    for (double time_s = 0.0; time_s < options_.gradient_s;) {
      update_active(time_s);
      scans_.push_back({time_s, 1, 0, {}});
      const auto survey_scan = static_cast<std::int64_t>(scans_.size());
      const std::vector<std::uint32_t> selected = brightest(time_s);
      time_s += survey_s;
      for (const std::uint32_t ion : selected) {
        scans_.push_back({time_s, 2, survey_scan, isolate(ion, time_s)});
        excluded_.push_back({ions_[ion].mz, time_s + options_.dynamic_exclusion_s});
        time_s += ms2_s;
      }
    }
    return std::move(scans_);
  }

 private:
  struct Exclusion {
    double mz;
    double until_s;
  };

  void update_active(double time_s) {
    for (; next_ < ions_.size() && onset_s(ions_[next_]) <= time_s + survey_s; ++next_) {
      active_.push_back(static_cast<std::uint32_t>(next_));
    }
    std::erase_if(active_, [&](std::uint32_t ion) {
      return ions_[ion].apex_s < time_s && ions_[ion].intensity_at(time_s) == 0.0;
    });
    std::erase_if(excluded_, [&](const Exclusion& exclusion) { return exclusion.until_s < time_s; });
  }

  [[nodiscard]] bool is_excluded(double mz) const {
    const double tolerance = options_.instrument == InstrumentKind::low_resolution ? 0.5 : mz * 10e-6;
    return std::ranges::any_of(excluded_,
                               [&](const Exclusion& exclusion) { return std::abs(exclusion.mz - mz) <= tolerance; });
  }

  [[nodiscard]] std::vector<std::uint32_t> brightest(double time_s) const {
    std::vector<Share> candidates;
    for (const std::uint32_t ion : active_) {
      const double intensity = ions_[ion].intensity_at(time_s);
      if (ions_[ion].charge >= 2 && intensity >= selection_threshold && !is_excluded(ions_[ion].mz)) {
        candidates.push_back({ion, intensity});
      }
    }
    std::ranges::sort(candidates, [](const Share& a, const Share& b) {
      return a.intensity != b.intensity ? a.intensity > b.intensity : a.ion < b.ion;
    });
    std::vector<std::uint32_t> selected;
    for (const Share& candidate : candidates) {
      if (selected.size() < static_cast<std::size_t>(options_.top_n)) {
        selected.push_back(candidate.ion);
      }
    }
    return selected;
  }

  [[nodiscard]] std::vector<Share> isolate(std::uint32_t selected, double time_s) const {
    const double centre = ions_[selected].mz;
    std::vector<Share> isolated{{selected, transmitted(ions_[selected], centre, time_s)}};
    for (const std::uint32_t ion : active_) {
      const double intensity = ion == selected ? 0.0 : transmitted(ions_[ion], centre, time_s);
      if (intensity > 0.02 * isolated.front().intensity) {
        isolated.push_back({ion, intensity});
      }
    }
    return isolated;
  }

  [[nodiscard]] double transmitted(const ElutingIon& ion, double centre, double time_s) const {
    double fraction = 0.0;
    for (const IsotopePeak& isotope : ion.isotopes) {
      const double mz = ion.mz + isotope.offset_da / ion.charge;
      if (std::abs(mz - centre) <= 0.5 * options_.isolation_window_th) {
        fraction += isotope.fraction;
      }
    }
    return fraction > 0.0 ? fraction * ion.intensity_at(time_s) : 0.0;
  }

  const std::vector<ElutingIon>& ions_;
  const SimulateOptions& options_;
  std::size_t next_ = 0;
  std::vector<std::uint32_t> active_;
  std::vector<Exclusion> excluded_;
  std::vector<Scan> scans_;
};

/// Peptides of other origin, as bright as those of the sample.
void add_foreign(std::vector<SimulatedPeptide>& peptides, const SimulateOptions& options) {
  Random random(options.seed, foreign_stream);
  const std::size_t own = peptides.size();
  const double ratio = options.unassignable_fraction / (1.0 - options.unassignable_fraction);
  for (auto i = static_cast<std::size_t>(static_cast<double>(own) * ratio); i > 0; --i) {
    SimulatedPeptide peptide;
    peptide.form = foreign_peptide(random);
    peptide.mass_da = chem::mass(peptide.form);
    peptide.amount = peptides[random.below(own)].amount;
    peptide.origin = Origin::foreign;
    peptides.push_back(std::move(peptide));
  }
}

class GradientRun final : public RunModel {
 public:
  GradientRun(std::vector<Chain> chains, const SimulateOptions& options)
      : options_(options),
        instrument_(instrument_of(options)),
        chains_(std::move(chains)),
        peptides_(digest_sample(chains_, options)),
        own_peptides_(peptides_.size()) {
    add_foreign(peptides_, options_);
    ions_ = eluting_ions(peptides_, options_);
    for (const ElutingIon& ion : ions_) {
      longest_s_ = std::max(longest_s_, 2.0 * (ion.apex_s - onset_s(ion)) * ion.tail_s / ion.rise_s);
    }
    scans_ = Acquisition(ions_, options_).run();
    description_.id = "simulated_lc_msms";
    description_.ms1 = instrument_.ms1.analyzer;
    description_.ms2 = instrument_.ms2.analyzer;
  }

  [[nodiscard]] const RunDescription& description() const override { return description_; }
  [[nodiscard]] std::size_t size() const override { return scans_.size(); }
  [[nodiscard]] std::size_t proteins() const override { return chains_.size(); }
  [[nodiscard]] std::size_t peptides() const override { return own_peptides_; }

  [[nodiscard]] SimulatedSpectrum spectrum(std::size_t index) const override {
    Random random(options_.seed ^ scan_stream, index);
    const Scan& scan = scans_[index];
    SimulatedSpectrum result;
    Spectrum& spectrum = result.spectrum;
    spectrum.index = index;
    spectrum.scan = static_cast<std::int64_t>(index) + 1;
    spectrum.ms_level = scan.ms_level;
    spectrum.polarity = Polarity::positive;
    spectrum.representation = Representation::centroid;
    spectrum.retention_time_s = scan.time_s;
    if (scan.ms_level == 1) {
      spectrum.analyzer = instrument_.ms1.analyzer;
      make_survey(scan, random, spectrum);
    } else {
      spectrum.analyzer = instrument_.ms2.analyzer;
      result.survey_scan = scan.survey_scan;
      result.isolation_window_th = options_.isolation_window_th;
      make_ms2(scan, random, result);
    }
    return result;
  }

 private:
  void make_survey(const Scan& scan, Random& random, Spectrum& spectrum) const {
    PeakList peaks;
    const double spray = std::max(0.3, 1.0 + 0.08 * random.normal());
    auto ion = std::ranges::lower_bound(ions_, scan.time_s - longest_s_, {}, onset_s);
    for (; ion != ions_.end() && onset_s(*ion) <= scan.time_s; ++ion) {
      const double intensity = spray * ion->intensity_at(scan.time_s);
      if (intensity <= survey_faintest) {
        continue;
      }
      for (const IsotopePeak& isotope : ion->isotopes) {
        const double mz = measured(ion->mz + isotope.offset_da / ion->charge, instrument_.ms1, random);
        peaks.add(mz, intensity * isotope.fraction * std::max(0.1, 1.0 + 0.07 * random.normal()));
      }
    }
    for (int i = random.poisson(survey_noise_peaks); i > 0; --i) {
      peaks.add(random.uniform(survey_mz_min, survey_mz_max), survey_faintest * (1.0 + 2.0 * random.exponential()));
    }
    peaks.store(instrument_.ms1, survey_mz_min, survey_mz_max, survey_faintest, spectrum);
  }

  void make_ms2(const Scan& scan, Random& random, SimulatedSpectrum& result) const {
    const ElutingIon& selected = ions_[scan.isolated.front().ion];
    Precursor precursor;
    // The heavier the peptide, the more often the instrument takes its first isotope for the monoisotopic peak.
    const bool isotope_taken = random.chance(selected.mz * selected.charge > 1800.0 ? 0.12 : 0.04);
    const double mz = selected.mz + (isotope_taken ? chem::isotope_spacing / selected.charge : 0.0);
    precursor.mz = measured(mz, instrument_.ms1, random);
    if (!random.chance(0.01)) {
      precursor.charge = selected.charge;
    }
    precursor.intensity = selected.intensity_at(scan.time_s);
    precursor.isolation_target_mz = precursor.mz;
    precursor.isolation_lower_offset = 0.5 * options_.isolation_window_th;
    precursor.isolation_upper_offset = 0.5 * options_.isolation_window_th;
    precursor.activation = instrument_.activation;

    double total = 0.0;
    for (const Share& share : scan.isolated) {
      total += share.intensity;
    }
    std::vector<Isolated> isolated;
    for (const Share& share : scan.isolated) {
      const ElutingIon& ion = ions_[share.ion];
      const double fraction = total > 0.0 ? share.intensity / total : 0.0;
      isolated.push_back({&peptides_[ion.peptide].form, ion.charge, fraction});
      const bool first = result.truth.empty();
      if (first || fraction >= 0.1) {
        result.truth.push_back(truth_of(peptides_[ion.peptide], ion.charge, chains_, !first));
      }
    }
    const double ions = std::clamp(0.004 * total, 60.0, 20'000.0);
    fragment_spectrum(isolated, ions, precursor.mz, instrument_, options_, random, result.spectrum);
    result.spectrum.precursors.push_back(std::move(precursor));
  }

  SimulateOptions options_;
  Instrument instrument_;
  std::vector<Chain> chains_;
  std::vector<SimulatedPeptide> peptides_;
  std::size_t own_peptides_;
  std::vector<ElutingIon> ions_;
  double longest_s_ = 0.0;  // from onset to end
  std::vector<Scan> scans_;
  RunDescription description_;
};

}  // namespace

Truth truth_of(const SimulatedPeptide& peptide, int charge, const std::vector<Chain>& chains, bool co_isolated) {
  if (peptide.origin == Origin::foreign) {
    return {"", "", "", charge, co_isolated ? "co_isolated" : "unassignable"};
  }
  const char* kind = peptide.origin == Origin::contaminant ? "contaminant" : "peptide";
  return {chem::proforma(peptide.form), peptide.form.sequence, accessions_of(peptide.chains, chains), charge,
          co_isolated ? "co_isolated" : kind};
}

std::unique_ptr<RunModel> plan_gradient(std::vector<Chain> chains, const SimulateOptions& options) {
  return std::make_unique<GradientRun>(std::move(chains), options);
}

}  // namespace massa::simulate
