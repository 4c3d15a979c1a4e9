#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "massa/chem/residues.hpp"
#include "massa/search/search.hpp"

// E-values are what a file of one protein stands on, so they are tested as a statement: of random spectra, a share of
// 1 − exp(−x) may have a best match with E < x. Spectra here are those of random peptides, which no database holds, so
// they have the ladders of real spectra; candidates come from random proteins.

namespace massa::search {
namespace {

constexpr std::string_view letters =  // in the frequencies of UniProtKB/Swiss-Prot, in steps of 1 %
    "AAAAAAAARRRRRRNNNNDDDDDCQQQQEEEEEEGGGGGGGHHIIIIIILLLLLLLLLLKKKKKKMMFFFFPPPPPSSSSSSSTTTTTWYYYVVVVVVV";

class Sampler {
 public:
  explicit Sampler(unsigned seed) : generator_(seed) {}
  double real() { return static_cast<double>(generator_() >> 11U) / 9007199254740992.0; }
  double normal() { return std::normal_distribution<double>()(generator_); }
  std::string residues(std::size_t length) {
    std::string sequence;
    for (std::size_t i = 0; i < length; ++i) {
      sequence += letters[generator_() % letters.size()];
    }
    return sequence;
  }

 private:
  std::mt19937_64 generator_;
};

struct Measured {
  std::vector<double> mz;
  std::vector<float> intensity;
  double precursor_mz = 0.0;
  std::vector<int> charges{2};
};

Measured foreign_spectrum(Sampler& sampler, double error_ppm) {
  const std::string peptide = sampler.residues(8 + static_cast<std::size_t>(sampler.real() * 10)) + "K";
  const double mass = chem::peptide_mass(peptide);
  std::vector<std::pair<double, float>> peaks;
  double prefix = 0.0;
  for (std::size_t i = 0; i + 1 < peptide.size(); ++i) {
    prefix += chem::residue_mass(peptide[i]);
    const double ions[2] = {chem::mz(prefix, 1), chem::mz(mass - prefix, 1)};
    for (int series = 0; series < 2; ++series) {
      if (sampler.real() < 0.6) {
        peaks.emplace_back(ions[series] * (1.0 + error_ppm * 1e-6 * sampler.normal()),
                           static_cast<float>((1 + 2 * series) * std::exp(sampler.normal())));
      }
    }
  }
  while (peaks.size() < 120) {
    peaks.emplace_back(100.0 + sampler.real() * mass, static_cast<float>(0.3 * std::exp(sampler.normal())));
  }
  std::ranges::sort(peaks);
  Measured spectrum;
  spectrum.precursor_mz = chem::mz(mass, 2);
  for (const auto& [mz, intensity] : peaks) {
    spectrum.mz.push_back(mz);
    spectrum.intensity.push_back(intensity);
  }
  return spectrum;
}

/// E-values of the best matches of foreign spectra, ascending; spectra without a match count as infinite.
std::vector<double> null_e_values(const SearchOptions& options, std::size_t spectra, std::size_t proteins) {
  Sampler sampler(11);
  std::vector<std::string> database;
  database.reserve(proteins);
  std::vector<ProteinSequence> sequences;
  sequences.reserve(proteins);
  for (std::size_t i = 0; i < proteins; ++i) {
    database.push_back(sampler.residues(400));
  }
  for (const std::string& protein : database) {
    sequences.push_back({protein, {}});
  }
  const auto table = PeptideTable::build(sequences, {}, {}, true, 0);
  std::vector<Measured> measured;
  measured.reserve(spectra);
  std::vector<SearchSpectrum> views;
  views.reserve(spectra);
  for (std::size_t i = 0; i < spectra; ++i) {
    measured.push_back(foreign_spectrum(sampler, options.fragment.unit == ToleranceUnit::ppm ? 4.0 : 200.0));
  }
  for (const Measured& spectrum : measured) {
    views.push_back({spectrum.mz, spectrum.intensity, spectrum.precursor_mz, spectrum.charges, Activation::hcd});
  }
  std::vector<double> values;
  for (const SpectrumMatches& matches : search(views, table, options, 0)) {
    values.push_back(matches.psms.empty() ? HUGE_VAL : matches.psms[0].e_value);
  }
  std::ranges::sort(values);
  return values;
}

/// No more small E-values than there should be (within sampling error), and no fewer than `least` of them.
void expect_calibrated(const std::vector<double>& values, double least) {
  const auto n = static_cast<double>(values.size());
  for (const double x : {1.0, 0.3, 0.1, 0.03, 0.01}) {
    const double expected = 1.0 - std::exp(-x);
    const double observed = static_cast<double>(std::ranges::lower_bound(values, x) - values.begin()) / n;
    const double deviation = std::sqrt(expected * (1.0 - expected) / n);
    EXPECT_LT(observed, 1.1 * expected + 3.0 * deviation) << "E < " << x;
    EXPECT_GT(observed, least * expected - 3.0 * deviation) << "E < " << x;
  }
}

TEST(EValue, IsUniformForForeignSpectraAtHighResolution) {
  expect_calibrated(null_e_values({}, 6000, 3000), 0.6);
}

TEST(EValue, IsUniformForForeignSpectraWithIonTrapFragments) {
  SearchOptions options;
  options.fragment = {0.5, ToleranceUnit::dalton};
  expect_calibrated(null_e_values(options, 4000, 3000), 0.35);
}

TEST(EValue, IsUniformForForeignSpectraAtLowResolution) {
  SearchOptions options;
  options.precursor = {0.5, ToleranceUnit::dalton};
  options.fragment = {0.5, ToleranceUnit::dalton};
  options.isotope_errors = {0};
  expect_calibrated(null_e_values(options, 2000, 1000), 0.25);
}

TEST(EValue, HoldsWhereTheDatabaseOffersFewCandidates) {
  SearchOptions options;
  options.precursor = {0.5, ToleranceUnit::dalton};
  const std::vector<double> values = null_e_values(options, 4000, 30);
  const double below = static_cast<double>(std::ranges::lower_bound(values, 0.01) - values.begin());
  EXPECT_LT(below / static_cast<double>(values.size()), 0.011 + 3.0 * std::sqrt(0.01 / 4000.0));
}

}  // namespace
}  // namespace massa::search
