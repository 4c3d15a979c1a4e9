#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "massa/chem/residues.hpp"
#include "massa/search/search.hpp"
#include "support/random.hpp"

namespace {

using massa::Tolerance;
using massa::ToleranceUnit;
using massa::search::ModificationOptions;
using massa::search::PeptideTable;
using massa::search::ProteinSequence;
using massa::search::SearchOptions;
using massa::search::SearchSpectrum;

constexpr std::string_view letters =  // in the frequencies of UniProtKB/Swiss-Prot, in steps of 1 %
    "AAAAAAAARRRRRRNNNNDDDDDCQQQQEEEEEEGGGGGGGHHIIIIIILLLLLLLLLLKKKKKKMMFFFFPPPPPSSSSSSSTTTTTWYYYVVVVVVV";
constexpr std::size_t protein_count = 20000;
constexpr std::size_t protein_length = 400;
constexpr std::size_t spectrum_count = 4000;
constexpr std::size_t peaks_per_spectrum = 150;

/// A proteome of random proteins and spectra of its peptides, the same in every run.
class Proteome {
 public:
  Proteome() {
    for (std::size_t i = 0; i < protein_count; ++i) {
      std::string protein = "M";
      for (std::size_t n = 0; n < protein_length; ++n) {
        protein += letters[generator_() % letters.size()];
      }
      proteins_.push_back(std::move(protein));
    }
    for (const std::string& protein : proteins_) {
      sequences_.push_back({protein, {}});
    }
  }

  [[nodiscard]] PeptideTable build(unsigned threads) const {
    ModificationOptions modifications;
    modifications.fixed = {massa::chem::parse_modification("Carbamidomethyl@C")};
    modifications.variable = {massa::chem::parse_modification("Oxidation@M")};
    modifications.max_variable_per_peptide = 2;
    return PeptideTable::build(sequences_, {}, modifications, true, threads);
  }

  void measure(const PeptideTable& table) {
    std::normal_distribution<double> normal;
    const auto real = [this] { return static_cast<double>(generator_() >> 11U) / 9007199254740992.0; };
    while (measured_.size() < spectrum_count) {
      const auto form = table.peptidoform(static_cast<std::uint32_t>(generator_() % table.size()), false, {});
      const double mass = massa::chem::mass(form);
      std::vector<std::pair<double, float>> peaks;
      double prefix = 0.0;
      for (std::size_t i = 0; i + 1 < form.sequence.size(); ++i) {
        prefix += massa::chem::residue_mass(form.sequence[i]);
        for (const double ion : {massa::chem::mz(prefix, 1), massa::chem::mz(mass - prefix, 1)}) {
          if (real() < 0.6) {
            peaks.emplace_back(ion * (1.0 + 5e-6 * normal(generator_)),
                               static_cast<float>(std::exp(normal(generator_))));
          }
        }
      }
      while (peaks.size() < peaks_per_spectrum) {
        peaks.emplace_back(100.0 + 1400.0 * real(), static_cast<float>(0.3 * std::exp(normal(generator_))));
      }
      std::ranges::sort(peaks);
      Measured spectrum{{}, {}, massa::chem::mz(mass, 2)};
      for (const auto& [mz, intensity] : peaks) {
        spectrum.mz.push_back(mz);
        spectrum.intensity.push_back(intensity);
      }
      measured_.push_back(std::move(spectrum));
    }
  }

  [[nodiscard]] std::vector<SearchSpectrum> spectra() const {
    static constexpr int charge[] = {2};
    std::vector<SearchSpectrum> views;
    views.reserve(measured_.size());
    for (const Measured& spectrum : measured_) {
      views.push_back({spectrum.mz, spectrum.intensity, spectrum.precursor_mz, charge, massa::Activation::hcd});
    }
    return views;
  }

 private:
  struct Measured {
    std::vector<double> mz;
    std::vector<float> intensity;
    double precursor_mz;
  };
  std::mt19937_64 generator_ = massa::test::seeded<std::mt19937_64>(1);
  std::vector<std::string> proteins_;
  std::vector<ProteinSequence> sequences_;
  std::vector<Measured> measured_;
};

void build_table(benchmark::State& state) {
  const Proteome proteome;
  for (auto _ : state) {
    benchmark::DoNotOptimize(proteome.build(static_cast<unsigned>(state.range(0))).size());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(protein_count));
}
BENCHMARK(build_table)->ArgName("threads")->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

void search_spectra(benchmark::State& state, const SearchOptions& options) {
  Proteome proteome;
  const PeptideTable table = proteome.build(0);
  proteome.measure(table);
  const std::vector<SearchSpectrum> spectra = proteome.spectra();
  std::uint64_t candidates = 0;
  for (auto _ : state) {
    candidates = 0;
    for (const auto& matches : massa::search::search(spectra, table, options, static_cast<unsigned>(state.range(0)))) {
      candidates += matches.candidates;
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(spectra.size()));
  state.counters["candidates_per_spectrum"] = static_cast<double>(candidates) / static_cast<double>(spectra.size());
}

void search_high_resolution(benchmark::State& state) {
  search_spectra(state, {});
}
BENCHMARK(search_high_resolution)->ArgName("threads")->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

void search_ion_trap_fragments(benchmark::State& state) {
  SearchOptions options;
  options.fragment = Tolerance{0.5, ToleranceUnit::dalton};
  search_spectra(state, options);
}
BENCHMARK(search_ion_trap_fragments)->ArgName("threads")->Arg(1)->Unit(benchmark::kMillisecond)->UseRealTime();

void search_low_resolution(benchmark::State& state) {
  SearchOptions options;
  options.precursor = Tolerance{0.5, ToleranceUnit::dalton};
  options.fragment = Tolerance{0.5, ToleranceUnit::dalton};
  options.isotope_errors = {0};
  search_spectra(state, options);
}
BENCHMARK(search_low_resolution)->ArgName("threads")->Arg(1)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
