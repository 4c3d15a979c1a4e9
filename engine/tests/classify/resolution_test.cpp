#include "massa/classify/resolution.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>
#include <vector>

#include "support/random.hpp"

namespace massa::classify {
namespace {

using testing::HasSubstr;

constexpr double cluster_spacing = 1.00045475;
constexpr double isotope_spacing = 1.00335483507;

/// A run of peptides whose m/z are blurred: MS2 of b/y-like peaks with isotopes and noise.
struct Simulated {
  double precursor_error_da = 0.002;
  double fragment_error_da = 0.003;
  Analyzer ms1 = Analyzer::unknown;
  Analyzer ms2 = Analyzer::unknown;
  int spectra = 300;
  int peptides = 60;  ///< each is selected several times
  bool survey_scans = false;

  [[nodiscard]] std::vector<Spectrum> make() const {
    auto random = test::seeded(11);
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform;
    std::vector<double> masses(static_cast<std::size_t>(peptides));
    for (double& mass : masses) {
      mass = cluster_spacing * std::round(800.0 + 1100.0 * uniform(random)) + 0.05 * normal(random);
    }
    std::vector<Spectrum> run;
    for (int n = 0; n < spectra; ++n) {
      Spectrum spectrum;
      spectrum.index = run.size();
      if (survey_scans && n % 10 == 0) {
        spectrum.ms_level = 1;
        spectrum.analyzer = ms1;
        run.push_back(spectrum);
        continue;
      }
      spectrum.ms_level = 2;
      spectrum.analyzer = ms2;
      spectrum.precursors.resize(1);
      const double mass = masses[static_cast<std::size_t>(n % peptides)] + precursor_error_da * normal(random);
      spectrum.precursors[0].charge = 2;
      spectrum.precursors[0].mz = mass / 2 + 1.00728;
      std::vector<std::pair<double, float>> peaks;
      for (int i = 0; i < 20; ++i) {
        const double mz = cluster_spacing * std::round(200.0 + 900.0 * uniform(random)) + 0.05 * normal(random);
        for (int isotope = 0; isotope < 2; ++isotope) {
          peaks.emplace_back(mz + isotope * isotope_spacing + fragment_error_da * normal(random),
                             static_cast<float>(100 - 40 * isotope));
        }
        peaks.emplace_back(150.0 + 1000.0 * uniform(random), 5.0F);
      }
      std::ranges::sort(peaks);
      for (const auto& [mz, intensity] : peaks) {
        spectrum.mz.push_back(mz);
        spectrum.intensity.push_back(intensity);
      }
      run.push_back(spectrum);
    }
    return run;
  }

  [[nodiscard]] ResolutionDecision decide() const {
    ResolutionStatistics statistics;
    for (const Spectrum& spectrum : make()) {
      statistics.add(spectrum);
    }
    return decide_resolution(statistics);
  }
};

TEST(Resolution, IsHighWhereIsotopesOfFragmentsAreSharp) {
  const ResolutionDecision decision = Simulated{}.decide();
  EXPECT_EQ(decision.ms1, Resolution::high);
  EXPECT_EQ(decision.ms2, Resolution::high);
  EXPECT_EQ(decision.preset, "high-resolution");
  EXPECT_EQ(decision.reason_code, "data");
}

TEST(Resolution, IsHybridWherePrecursorsAreSharpAndFragmentsBlurred) {
  const ResolutionDecision decision = Simulated{.precursor_error_da = 0.002, .fragment_error_da = 0.15}.decide();
  EXPECT_EQ(decision.ms1, Resolution::high);
  EXPECT_EQ(decision.ms2, Resolution::low);
  EXPECT_EQ(decision.preset, "hybrid");
  EXPECT_THAT(decision.reason, HasSubstr("within 10 ppm"));
}

TEST(Resolution, IsLowWhereBothAreBlurred) {
  const ResolutionDecision decision = Simulated{.precursor_error_da = 0.2, .fragment_error_da = 0.15}.decide();
  EXPECT_EQ(decision.ms1, Resolution::low);
  EXPECT_EQ(decision.ms2, Resolution::low);
  EXPECT_EQ(decision.preset, "low-resolution");
}

TEST(Resolution, RecognisesSharpPrecursorsThatNeverRepeat) {
  const ResolutionDecision decision = Simulated{.fragment_error_da = 0.15, .spectra = 2000, .peptides = 2000}.decide();
  EXPECT_EQ(decision.preset, "hybrid");
  EXPECT_THAT(decision.reason, HasSubstr("mass clusters"));
}

TEST(Resolution, FollowsTheAnalysersThatTheFileNames) {
  const ResolutionDecision decision =
      Simulated{.fragment_error_da = 0.15, .ms1 = Analyzer::orbitrap, .ms2 = Analyzer::ion_trap, .survey_scans = true}
          .decide();
  EXPECT_EQ(decision.preset, "hybrid");
  EXPECT_EQ(decision.reason_code, "analyzer");
  EXPECT_THAT(decision.reason, HasSubstr("orbitrap"));
  EXPECT_THAT(decision.reason, HasSubstr("ion trap"));
}

TEST(Resolution, BelievesThePeaksWhereTheAnalyserCannotBeRight) {
  const ResolutionDecision decision =
      Simulated{.fragment_error_da = 0.15, .ms1 = Analyzer::orbitrap, .ms2 = Analyzer::orbitrap, .survey_scans = true}
          .decide();
  EXPECT_EQ(decision.ms2, Resolution::low);
  EXPECT_EQ(decision.preset, "hybrid");
  EXPECT_EQ(decision.reason_code, "analyzer_contradicted");
}

TEST(Resolution, KeepsToTheAnalyserWhereThePeaksAreFew) {
  const ResolutionDecision decision =
      Simulated{.fragment_error_da = 0.15, .ms2 = Analyzer::orbitrap, .spectra = 3}.decide();
  EXPECT_EQ(decision.ms2, Resolution::high);
  EXPECT_EQ(decision.preset, "high-resolution");
}

TEST(Resolution, OfCoarseNumbersIsLow) {
  std::vector<Spectrum> run = Simulated{}.make();
  ResolutionStatistics statistics;
  for (Spectrum& spectrum : run) {
    for (double& mz : spectrum.mz) {
      mz = std::round(mz * 10.0) / 10.0;
    }
    statistics.add(spectrum);
  }
  EXPECT_EQ(decide_resolution(statistics).ms2, Resolution::low);
}

TEST(Resolution, IsUnknownWithoutData) {
  const ResolutionDecision decision = decide_resolution({});
  EXPECT_EQ(decision.ms1, Resolution::unknown);
  EXPECT_EQ(decision.ms2, Resolution::unknown);
  EXPECT_EQ(decision.reason_code, "too_little_data");
  EXPECT_EQ(decision.preset, "low-resolution");
}

TEST(Resolution, DoesNotDependOnHowTheRunIsSplit) {
  const std::vector<Spectrum> run = Simulated{}.make();
  ResolutionStatistics whole;
  ResolutionStatistics odd;
  ResolutionStatistics even;
  for (const Spectrum& spectrum : run) {
    whole.add(spectrum);
    (spectrum.index % 2 == 0 ? even : odd).add(spectrum);
  }
  odd.merge(even);
  EXPECT_EQ(decide_resolution(odd).reason, decide_resolution(whole).reason);
}

}  // namespace
}  // namespace massa::classify
