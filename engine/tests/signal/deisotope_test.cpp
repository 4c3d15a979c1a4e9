#include "massa/signal/deisotope.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/random.hpp"

namespace massa::signal {
namespace {

constexpr double spacing = 1.0033548350700006;
constexpr double proton = 1.007276466621;

struct Peaks {
  std::vector<double> mz;
  std::vector<float> intensity;

  void add(double at, double height) {
    const auto place = std::ranges::lower_bound(mz, at) - mz.begin();
    mz.insert(mz.begin() + place, at);
    intensity.insert(intensity.begin() + place, static_cast<float>(height));
  }
  /// `isotopes` peaks of a peptide fragment (averagine: Poisson with mean mass / 1800).
  void add_envelope(double mass, int charge, double height, int isotopes) {
    double expected = height;
    for (int k = 0; k < isotopes; ++k) {
      add((mass + k * spacing) / charge + proton, expected);
      expected *= mass / 1800.0 / (k + 1);
    }
  }
};

std::vector<DeisotopedPeak> deisotoped(const Peaks& peaks, const DeisotopeOptions& options = {}) {
  std::vector<DeisotopedPeak> result;
  deisotope(peaks.mz, peaks.intensity, options, result);
  return result;
}

TEST(Deisotope, KeepsTheMonoisotopicPeakWithTheIntensityOfItsEnvelope) {
  Peaks peaks;
  peaks.add_envelope(900.45, 1, 1000.0, 3);
  const auto result = deisotoped(peaks);
  ASSERT_EQ(result.size(), 1U);
  EXPECT_DOUBLE_EQ(result[0].mz, 900.45 + proton);
  EXPECT_EQ(result[0].charge, 1);
  EXPECT_EQ(result[0].source, 0U);
  EXPECT_NEAR(result[0].intensity, 1000.0 + 500.25 + 125.1, 0.5);
}

TEST(Deisotope, MovesMultiplyChargedFragmentsTo1Plus) {
  for (const int charge : {2, 3}) {
    Peaks peaks;
    peaks.add(200.1, 50.0);
    peaks.add_envelope(1500.7, charge, 1000.0, 4);
    const auto result = deisotoped(peaks);
    ASSERT_EQ(result.size(), 2U);
    EXPECT_NEAR(result[1].mz, 1500.7 + proton, 1e-9);
    EXPECT_EQ(result[1].charge, charge);
    EXPECT_EQ(result[1].source, 1U);
  }
}

TEST(Deisotope, LeavesTheMzAloneOnRequest) {
  Peaks peaks;
  peaks.add_envelope(1500.7, 2, 1000.0, 4);
  DeisotopeOptions options;
  options.to_singly_charged = false;
  const auto result = deisotoped(peaks, options);
  ASSERT_EQ(result.size(), 1U);
  EXPECT_DOUBLE_EQ(result[0].mz, peaks.mz[0]);
  EXPECT_EQ(result[0].charge, 2);
}

TEST(Deisotope, DoesNotTryHigherChargesThanAllowed) {
  Peaks peaks;
  peaks.add_envelope(1500.7, 3, 1000.0, 3);
  DeisotopeOptions options;
  options.max_charge = 2;
  EXPECT_EQ(deisotoped(peaks, options).size(), 3U);
}

TEST(Deisotope, KeepsAFragmentThatIsTooBrightForAnIsotope) {
  Peaks peaks;  // two fragments 1.0034 apart: at 300 Da an isotope reaches a sixth of the monoisotopic peak
  peaks.add(301.2, 100.0);
  peaks.add(301.2 + spacing, 90.0);
  const auto result = deisotoped(peaks);
  ASSERT_EQ(result.size(), 2U);
  EXPECT_EQ(result[0].charge, 0);
  EXPECT_FLOAT_EQ(result[1].intensity, 90.0F);
}

TEST(Deisotope, IsNotMisledByAFaintPeakAtHalfASpacing) {
  Peaks peaks;
  peaks.add(900.45, 1000.0);
  peaks.add(900.45 + spacing / 2, 5.0);
  peaks.add(900.45 + spacing, 480.0);
  const auto result = deisotoped(peaks);
  ASSERT_EQ(result.size(), 2U);
  EXPECT_DOUBLE_EQ(result[0].mz, 900.45);
  EXPECT_EQ(result[0].charge, 1);
}

TEST(Deisotope, NeverInventsPeaks) {
  auto random = test::seeded(7);
  const auto below = [&random](unsigned limit) { return static_cast<int>(random() % limit); };
  for (int round = 0; round < 200; ++round) {
    Peaks peaks;
    for (int i = 0; i < 120; ++i) {
      peaks.add(150.0 + below(1000) + below(1000) * 1e-3, 1.0 + below(1000));
    }
    for (int i = 0; i < 10; ++i) {
      peaks.add_envelope(300.0 + below(1500), 1 + below(3), 500.0, 3);
    }
    const auto result = deisotoped(peaks);
    ASSERT_LE(result.size(), peaks.mz.size());
    double before = 0.0;
    double after = 0.0;
    for (const float value : peaks.intensity) before += static_cast<double>(value);
    std::vector<std::uint32_t> sources;
    for (const DeisotopedPeak& peak : result) {
      const double source_mz = peaks.mz[peak.source];
      const int charge = std::max<int>(1, peak.charge);
      ASSERT_NEAR(peak.mz, (source_mz - proton) * charge + proton, 1e-9);
      sources.push_back(peak.source);
      after += static_cast<double>(peak.intensity);
    }
    ASSERT_NEAR(after, before, 1e-3 * before) << "intensity is moved, not made";
    std::ranges::sort(sources);
    ASSERT_TRUE(std::ranges::adjacent_find(sources) == sources.end()) << "a peak stands for two";
    ASSERT_TRUE(std::ranges::is_sorted(result, {}, &DeisotopedPeak::mz));
  }
}

TEST(Deisotope, MakesNothingOfNothing) {
  EXPECT_THAT(deisotoped({}), testing::IsEmpty());
}

}  // namespace
}  // namespace massa::signal
