#include "simulate/isotopes.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "massa/chem/residues.hpp"

namespace massa::simulate {
namespace {

constexpr const char* ubiquitin = "MQIFVKTLTGKTITLEVEPSDTIENVKAKIQDKEGIPPDQQRLIFAGKQLEDGRTLSDYNIQKESTLHLVLRLRGG";

TEST(IsotopeDistribution, OfCarbonIsBinomial) {
  chem::Composition carbon;
  carbon[chem::Element::carbon] = 100;
  const auto peaks = isotope_distribution(carbon, 5);
  ASSERT_EQ(peaks.size(), 5U);
  EXPECT_NEAR(peaks[1].fraction / peaks[0].fraction, 100 * 0.0107 / 0.9893, 1e-3);
  EXPECT_NEAR(peaks[1].offset_da, chem::isotope_spacing, 1e-9);
  EXPECT_NEAR(peaks[2].offset_da, 2 * chem::isotope_spacing, 1e-9);
}

TEST(IsotopeDistribution, HasTheMostAbundantPeakAndAverageOfUbiquitin) {
  const chem::Composition composition = *chem::peptide_composition(ubiquitin);
  const auto peaks = isotope_distribution(composition, 40);
  const auto most = std::ranges::max_element(peaks, {}, &IsotopePeak::fraction);
  EXPECT_NEAR(composition.monoisotopic_mass() + most->offset_da, 8564.6304, 0.002);
  double sum = 0.0;
  double average = 0.0;
  for (const IsotopePeak& peak : peaks) {
    sum += peak.fraction;
    average += peak.fraction * peak.offset_da;
  }
  EXPECT_NEAR(sum, 1.0, 1e-6);
  EXPECT_NEAR(composition.monoisotopic_mass() + average, 8564.751, 0.02);
}

TEST(AveragineDistribution, HasEqualFirstPeaksAt1800Da) {
  const auto peaks = averagine_distribution(1800.0, 12);
  EXPECT_NEAR(peaks[0].fraction, peaks[1].fraction, 1e-12);
  double sum = 0.0;
  for (const IsotopePeak& peak : peaks) sum += peak.fraction;
  EXPECT_NEAR(sum, 1.0, 1e-6);
}

}  // namespace
}  // namespace massa::simulate
