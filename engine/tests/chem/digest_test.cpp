#include "massa/chem/digest.hpp"

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "massa/chem/residues.hpp"
#include "massa/core/error.hpp"

namespace massa::chem {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

DigestOptions small_peptides(int missed_cleavages = 0) {
  DigestOptions options;
  options.missed_cleavages = missed_cleavages;
  options.min_length = 1;
  options.min_mass_da = 0.0;
  return options;
}

std::vector<std::string> peptides(const std::string& protein, const DigestOptions& options,
                                  std::optional<MatureChain> mature = {}) {
  std::vector<std::string> result;
  for (const DigestedPeptide& peptide : digest(protein, options, mature)) {
    result.push_back(protein.substr(peptide.begin, peptide.length));
  }
  return result;
}

TEST(Digest, CountsMissedCleavages) {
  EXPECT_THAT(peptides("AAKGGRCCK", small_peptides(0)), ElementsAre("AAK", "GGR", "CCK"));
  EXPECT_THAT(peptides("AAKGGRCCK", small_peptides(1)), ElementsAre("AAK", "AAKGGR", "GGR", "GGRCCK", "CCK"));
  const auto found = digest("AAKGGRCCK", small_peptides(2));
  ASSERT_EQ(found.size(), 6U);
  EXPECT_EQ(found[2].length, 9);
  EXPECT_EQ(found[2].missed_cleavages, 2);
  EXPECT_TRUE(found[2].protein_n_term && found[2].protein_c_term);
  EXPECT_FALSE(found[3].protein_n_term);
}

TEST(Digest, KeepsAndRemovesTheInitiatorMethionine) {
  DigestOptions options = small_peptides();
  EXPECT_THAT(peptides("MAAKMGR", options), ElementsAre("MAAK", "AAK", "MGR"));
  EXPECT_TRUE(digest("MAAKMGR", options)[1].protein_n_term);
  options.initiator_methionine = false;
  EXPECT_THAT(peptides("MAAKMGR", options), ElementsAre("MAAK", "MGR"));
}

TEST(Digest, AddsTheEndsOfTheMatureChain) {
  EXPECT_THAT(peptides("AAGGKCCRDDEE", small_peptides(), MatureChain{2, 10}),
              UnorderedElementsAre("AAGGK", "GGK", "CCR", "DD", "DDEE"));
  for (const DigestedPeptide& peptide : digest("AAGGKCCRDDEE", small_peptides(), MatureChain{2, 10})) {
    EXPECT_EQ(peptide.protein_n_term, peptide.begin == 0 || peptide.begin == 2);
    EXPECT_EQ(peptide.protein_c_term, peptide.begin == 8);
  }
  EXPECT_THAT(peptides("AAKCC", small_peptides(), MatureChain{3, 99}), ElementsAre("AAK", "CC"));
}

TEST(Digest, AppliesLengthAndMassLimits) {
  DigestOptions options = small_peptides(1);
  options.min_length = 3;
  options.max_length = 5;
  EXPECT_THAT(peptides("AKGGRCCCCCK", options), ElementsAre("AKGGR", "GGR"));
  options = small_peptides();
  options.min_mass_da = peptide_mass("GGR") + 0.01;
  options.max_mass_da = peptide_mass("WWWR") - 0.01;
  EXPECT_THAT(peptides("GGRGGGRWWWR", options), ElementsAre("GGGR"));
}

TEST(Digest, SkipsAndCountsPeptidesWithAmbiguousLetters) {
  DigestCounts counts;
  const std::string protein = "AXKGGRB*KUOK";
  const auto found = digest(protein, small_peptides(), {}, &counts);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(protein.substr(found[1].begin, found[1].length), "UOK");
  EXPECT_EQ(counts.ambiguous, 2U);
  EXPECT_EQ(counts.peptides, 2U);
}

TEST(Digest, CutsEveryBondOrNone) {
  DigestOptions options = small_peptides();
  options.enzyme = &enzyme("no cleavage");
  EXPECT_THAT(peptides("AKRD", options), ElementsAre("AKRD"));
  options.enzyme = &enzyme("unspecific cleavage");
  EXPECT_THAT(peptides("ABC", options), UnorderedElementsAre("A", "C"));
  EXPECT_THAT(peptides("AKR", options), UnorderedElementsAre("A", "AK", "AKR", "K", "KR", "R"));
  EXPECT_TRUE(digest("", options).empty());
}

TEST(Digest, CutsAtOneEndOrAnywhere) {
  DigestOptions options = small_peptides();
  options.specificity = Specificity::semi;
  EXPECT_THAT(peptides("GAKSC", options), UnorderedElementsAre("G", "GA", "GAK", "AK", "K", "S", "SC", "C"));
  options.missed_cleavages = 1;
  options.min_length = 4;
  EXPECT_THAT(peptides("GAKSC", options), UnorderedElementsAre("GAKS", "GAKSC", "AKSC"));
  options.specificity = Specificity::none;
  options.missed_cleavages = 0;
  options.min_length = 3;
  EXPECT_THAT(peptides("GAKSC", options), UnorderedElementsAre("GAK", "GAKS", "GAKSC", "AKS", "AKSC", "KSC"));
}

TEST(Digest, FindsEachSemiSpecificPeptideOnce) {
  DigestOptions options = small_peptides(2);
  options.specificity = Specificity::semi;
  const std::string protein = "MAKRPDDKGGRCCKM";
  std::set<std::pair<std::uint32_t, std::uint16_t>> seen;
  for (const DigestedPeptide& peptide : digest(protein, options, MatureChain{3, 14})) {
    EXPECT_TRUE(seen.emplace(peptide.begin, peptide.length).second) << peptide.begin << " " << peptide.length;
  }
  for (const DigestedPeptide& peptide : digest(protein, small_peptides(2), MatureChain{3, 14})) {
    EXPECT_TRUE(seen.contains({peptide.begin, peptide.length})) << peptide.begin << " " << peptide.length;
  }
}

TEST(Digest, ReadsADeclaredMatureChain) {
  const auto chain = declared_mature_chain("ALBU_BOVIN precursor 1-607 (mature 25-607, 17 SS)");
  ASSERT_TRUE(chain);
  EXPECT_EQ(chain->begin, 24U);
  EXPECT_EQ(chain->end, 607U);
  for (const char* text : {"", "premature", "mature 25", "mature 0-5", "mature 9-5", "mature chain"}) {
    EXPECT_FALSE(declared_mature_chain(text)) << text;
  }
}

TEST(Digest, RefusesContradictoryLimits) {
  const auto refused = [](auto change) {
    DigestOptions options;
    change(options);
    EXPECT_THROW(check(options), Error);
  };
  refused([](DigestOptions& o) { o.min_length = 60; });
  refused([](DigestOptions& o) { o.max_length = peptide_length_limit + 1; });
  refused([](DigestOptions& o) { o.missed_cleavages = -1; });
  refused([](DigestOptions& o) { o.max_mass_da = 100.0; });
  check(DigestOptions{});
}

TEST(MissedCleavages, AreSeenInThePeptideAlone) {
  EXPECT_EQ(missed_cleavages("AKPGRAK", enzyme("Trypsin")), 1);
  EXPECT_EQ(missed_cleavages("AKPGRAK", enzyme("Trypsin/P")), 2);
}

}  // namespace
}  // namespace massa::chem
