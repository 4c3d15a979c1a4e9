#include "massa/validate/protein_e_value.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <vector>

#include "support/random.hpp"

namespace massa::validate {
namespace {

TEST(PoissonTail, AgreesWithDirectSums) {
  const auto direct = [](std::uint64_t count, double mean) {
    double below = 0.0;
    for (std::uint64_t k = 0; k < count; ++k) {
      below += std::exp(-mean + static_cast<double>(k) * std::log(mean) - std::lgamma(static_cast<double>(k) + 1.0));
    }
    return std::log(1.0 - below);
  };
  EXPECT_NEAR(log_poisson_tail(1, 0.3), direct(1, 0.3), 1e-12);
  EXPECT_NEAR(log_poisson_tail(3, 0.9), direct(3, 0.9), 1e-12);
  EXPECT_NEAR(log_poisson_tail(12, 8.0), direct(12, 8.0), 1e-10);
}

TEST(PoissonTail, IsOneForCountsUpToTheMeanAndZeroWithoutAMean) {
  EXPECT_EQ(log_poisson_tail(0, 2.0), 0.0);
  EXPECT_EQ(log_poisson_tail(2, 2.0), 0.0);
  EXPECT_EQ(log_poisson_tail(1, 0.0), -std::numeric_limits<double>::infinity());
}

TEST(ProteinEValue, OfOnePeptideIsItsChanceAmongAllSpectraAndProteins) {
  // 1,000 spectra, a thousandth of the database: λ = 1e-6; weight 2; 500 proteins.
  const std::vector<double> e_values{1e-6};
  EXPECT_NEAR(std::pow(10.0, protein_log10_e_value(e_values, 1e-3, {1000, 500})), 2.0 * 1e-6 * 500, 1e-9);
}

TEST(ProteinEValue, WithoutPeptidesIsTheNumberOfProteins) {
  EXPECT_DOUBLE_EQ(protein_log10_e_value({}, 0.1, {1000, 100}), 2.0);
}

TEST(ProteinEValue, FallsWithEveryGoodPeptideAndIgnoresBadOnes) {
  const SearchScale scale{2000, 20000};
  const double two = protein_log10_e_value(std::vector<double>{1e-4, 1e-4}, 5e-5, scale);
  const double three = protein_log10_e_value(std::vector<double>{1e-4, 1e-4, 1e-4}, 5e-5, scale);
  const double with_bad = protein_log10_e_value(std::vector<double>{1e-4, 1e-4, 1e-4, 0.9}, 5e-5, scale);
  EXPECT_LT(three, two);
  EXPECT_LE(with_bad, three);
  EXPECT_GT(with_bad, three - 1.0);
}

TEST(ProteinEValue, OfAStrongProteinDoesNotUnderflow) {
  const std::vector<double> e_values(200, 1e-12);
  const double log10_e = protein_log10_e_value(e_values, 1e-4, {5000, 20000});
  EXPECT_LT(log10_e, -1000.0);
  EXPECT_TRUE(std::isfinite(log10_e));
  EXPECT_EQ(bounded_power_of_ten(log10_e), smallest_e_value);
  EXPECT_EQ(e_value_statement(log10_e), "E ≤ 1e-300");
}

// Every spectrum wrong: its best hit has a uniform E-value and lies on a random protein, with chance by length. The
// expected number of proteins with E ≤ t must not exceed t.
TEST(ProteinEValue, IsConservativeOnRandomHits) {
  auto random = test::seeded<std::mt19937_64>(11);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  constexpr std::size_t proteins = 500;
  constexpr std::uint64_t spectra = 3000;
  constexpr int runs = 400;
  std::vector<double> lengths;
  double residues = 0.0;
  for (std::size_t i = 0; i < proteins; ++i) {
    lengths.push_back(std::exp(5.7 + 0.8 * (uniform(random) + uniform(random) + uniform(random) - 1.5) * 2.0));
    residues += lengths.back();
  }
  std::discrete_distribution<std::size_t> by_length(lengths.begin(), lengths.end());
  std::map<double, int> below{{1.0, 0}, {0.1, 0}, {0.01, 0}};
  for (int run = 0; run < runs; ++run) {
    std::map<std::size_t, std::vector<double>> hits;
    for (std::uint64_t i = 0; i < spectra; ++i) {
      hits[by_length(random)].push_back(uniform(random));
    }
    for (const auto& [protein, e_values] : hits) {
      const double log10_e = protein_log10_e_value(e_values, lengths[protein] / residues, {spectra, proteins});
      for (auto& [threshold, count] : below) {
        count += log10_e <= std::log10(threshold) ? 1 : 0;
      }
    }
  }
  EXPECT_LE(below[1.0], runs);
  EXPECT_LE(below[0.1], 0.1 * runs + 3.0 * std::sqrt(0.1 * runs));
  EXPECT_LE(below[0.01], 0.01 * runs + 3.0 * std::sqrt(0.01 * runs));
  EXPECT_GT(below[1.0], 0);  // not merely useless
}

TEST(EValueStatement, HasTwoDigitsAndNeverClaimsLessThanIsWritten) {
  EXPECT_EQ(e_value_statement(-34.92), "E = 1.2e-35");
  EXPECT_EQ(e_value_statement(-1.886), "E = 0.013");
  EXPECT_EQ(e_value_statement(2.0), "E = 1e+02");
  EXPECT_EQ(e_value_statement(-299.0), "E = 1.0e-299");
  EXPECT_EQ(e_value_statement(-300.0), "E ≤ 1e-300");
  EXPECT_EQ(e_value_statement(-1234.5), "E ≤ 1e-300");
}

}  // namespace
}  // namespace massa::validate
