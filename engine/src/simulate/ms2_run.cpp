#include <algorithm>
#include <cmath>
#include <optional>

#include "instrument.hpp"
#include "ions.hpp"
#include "massa/chem/digest.hpp"
#include "massa/chem/enzyme.hpp"
#include "massa/chem/residues.hpp"
#include "massa/core/error.hpp"
#include "portable_math.hpp"
#include "run_model.hpp"

namespace massa::simulate {
namespace {

constexpr std::uint64_t spectrum_stream = 0x352;
constexpr double lowest_mz = 350.0;
constexpr double highest_mz = 1500.0;
constexpr int most_attempts = 1'000'000;  // to draw an ion; ordinary samples need a few

/// Where a peptide stands in the sample; its forms are drawn when a spectrum is made.
struct Site {
  std::uint32_t chain;
  chem::DigestedPeptide peptide;
};

struct DrawnIon {
  SimulatedPeptide peptide;
  int charge = 2;
};

class Ms2Run final : public RunModel {
 public:
  Ms2Run(std::vector<Chain> chains, const SimulateOptions& options)
      : options_(options), instrument_(instrument_of(options)), chains_(std::move(chains)) {
    chem::DigestOptions digestion;
    digestion.enzyme = &chem::enzyme(options.enzyme);
    digestion.missed_cleavages = options.missed_cleavages;
    digestion.max_length = 40;
    digestion.min_mass_da = 700.0;
    digestion.max_mass_da = 4000.0;
    for (std::uint32_t i = 0; i < chains_.size(); ++i) {
      digestion.initiator_methionine = chains_[i].starts_at_initiator;
      for (const chem::DigestedPeptide& peptide : chem::digest(chains_[i].sequence, digestion)) {
        sites_.push_back({i, peptide});
      }
    }
    if (sites_.empty()) {
      throw Error(ErrorKind::usage, "the proteins give no peptide of 7 to 40 residues with this enzyme", "simulate",
                  "choose another enzyme or other proteins");
    }
    description_.id = "simulated_ms2";
    description_.ms1 = instrument_.ms1.analyzer;
    description_.ms2 = instrument_.ms2.analyzer;
    description_.has_ms1 = false;
  }

  [[nodiscard]] const RunDescription& description() const override { return description_; }
  [[nodiscard]] std::size_t size() const override { return options_.spectra; }
  [[nodiscard]] std::size_t proteins() const override { return chains_.size(); }
  [[nodiscard]] std::size_t peptides() const override { return sites_.size(); }

  [[nodiscard]] SimulatedSpectrum spectrum(std::size_t index) const override {
    Random random(options_.seed ^ spectrum_stream, index);
    SimulatedSpectrum result;
    Spectrum& spectrum = result.spectrum;
    spectrum.index = index;
    spectrum.scan = static_cast<std::int64_t>(index) + 1;
    spectrum.ms_level = 2;
    spectrum.polarity = Polarity::positive;
    spectrum.representation = Representation::centroid;
    spectrum.analyzer = instrument_.ms2.analyzer;
    spectrum.retention_time_s =
        options_.gradient_s * static_cast<double>(index) / static_cast<double>(options_.spectra);
    result.isolation_window_th = options_.isolation_window_th;

    const DrawnIon selected = draw(random.chance(options_.unassignable_fraction), random);
    std::optional<DrawnIon> second;
    if (random.chance(options_.chimeric_fraction)) {
      second = draw(false, random);
    }
    const double second_share = second ? random.uniform(0.2, 0.5) : 0.0;
    std::vector<Isolated> isolated{{&selected.peptide.form, selected.charge, 1.0 - second_share}};
    result.truth.push_back(truth_of(selected.peptide, selected.charge, chains_, false));
    if (second) {
      isolated.push_back({&second->peptide.form, second->charge, second_share});
      result.truth.push_back(truth_of(second->peptide, second->charge, chains_, true));
    }
    const Precursor precursor = precursor_of(selected, random);
    constexpr double ln_250 = 5.521460917862246;
    const double ions = 80.0 * portable_exp(ln_250 * random.uniform());  // 80 to 20,000
    fragment_spectrum(isolated, ions, precursor.mz, instrument_, options_, random, spectrum);
    spectrum.precursors.push_back(precursor);
    return result;
  }

 private:
  [[nodiscard]] Precursor precursor_of(const DrawnIon& ion, Random& random) const {
    const double mass = ion.peptide.mass_da;
    const bool isotope_taken = random.chance(mass > 1800.0 ? 0.12 : 0.04);
    Precursor precursor;
    precursor.mz =
        measured(chem::mz(mass + (isotope_taken ? chem::isotope_spacing : 0.0), ion.charge), instrument_.ms1, random);
    precursor.charge = ion.charge;
    precursor.intensity = 1e6 * random.exponential();
    precursor.isolation_target_mz = precursor.mz;
    precursor.isolation_lower_offset = 0.5 * options_.isolation_window_th;
    precursor.isolation_upper_offset = 0.5 * options_.isolation_window_th;
    precursor.activation = instrument_.activation;
    return precursor;
  }

  [[nodiscard]] DrawnIon draw(bool foreign, Random& random) const {
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
      DrawnIon ion;
      if (foreign) {
        ion.peptide.form = foreign_peptide(random);
        ion.peptide.origin = Origin::foreign;
      } else if (!draw_form(ion.peptide, random)) {
        continue;
      }
      ion.peptide.mass_da = chem::mass(ion.peptide.form);
      ion.charge = draw_charge(ion.peptide, random);
      const double mz = chem::mz(ion.peptide.mass_da, ion.charge);
      if (ion.charge >= 2 && mz >= lowest_mz && mz <= highest_mz) {
        return ion;
      }
    }
    throw Error(ErrorKind::usage, "the proteins hardly give an ion of 2 or more charges between 350 and 1500 Th",
                "simulate", "choose a lower missed-cleavage probability, another enzyme or other proteins");
  }

  [[nodiscard]] bool draw_form(SimulatedPeptide& peptide, Random& random) const {
    const Site& site = sites_[random.below(sites_.size())];
    const Chain& chain = chains_[site.chain];
    if (!random.chance(cleavage_share(site.peptide, chain, options_.missed_cleavage_probability))) {
      return false;
    }
    chem::Peptidoform& form = peptide.form;
    form.sequence = chain.sequence.substr(site.peptide.begin, site.peptide.length);
    peptide.chains = {site.chain};
    peptide.origin = chain.is_contaminant ? Origin::contaminant : Origin::sample;
    alkylate(form);
    if (site.peptide.protein_n_term && chain.starts_at_initiator && random.chance(options_.acetylation_probability)) {
      modify(form, 0, "Acetyl");
    }
    for (std::size_t i = 0; i < form.sequence.size(); ++i) {
      if (form.sequence[i] == 'M' && random.chance(options_.oxidation_probability)) modify(form, i + 1, "Oxidation");
      if (form.sequence[i] == 'N' && random.chance(options_.deamidation_probability)) modify(form, i + 1, "Deamidated");
    }
    return true;
  }

  static int draw_charge(const SimulatedPeptide& peptide, Random& random) {
    double rest = random.uniform();
    int charge = 0;
    for (const double share : charge_distribution(peptide.form, peptide.mass_da)) {
      ++charge;
      rest -= share;
      if (rest < 0.0) {
        break;
      }
    }
    return charge;
  }

  SimulateOptions options_;
  Instrument instrument_;
  std::vector<Chain> chains_;
  std::vector<Site> sites_;
  RunDescription description_;
};

}  // namespace

std::unique_ptr<RunModel> plan_ms2_only(std::vector<Chain> chains, const SimulateOptions& options) {
  return std::make_unique<Ms2Run>(std::move(chains), options);
}

}  // namespace massa::simulate
