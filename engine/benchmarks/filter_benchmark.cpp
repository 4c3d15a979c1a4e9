#include <benchmark/benchmark.h>

#include <algorithm>
#include <random>
#include <vector>

#include "massa/filter/pipeline.hpp"
#include "support/random.hpp"

namespace {

/// Spectra of `peaks` centroids at random m/z, a third of them with an isotope above.
std::vector<massa::Spectrum> spectra_with(int peaks) {
  auto random = massa::test::seeded(1);
  std::uniform_real_distribution<double> mz(120.0, 1500.0);
  std::exponential_distribution<double> intensity(1e-3);
  std::vector<massa::Spectrum> spectra(64);
  for (massa::Spectrum& spectrum : spectra) {
    spectrum.ms_level = 2;
    spectrum.representation = massa::Representation::centroid;
    spectrum.precursors.resize(1);
    spectrum.precursors[0].mz = 650.3;
    spectrum.precursors[0].charge = 3;
    for (int i = 0; i < peaks * 3 / 4; ++i) {
      spectrum.mz.push_back(mz(random));
    }
    for (int i = 0; i < peaks / 4; ++i) {
      spectrum.mz.push_back(spectrum.mz[static_cast<std::size_t>(i)] + 1.00335 / (1 + i % 2));
    }
    std::ranges::sort(spectrum.mz);
    for (int i = 0; i < peaks; ++i) {
      spectrum.intensity.push_back(static_cast<float>(intensity(random)));
    }
  }
  return spectra;
}

void filter_spectrum(benchmark::State& state) {
  std::vector<massa::Spectrum> spectra = spectra_with(static_cast<int>(state.range(0)));
  const massa::filter::FilterPipeline pipeline{massa::filter::FilterOptions{}};
  massa::filter::FilterScratch scratch;
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(pipeline.apply(spectra[next++ % spectra.size()], scratch));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(filter_spectrum)->Arg(150)->Arg(300)->Arg(500);

}  // namespace
