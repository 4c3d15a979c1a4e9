#include "massa/validate/verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

namespace massa::validate {
namespace {

using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::Not;

/// Proteins that own runs of peptide ids; every peptide has the same E-value and number of PSMs.
class Scenario {
 public:
  explicit Scenario(std::size_t peptides, double e_value = 1e-5) : peptides_(peptides, {e_value, 2}) {}

  ProteinEvidence& protein(std::string accession, std::uint32_t first, std::uint32_t count) {
    ProteinEvidence each;
    each.accession = std::move(accession);
    each.leading = true;
    each.peptides.resize(count);
    std::iota(each.peptides.begin(), each.peptides.end(), first);
    each.claimed = each.peptides;
    each.database_share = 1e-4;
    each.psms = std::uint64_t{2} * count;
    proteins_.push_back(std::move(each));
    return proteins_.back();
  }

  void psms_of(std::uint32_t first, std::uint32_t count, std::uint64_t psms) {
    for (std::uint32_t i = first; i < first + count; ++i) peptides_[i].psms = psms;
  }

  [[nodiscard]] Verdict verdict() const { return assess_protein({proteins_, peptides_, {1000, 10000}}, {}); }

 private:
  std::vector<PeptideEvidence> peptides_;
  std::vector<ProteinEvidence> proteins_;
};

auto has_reason(const std::string& code) {
  return Field(&Verdict::reasons, Contains(Field(&Reason::code, code)));
}

TEST(Verdict, SaysWhatTheCoverageIsOf) {
  Scenario scenario(10);
  ProteinEvidence& protein = scenario.protein("EXPECTED", 0, 10);
  protein.expected = true;
  protein.length = 607;
  protein.coverage_percent = 40.0;
  protein.coverage_to = 607;
  EXPECT_THAT(scenario.verdict().sentence, HasSubstr("with 40.0 % of its sequence seen"));
  protein.coverage_from = 25;
  EXPECT_THAT(scenario.verdict().sentence, HasSubstr("with 40.0 % of its mature chain (residues 25–607) seen"));
}

TEST(Verdict, ConfirmsTheExpectedProteinWhenNoOtherIsSignificant) {
  Scenario scenario(12);
  scenario.protein("EXPECTED", 0, 10).expected = true;
  scenario.protein("STRAY", 10, 1);
  const Verdict verdict = scenario.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::confirmed);
  ASSERT_TRUE(verdict.protein);
  EXPECT_EQ(verdict.protein->protein, 0U);
  EXPECT_LT(verdict.protein->log10_e_value, -20.0);
  ASSERT_TRUE(verdict.best_competitor);
  EXPECT_EQ(verdict.best_competitor->protein, 1U);
  EXPECT_THAT(verdict, has_reason("protein_evidence"));
  EXPECT_THAT(verdict, has_reason("no_competitor"));
  EXPECT_THAT(verdict.sentence, HasSubstr("Confirmed"));
}

TEST(Verdict, SaysOfVeryStrongEvidenceNoMoreThanItsFiguresDo) {
  Scenario scenario(30, 1e-30);
  scenario.protein("EXPECTED", 0, 30).expected = true;
  const Verdict verdict = scenario.verdict();
  ASSERT_LT(verdict.protein->log10_e_value, -300.0);
  EXPECT_THAT(verdict.reasons.front().text, HasSubstr("EXPECTED has E ≤ 1e-300 (threshold 0.01)"));
}

TEST(Verdict, DoesNotConfirmWithoutEvidence) {
  Scenario scenario(4, 0.5);
  scenario.protein("EXPECTED", 0, 2).expected = true;
  const Verdict verdict = scenario.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::not_confirmed);
  EXPECT_THAT(verdict, has_reason("e_value_above_threshold"));
}

TEST(Verdict, DoesNotConfirmOnOnePeptideHoweverGood) {
  Scenario scenario(1, 1e-30);
  scenario.protein("EXPECTED", 0, 1).expected = true;
  const Verdict verdict = scenario.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::not_confirmed);
  EXPECT_THAT(verdict, has_reason("too_few_peptides"));
}

TEST(Verdict, NamesAnotherProteinWhenTheExpectedOneIsAbsent) {
  Scenario scenario(8);
  ProteinEvidence& expected = scenario.protein("EXPECTED", 0, 0);
  expected.expected = true;
  expected.leading = false;
  scenario.protein("OTHER", 0, 8);
  const Verdict verdict = scenario.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::another_protein);
  EXPECT_EQ(verdict.best_competitor->protein, 1U);
  EXPECT_THAT(verdict, has_reason("expected_protein_not_seen"));
  EXPECT_THAT(verdict.sentence, HasSubstr("OTHER"));
}

TEST(Verdict, NamesTheHomologueThatExplainsMoreWhenTheExpectedOneHasNothingOfItsOwn) {
  Scenario scenario(10);
  ProteinEvidence& expected = scenario.protein("EXPECTED", 0, 4);
  expected.expected = true;
  expected.leading = false;
  expected.claimed.clear();
  scenario.protein("HOMOLOGUE", 0, 10);
  const Verdict verdict = scenario.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::another_protein);
  EXPECT_THAT(verdict, has_reason("shared_peptides_only"));
}

TEST(Verdict, DoesNotLetAHomologueCountTheExpectedProteinsPeptides) {
  Scenario scenario(12);
  scenario.protein("EXPECTED", 0, 10).expected = true;
  scenario.protein("HOMOLOGUE", 2, 9).claimed = {10};  // 8 shared peptides, one of its own
  EXPECT_EQ(scenario.verdict().outcome, Outcome::confirmed);
}

TEST(Verdict, FindsAMixture) {
  Scenario scenario(16);
  scenario.protein("EXPECTED", 0, 10).expected = true;
  scenario.protein("SECOND", 10, 6);
  const Verdict verdict = scenario.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::mixture);
  EXPECT_THAT(verdict, has_reason("second_protein_found"));
}

TEST(Verdict, ConfirmsBesideATrace) {
  Scenario scenario(12);
  scenario.protein("EXPECTED", 0, 10).expected = true;
  scenario.psms_of(0, 10, 40);
  scenario.protein("TRACE", 10, 2);
  const Verdict verdict = scenario.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::confirmed);
  EXPECT_THAT(verdict, has_reason("trace_of_another_protein"));
}

TEST(Verdict, NamesAnotherProteinWhenTheExpectedOneIsATrace) {
  Scenario scenario(12);
  scenario.protein("EXPECTED", 0, 2).expected = true;
  scenario.protein("OTHER", 2, 10);
  scenario.psms_of(2, 10, 40);
  const Verdict verdict = scenario.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::another_protein);
  EXPECT_THAT(verdict, has_reason("expected_protein_is_a_trace"));
}

TEST(Verdict, ReportsContaminantsWithoutCallingThemAMixture) {
  Scenario scenario(16);
  scenario.protein("EXPECTED", 0, 10).expected = true;
  scenario.protein("TRYPSIN", 10, 6).contaminant = true;
  const Verdict verdict = scenario.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::confirmed);
  EXPECT_THAT(verdict, has_reason("contaminants_found"));
  EXPECT_FALSE(verdict.best_competitor);
}

TEST(Verdict, SaysWhichProteinsCannotBeToldApart) {
  Scenario scenario(5);
  ProteinEvidence& expected = scenario.protein("EXPECTED", 0, 5);
  expected.expected = true;
  expected.indistinguishable = {"TWIN"};
  const Verdict verdict = scenario.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::confirmed);
  EXPECT_THAT(verdict, has_reason("indistinguishable"));
}

TEST(Verdict, IdentifiesTheBestProteinWhenNothingWasExpected) {
  Scenario scenario(12);
  scenario.protein("TRYPSIN", 0, 6).contaminant = true;
  scenario.protein("FOUND", 6, 4);
  scenario.protein("MINOR", 10, 2);
  const Verdict verdict = scenario.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::identified);
  EXPECT_EQ(verdict.protein->protein, 1U);
  EXPECT_EQ(verdict.best_competitor->protein, 2U);
  EXPECT_THAT(verdict, has_reason("further_proteins"));
  EXPECT_THAT(verdict, has_reason("contaminants_found"));
}

TEST(Verdict, IdentifiesAContaminantOnlyWhereNothingElseIsFound) {
  Scenario scenario(6);
  scenario.protein("KERATIN", 0, 6).contaminant = true;
  const Verdict verdict = scenario.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::identified);
  EXPECT_THAT(verdict, has_reason("common_contaminant"));
  EXPECT_THAT(verdict, Not(has_reason("contaminants_found")));
}

TEST(Verdict, TakesAContaminantOfTheDatabaseThatDominatesForTheSample) {
  Scenario scenario(14);
  ProteinEvidence& expected = scenario.protein("EXPECTED", 0, 0);
  expected.expected = true;
  expected.leading = false;
  scenario.protein("ALBUMIN", 0, 10).contaminant = true;
  scenario.protein("KERATIN", 10, 4).contaminant = true;
  const Verdict verdict = scenario.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::another_protein);
  EXPECT_EQ(verdict.best_competitor->protein, 1U);
}

TEST(Verdict, NeverTakesAnAddedContaminantForTheSample) {
  Scenario scenario(10);
  ProteinEvidence& expected = scenario.protein("EXPECTED", 0, 0);
  expected.expected = true;
  expected.leading = false;
  ProteinEvidence& keratin = scenario.protein("KERATIN", 0, 10);
  keratin.contaminant = true;
  keratin.in_database = false;
  EXPECT_EQ(scenario.verdict().outcome, Outcome::not_confirmed);
}

TEST(Verdict, FindsNothingInNoise) {
  Scenario scenario(3, 0.2);
  scenario.protein("A", 0, 3);
  const Verdict verdict = scenario.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::nothing_found);
  EXPECT_FALSE(verdict.protein);
}

TEST(Verdict, OfAFileThatWasNotSearchedCarriesTheReason) {
  const Verdict verdict = not_searched("pmf_search_not_available", "peptide mass fingerprints need another search");
  EXPECT_EQ(verdict.outcome, Outcome::not_searched);
  EXPECT_THAT(verdict, has_reason("pmf_search_not_available"));
}

}  // namespace
}  // namespace massa::validate
