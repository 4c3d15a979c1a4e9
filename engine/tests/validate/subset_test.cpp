#include "massa/validate/subset.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "support/random.hpp"

namespace massa::validate {
namespace {

TEST(Subset, AcceptsWhatASmallProteinCannotHaveByChance) {
  // 1,000 spectra, a ten-thousandth of the database: 0.1 wrong PSMs whatever their E-value, so 1 % allows it from 10
  // PSMs on.
  std::vector<double> e_values(9, 1e-5);
  EXPECT_EQ(assess_subset(e_values, 1e-4, 1000, 0.01).psms, 9U);
  e_values.push_back(2.5);
  const SubsetAcceptance ten = assess_subset(e_values, 1e-4, 1000, 0.01);
  EXPECT_EQ(ten.psms, 10U);
  EXPECT_DOUBLE_EQ(ten.e_value_cut, 2.5);
  EXPECT_DOUBLE_EQ(ten.expected_false, 0.1);
}

TEST(Subset, LeavesOutWhatChanceExplains) {
  const std::vector<double> e_values{1e-4, 0.5};
  const SubsetAcceptance subset = assess_subset(e_values, 1e-4, 1000, 0.01);
  EXPECT_EQ(subset.psms, 1U);
  EXPECT_DOUBLE_EQ(subset.e_value_cut, 1e-4);
}

TEST(Subset, KeepsTheThresholdForTwoSearchesTogether) {
  const std::vector<double> e_values{1e-5, 5e-4};
  EXPECT_EQ(assess_subset(e_values, 1.0, 1000, 0.01).psms, 1U);
  const SubsetAcceptance clean{0.5, 99, 0.1};
  const SubsetAcceptance both = assess_subset(e_values, 1.0, 1000, 0.01, clean);
  EXPECT_EQ(both.psms, 2U);
  EXPECT_DOUBLE_EQ(both.expected_false, 0.5);  // of the second search alone
  const SubsetAcceptance exhausted{0.5, 99, 0.985};
  EXPECT_EQ(assess_subset(e_values, 1.0, 1000, 0.01, exhausted).psms, 1U);
}

TEST(Subset, AcceptsNothingOfNothing) {
  EXPECT_EQ(assess_subset({}, 1e-4, 1000, 0.01).psms, 0U);
  EXPECT_EQ(assess_subset(std::vector<double>{0.3}, 1e-3, 1000, 0.01).psms, 0U);
}

TEST(Subset, AcceptsFewOfAProteinThatIsNotThere) {
  auto random = test::seeded(5);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  constexpr int runs = 2000;
  int accepted = 0;
  for (int run = 0; run < runs; ++run) {
    std::vector<double> e_values;
    for (int spectrum = 0; spectrum < 1000; ++spectrum) {
      if (uniform(random) < 2e-4) e_values.push_back(uniform(random));
    }
    accepted += assess_subset(e_values, 2e-4, 1000, 0.01).psms > 0 ? 1 : 0;
  }
  EXPECT_LE(accepted, runs / 50);
}

}  // namespace
}  // namespace massa::validate
