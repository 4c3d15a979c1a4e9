#include "simulate/peptides.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "massa/core/error.hpp"

namespace massa::simulate {
namespace {

SimulateOptions without_contaminants() {
  SimulateOptions options;
  options.contaminant_fraction = 0.0;
  return options;
}

double amount_of(const std::vector<SimulatedPeptide>& peptides, const std::string& proforma) {
  for (const SimulatedPeptide& peptide : peptides) {
    if (chem::proforma(peptide.form) == proforma) {
      return peptide.amount;
    }
  }
  return 0.0;
}

TEST(ChainsOf, TakesTheMatureChainThatTheDescriptionDeclares) {
  const std::vector<Chain> chains =
      chains_of({{"P1", "Secreted protein (mature 4-9)", "MKAPEPTIDEK", 1.0}}, without_contaminants());
  ASSERT_EQ(chains.size(), 1U);
  EXPECT_EQ(chains[0].sequence, "PEPTID");
  EXPECT_FALSE(chains[0].starts_at_initiator);
}

TEST(ChainsOf, AddsContaminantsThatTheSampleLacks) {
  SimulateOptions options;
  options.contaminant_fraction = 0.1;
  const std::vector<Chain> chains =
      chains_of({{"P00761", "Trypsin", "IVGGYTCAANSIPYQVSLNSGSHFCGGSLINSQWVVSAAHCYK", 1.0}}, options);
  EXPECT_EQ(std::ranges::count(chains, "P00761", &Chain::accession), 1);
  EXPECT_FALSE(chains.front().is_contaminant) << "a protein of the sample is no contaminant";
  EXPECT_EQ(std::ranges::count(chains, true, &Chain::is_contaminant), 4);
  EXPECT_NEAR(chains.back().amount, 0.1 / 5, 1e-12);
}

TEST(ChainsOf, SpreadsAmountsOverTheDecadesAskedFor) {
  std::vector<SampleProtein> sample;
  sample.reserve(200);
  for (int i = 0; i < 200; ++i) {
    sample.push_back({"P" + std::to_string(i), "", "PEPTIDEK", 0.0});
  }
  SimulateOptions options = without_contaminants();
  options.abundance_decades = 3.0;
  const std::vector<Chain> chains = chains_of(sample, options);
  const auto [least, most] = std::ranges::minmax_element(chains, {}, &Chain::amount);
  EXPECT_EQ(most->amount, 1.0);
  EXPECT_NEAR(least->amount, 1e-3, 5e-4);
}

TEST(ChainsOf, RefusesAnEmptySample) {
  EXPECT_THROW((void)chains_of({}, without_contaminants()), Error);
}

TEST(DigestSample, MakesMissedCleavagesAsRareAsAskedFor) {
  SimulateOptions options = without_contaminants();
  options.missed_cleavage_probability = 0.1;
  const chem::DigestedPeptide cut{10, 8, 0, false, false};
  const chem::DigestedPeptide missed{10, 16, 1, false, false};
  const Chain chain{"P1", "AAAAAAAAAKPEPTIDEKPEPTIDERAAAAAAAAA", 1.0, true, false};
  EXPECT_NEAR(cleavage_share(cut, chain, 0.1), 0.9 * 0.9, 1e-12);
  EXPECT_NEAR(cleavage_share(missed, chain, 0.1), 0.1 * 0.9 * 0.9, 1e-12);
}

TEST(DigestSample, ModifiesPeptidesAsOftenAsAskedFor) {
  SimulateOptions options = without_contaminants();
  options.oxidation_probability = 0.25;
  const auto peptides = digest_sample(chains_of({{"P1", "", "AAACLLMDLLKGGGGK", 1.0}}, options), options);
  const double plain = amount_of(peptides, "AAAC[Carbamidomethyl]LLMDLLK");
  ASSERT_GT(plain, 0.0);
  EXPECT_NEAR(amount_of(peptides, "AAAC[Carbamidomethyl]LLM[Oxidation]DLLK"), 0.25 * plain, 1e-12);
  EXPECT_EQ(amount_of(peptides, "AAACLLMDLLK"), 0.0) << "cysteine is always alkylated";
}

TEST(DigestSample, RemovesTheInitiatorBeforeSmallResiduesAndAcetylatesTheStart) {
  SimulateOptions options = without_contaminants();
  const auto peptides = digest_sample(chains_of({{"P1", "", "MSDLLEELLKGGGGK", 1.0}}, options), options);
  EXPECT_GT(amount_of(peptides, "SDLLEELLK"), 0.0);
  EXPECT_GT(amount_of(peptides, "[Acetyl]-SDLLEELLK"), 0.0);
}

TEST(DigestSample, JoinsPeptidesThatProteinsShare) {
  const SimulateOptions options = without_contaminants();
  const auto chains = chains_of({{"P1", "", "GGGGGKPEPTIDELK", 1.0}, {"P2", "", "AAAAAAKPEPTIDELK", 1.0}}, options);
  for (const SimulatedPeptide& peptide : digest_sample(chains, options)) {
    if (peptide.form.sequence == "PEPTIDELK") {
      EXPECT_EQ(accessions_of(peptide.chains, chains), "P1;P2");
    }
  }
}

TEST(ForeignPeptide, LooksTryptic) {
  Random random(1);
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const chem::Peptidoform form = foreign_peptide(random);
    EXPECT_THAT(form.sequence.size(), testing::AllOf(testing::Ge(7U), testing::Le(20U)));
    EXPECT_EQ(form.sequence.find_first_of("KR"), form.sequence.size() - 1);
    EXPECT_EQ(form.sites.size(), static_cast<std::size_t>(std::ranges::count(form.sequence, 'C')));
    seen.insert(form.sequence);
  }
  EXPECT_EQ(seen.size(), 100U);
}

}  // namespace
}  // namespace massa::simulate
