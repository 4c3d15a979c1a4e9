#include "massa/chem/modification.hpp"

#include <gtest/gtest.h>

#include <massa/data/unimod.hpp>
#include <string>

#include "chem/table_text.hpp"
#include "massa/chem/peptidoform.hpp"
#include "massa/core/error.hpp"

namespace massa::chem {
namespace {

TEST(Unimod, CompositionsGiveThePrintedMasses) {
  for (const auto& fields : table_rows(data::unimod())) {
    const Modification* modification = find_modification(fields.at(0));
    ASSERT_NE(modification, nullptr);
    EXPECT_NEAR(modification->mass_delta, std::stod(std::string(fields.at(2))), 2e-5) << fields.at(1);
    EXPECT_NEAR(modification->composition.average_mass(), std::stod(std::string(fields.at(3))), 0.04) << fields.at(1);
  }
}

TEST(Unimod, EverySiteOfTheTableCanBeParsed) {
  for (const Modification& modification : unimod()) {
    std::string_view rest = modification.sites;
    ASSERT_FALSE(rest.empty()) << modification.name;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      const std::string text = modification.name + "@" + std::string(rest.substr(0, end));
      EXPECT_EQ(parse_modification(text).text(), text);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
}

TEST(ParseModification, UnderstandsResiduesAndPositions) {
  const auto oxidation = parse_modification("UNIMOD:35@M");
  EXPECT_EQ(oxidation.text(), "Oxidation@M");
  EXPECT_TRUE(oxidation.accepts('M'));
  EXPECT_FALSE(oxidation.accepts('W'));
  EXPECT_EQ(parse_modification("phospho@YTS").text(), "Phospho@STY");
  EXPECT_EQ(parse_modification("Acetyl@Protein_N-term").position, ModificationPosition::protein_n_term);
  EXPECT_EQ(parse_modification("Amidated@C-term").text(), "Amidated@Any C-term");
  const auto pyroglu = parse_modification("Gln->pyro-Glu@Q^Any_N-term");
  EXPECT_EQ(pyroglu.position, ModificationPosition::peptide_n_term);
  EXPECT_TRUE(pyroglu.accepts('Q'));
}

TEST(ParseModification, SaysWhatIsWrong) {
  for (const char* text :
       {"Oxidation", "Oxidised@M", "Oxidation@", "Oxidation@m", "Oxidation@B", "Acetyl@Q^Somewhere"}) {
    try {
      static_cast<void>(parse_modification(text));
      FAIL() << text << " was accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      EXPECT_NE(error.where().find(text), std::string::npos);
      EXPECT_NE(error.remedy().find("NAME@SITE"), std::string::npos);
    }
  }
}

TEST(Peptidoform, WritesProFormaAndMass) {
  const Modification* acetyl = find_modification("Acetyl");
  const Modification* oxidation = find_modification("Oxidation");
  const Modification* carbamidomethyl = find_modification("Carbamidomethyl");
  const Peptidoform peptidoform{"MPEPCK", {{0, acetyl}, {1, oxidation}, {5, carbamidomethyl}}};
  EXPECT_EQ(proforma(peptidoform), "[Acetyl]-M[Oxidation]PEPC[Carbamidomethyl]K");
  EXPECT_NEAR(mass(peptidoform), 703.30331 + 42.010565 + 15.994915 + 57.021464, 2e-5);
  EXPECT_EQ(proforma({"PEPTIDE", {{8, find_modification("Amidated")}}}), "PEPTIDE-[Amidated]");
  EXPECT_EQ(proforma({"PEPTIDE", {}}), "PEPTIDE");
}

}  // namespace
}  // namespace massa::chem
