#include "massa/infer/peptides.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

#include "massa/chem/enzyme.hpp"
#include "massa/infer/proteins.hpp"

namespace massa::infer {
namespace {

using search::Psm;
using search::SpectrumMatches;
using testing::ElementsAre;
using testing::SizeIs;

/// Three proteins: SHAVED… is in the first two, LLSAMPLEK and LISAMPLEK differ in I and L only.
class Inference : public testing::Test {
 protected:
  Inference() : table_(build()) {
    for (const std::string_view sequence : sequences_) {
      database_.push_back({names_[database_.size()], "", sequence, std::nullopt});
    }
  }

  static search::PeptideTable build() {
    static const std::vector<search::ProteinSequence> proteins{
        {sequences_[0], {}}, {sequences_[1], {}}, {sequences_[2], {}}};
    chem::DigestOptions digest;
    digest.enzyme = &chem::enzyme("Trypsin");
    digest.missed_cleavages = 0;
    return search::PeptideTable::build(proteins, digest, {}, true, 1);
  }

  [[nodiscard]] Psm psm(std::string_view sequence, double e_value, bool is_decoy = false) const {
    for (std::uint32_t i = 0; i < table_.size(); ++i) {
      if (table_.sequence(i) == sequence) {
        Psm match;
        match.peptide = i;
        match.is_decoy = is_decoy;
        match.charge = 2;
        match.e_value = e_value;
        match.hyperscore = -e_value;
        return match;
      }
    }
    throw std::logic_error("no peptide " + std::string(sequence));
  }

  void match(const Psm& best, std::vector<Psm> next = {}) {
    SpectrumMatches matches;
    matches.psms.push_back(best);
    matches.psms.insert(matches.psms.end(), next.begin(), next.end());
    matches_.push_back(matches);
  }

  [[nodiscard]] IdentifiedPeptides peptides() const {
    return collect_peptides(matches_, validate::assess_psms(matches_, {}), table_, {});
  }

  [[nodiscard]] IdentifiedProteins proteins() const {
    return infer_proteins(peptides(), database_, matches_, table_, {matches_.size(), database_.size()}, {});
  }

  static constexpr std::array<std::string_view, 3> sequences_{
      "MAGCTWELLK"
      "SHAVEDPEPTIDEK"
      "LLSAMPLEK",
      "SHAVEDPEPTIDEK"
      "VVWGNDTFYR",
      "QGTLLISAMPLEWK"
      "LISAMPLEK"
      "NNFTGHWYK"};
  static constexpr std::array<std::string_view, 3> names_{"ONE", "TWO", "THREE"};
  search::PeptideTable table_;
  std::vector<DatabaseProtein> database_;
  std::vector<SpectrumMatches> matches_;
};

TEST_F(Inference, GathersThePsmsOfAPeptideAndOrdersByEValue) {
  match(psm("SHAVEDPEPTIDEK", 1e-3));
  match(psm("VVWGNDTFYR", 1e-6));
  match(psm("SHAVEDPEPTIDEK", 1e-4));
  match(psm("NNFTGHWYK", 0.5));
  match(psm("VVWGNDTFYR", 1e-9, /*is_decoy=*/true));
  const IdentifiedPeptides found = peptides();
  ASSERT_THAT(found.peptides, SizeIs(3));
  EXPECT_EQ(found.peptides[0].proforma, "VVWGNDTFYR");
  EXPECT_EQ(found.peptides[1].psms, 2U);
  EXPECT_DOUBLE_EQ(found.peptides[1].e_value, 1e-4);
  EXPECT_TRUE(found.peptides[1].accepted);
  EXPECT_FALSE(found.peptides[2].accepted);
  EXPECT_THAT(found.of_spectrum, ElementsAre(1, 0, 1, 2, none));
  EXPECT_FALSE(found.fdr.estimable);
}

TEST_F(Inference, CountsThePlacesOfBothLettersOfAnIsobaricPeptide) {
  match(psm("LLSAMPLEK", 1e-5), {psm("LISAMPLEK", 1e-5)});
  const IdentifiedPeptides found = peptides();
  ASSERT_THAT(found.sequences, SizeIs(1));
  EXPECT_THAT(found.sequences[0].occurrences, SizeIs(2));
  EXPECT_EQ(found.sequences[0].occurrences[1].protein, 2U);
}

TEST_F(Inference, GroupsProteinsAndPlacesTheirPeptides) {
  match(psm("SHAVEDPEPTIDEK", 1e-5));
  match(psm("VVWGNDTFYR", 1e-6));
  const IdentifiedProteins found = proteins();
  ASSERT_THAT(found.proteins, SizeIs(2));
  EXPECT_EQ(database_[found.proteins[0].database_index].accession, "TWO");
  EXPECT_EQ(found.proteins[0].group->membership, Membership::leading);
  EXPECT_EQ(found.proteins[0].unique_peptides, 1U);
  EXPECT_DOUBLE_EQ(found.proteins[0].coverage_percent, 100.0);
  EXPECT_TRUE(found.proteins[0].n_terminus_seen && found.proteins[0].c_terminus_seen);
  EXPECT_EQ(found.proteins[1].group->membership, Membership::sub_set);
  EXPECT_FALSE(found.proteins[1].log10_e_value);
  EXPECT_FALSE(found.proteins[1].accepted);
}

TEST_F(Inference, ListsAnExpectedProteinWithoutPeptides) {
  database_[2].expected = true;
  match(psm("VVWGNDTFYR", 1e-6));
  const IdentifiedProteins found = proteins();
  EXPECT_EQ(found.proteins[0].database_index, 2U);
  EXPECT_EQ(found.proteins[0].role, Role::expected);
  EXPECT_FALSE(found.proteins[0].group);
}

TEST_F(Inference, LetsNoContaminantBeWhatIsExpected) {
  database_[1].expected = true;
  database_[1].contaminant = true;
  database_[0].contaminant = true;
  match(psm("SHAVEDPEPTIDEK", 1e-5));
  match(psm("VVWGNDTFYR", 1e-6));
  const IdentifiedProteins found = proteins();
  EXPECT_EQ(found.proteins[0].role, Role::expected);
  EXPECT_EQ(found.proteins[1].role, Role::contaminant);
}

TEST_F(Inference, MeasuresCoverageOnTheMatureChain) {
  database_[0].mature = chem::MatureChain{10, 33};
  match(psm("SHAVEDPEPTIDEK", 1e-5));
  match(psm("LLSAMPLEK", 1e-5));
  const IdentifiedProteins found = proteins();
  EXPECT_DOUBLE_EQ(found.proteins[0].coverage_percent, 100.0);
  EXPECT_EQ(found.proteins[0].chain.begin, 10U);
  EXPECT_EQ(found.proteins[0].chain.end, 33U);
  EXPECT_TRUE(found.proteins[0].n_terminus_seen);
}

}  // namespace
}  // namespace massa::infer
