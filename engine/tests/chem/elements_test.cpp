#include "massa/chem/elements.hpp"

#include <gtest/gtest.h>

#include "massa/chem/residues.hpp"
#include "massa/core/error.hpp"

namespace massa::chem {
namespace {

constexpr std::string_view ubiquitin = "MQIFVKTLTGKTITLEVEPSDTIENVKAKIQDKEGIPPDQQRLIFAGKQLEDGRTLSDYNIQKESTLHLVLRLRGG";
constexpr std::string_view myoglobin =  // P68082, 2–154
    "GLSDGEWQQVLNVWGKVEADIAGHGQEVLIRLFTGHPETLEKFDKFKHLKTEAEMKASEDLKKHGTVVLTALGGILKKKGHHEAELKPLAQSHATKHKIPIKYLEFISDAIIHV"
    "LHSK"
    "HPGDFGADAQGAMTKALELFRNDIAAKYKELGFQG";
constexpr std::string_view lysozyme =  // P00698, 19–147
    "KVFGRCELAAAMKRHGLDNYRGYSLGNWVCAAKFESNFNTQATNRNTDGSTDYGILQINSRWWCNDGRTPGSRNLCNIPCSALLSSDITASVNCAKKIVSDGNGMNAWVAWRNR"
    "CKGT"
    "DVQAWIRGCRL";

Composition protein(std::string_view sequence, int disulfides) {
  Composition composition = peptide_composition(sequence).value();
  composition[Element::hydrogen] -= 2 * disulfides;
  return composition;
}

TEST(Composition, GivesTheProteinMassesOfTheReferenceVectors) {
  EXPECT_NEAR(protein(ubiquitin, 0).monoisotopic_mass(), 8559.6167, 5e-4);
  EXPECT_NEAR(protein(myoglobin, 0).monoisotopic_mass(), 16940.9650, 5e-4);
  EXPECT_NEAR(protein(lysozyme, 4).monoisotopic_mass(), 14295.8148, 5e-4);
}

TEST(Composition, GivesTheIsotopeWeightedAverageMassesOfTheReferenceVectors) {
  EXPECT_NEAR(protein(ubiquitin, 0).average_mass(), 8564.751, 5e-3);
  EXPECT_NEAR(protein(myoglobin, 0).average_mass(), 16951.288, 5e-3);
  EXPECT_NEAR(protein(lysozyme, 4).average_mass(), 14304.964, 5e-3);
}

TEST(Composition, IsotopeAbundancesAddUpToOne) {
  for (std::size_t i = 0; i < element_count; ++i) {
    double sum = 0.0;
    for (const Isotope& isotope : isotopes(static_cast<Element>(i))) {
      sum += isotope.abundance;
    }
    EXPECT_NEAR(sum, 1.0, 2e-4) << "element " << i;
  }
}

TEST(Composition, ReadsLabelsNegativeCountsAndSugars) {
  EXPECT_NEAR(Composition::parse("C(-6) 13C(6) N(-4) 15N(4)").monoisotopic_mass(), 10.008269, 1e-6);
  EXPECT_NEAR(Composition::parse("dHex Hex(3) HexNAc(4)").monoisotopic_mass(), 1444.53387, 1e-5);
}

TEST(Composition, NamesThePartThatItDoesNotUnderstand) {
  for (const char* text : {"H(3) Xx", "H(", "H(a)", "H(2", "(3)"}) {
    EXPECT_THROW(static_cast<void>(Composition::parse(text)), Error) << text;
  }
  try {
    static_cast<void>(Composition::parse("H(3) Xx(2)"));
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::input);
    EXPECT_NE(error.problem().find("Xx(2)"), std::string::npos);
  }
}

TEST(Residues, PeptideMassAndMz) {
  // Angiotensin II, [M + H]+ 1046.5418, and the 2+ ion.
  EXPECT_NEAR(mz(peptide_mass("DRVYIHPF"), 1), 1046.5418, 1e-4);
  EXPECT_NEAR(mz(peptide_mass("DRVYIHPF"), 2), 523.7745, 1e-4);
  EXPECT_NEAR(neutral_mass(mz(1234.5678, 3), 3), 1234.5678, 1e-9);
}

TEST(Residues, SelenocysteineAndPyrrolysineHaveMassesAndAmbiguousLettersHaveNone) {
  EXPECT_NEAR(residue_mass('U'), 150.953633, 1e-5);
  EXPECT_NEAR(residue_mass('O'), 237.147727, 1e-5);
  for (const char letter : {'B', 'J', 'X', 'Z', '*', '-', 'a'}) {
    EXPECT_FALSE(is_residue(letter)) << letter;
    EXPECT_FALSE(residue_composition(letter)) << letter;
  }
  EXPECT_FALSE(peptide_composition("PEPTXDE"));
}

}  // namespace
}  // namespace massa::chem
