#include "pipeline/search_database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "massa/core/error.hpp"
#include "support/files.hpp"

namespace massa::pipeline {
namespace {

constexpr const char* three_proteins =
    ">sp|P1|ONE_TEST First\nMAAAKCCCR\n>P2|TWO_TEST Second (mature 2-9)\nMDDDKEEER\n>three Third\nMFFFKGGGR\n";

class Database : public testing::Test {
 protected:
  [[nodiscard]] SearchDatabase assemble(const std::optional<std::string>& expect, bool contaminants = false) const {
    return assemble_database(folder_.write("database.fasta", three_proteins), expect, contaminants);
  }
  static std::vector<std::string> expected_accessions(const SearchDatabase& database) {
    std::vector<std::string> accessions;
    for (const auto& protein : database.proteins) {
      if (protein.expected) accessions.emplace_back(protein.accession);
    }
    return accessions;
  }
  test::TemporaryFolder folder_;
};

TEST_F(Database, HoldsTheEntriesInOrder) {
  const SearchDatabase database = assemble(std::nullopt);
  EXPECT_EQ(database.proteins.size(), 3U);
  EXPECT_EQ(database.facts.proteins, 3U);
  EXPECT_EQ(database.facts.name, "database.fasta");
  EXPECT_FALSE(database.expected);
}

TEST_F(Database, FindsTheExpectedProteinByAnyPartOfItsIdentifier) {
  EXPECT_THAT(expected_accessions(assemble("P1")), testing::SizeIs(1));
  EXPECT_THAT(expected_accessions(assemble("ONE_TEST")), testing::SizeIs(1));
  EXPECT_THAT(expected_accessions(assemble("P2")), testing::SizeIs(1));
  EXPECT_THAT(expected_accessions(assemble("three")), testing::ElementsAre("three"));
  EXPECT_THROW(assemble("P"), Error);
  EXPECT_THROW(assemble("sp"), Error);  // the name of a database, not of a protein
}

TEST_F(Database, ExpectsTheVeryEntryThatIsNamedAmongEqualSequences) {
  const auto fasta = folder_.write("twins.fasta", ">sp|P1|ONE First\nMAAAKCCCR\n>sp|P2|TWO Second\nMAAAKCCCR\n");
  const SearchDatabase database = assemble_database(fasta, "P2", false);
  EXPECT_THAT(expected_accessions(database), testing::ElementsAre("P2"));
  EXPECT_EQ(database.expected->accession, "P2");
}

TEST_F(Database, BelievesNoMatureChainBeyondTheSequence) {
  const auto fasta = folder_.write("mature.fasta", ">a (mature 3-9)\nMDDDKEEER\n>b (mature 3-10)\nMFFFKEEER\n");
  const SearchDatabase database = assemble_database(fasta, std::nullopt, false);
  ASSERT_TRUE(database.proteins[0].mature);
  EXPECT_EQ(database.proteins[0].mature->begin, 2U);
  EXPECT_EQ(database.proteins[0].mature->end, 9U);
  EXPECT_FALSE(database.proteins[1].mature);
}

TEST_F(Database, AddsContaminantsAndLetsTheExpectedOneBeFoundAmongThem) {
  const SearchDatabase database = assemble("P02769", true);
  EXPECT_GT(database.proteins.size(), 20U);
  EXPECT_THAT(expected_accessions(database), testing::ElementsAre("P02769"));
  EXPECT_FALSE(database.proteins.back().in_database);
}

TEST_F(Database, MarksAContaminantThatItHasAlready) {
  const auto fasta = std::filesystem::path(MASSA_SOURCE_DIR) / "data/contaminants.fasta";
  const SearchDatabase database = assemble_database(fasta, std::nullopt, true);
  EXPECT_EQ(database.proteins.size(), database.facts.proteins);
  for (const auto& protein : database.proteins) {
    EXPECT_TRUE(protein.contaminant && protein.in_database) << protein.accession;
  }
}

TEST_F(Database, PutsTheExpectedSequenceInPlaceOfAnEqualEntry) {
  const SearchDatabase database = assemble(folder_.write("own.fasta", ">mine My construct\nMDDDKEEER\n").string());
  EXPECT_EQ(database.proteins.size(), 3U);
  EXPECT_THAT(expected_accessions(database), testing::ElementsAre("mine"));
  EXPECT_TRUE(database.expected->own_sequence);
  EXPECT_THAT(database.warnings,
              testing::Contains(testing::Field(&result::Warning::code, "expected_sequence_in_database")));
}

TEST_F(Database, RefusesSeveralExpectedSequences) {
  EXPECT_THROW(assemble(folder_.write("two.fasta", ">a\nMAAAK\n>b\nMCCCK\n").string()), Error);
}

}  // namespace
}  // namespace massa::pipeline
