#include "support/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace massa::test {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

TEST(Command, TellsItsVersion) {
  const Ran ran = massa({"--version"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, MatchesRegex("massa [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST(Command, ExplainsItself) {
  const Ran ran = massa({"--help"});
  EXPECT_EQ(ran.exit_code, 0);
  for (const char* command :
       {"inspect", "analyze", "summarize", "export", "simulate", "parameters", "mass", "digest", "fragment"}) {
    EXPECT_THAT(ran.out, HasSubstr(command));
    EXPECT_EQ(massa({command, "--help"}).exit_code, 0) << command;
  }
}

TEST(Command, RefusesAWrongCommandLineWithOneLine) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                    {"analyse"},
                                                    {"analyze"},
                                                    {"inspect", "--colour"},
                                                    {"parameters", "--preset", "middling"}}) {
    const Ran ran = massa(arguments);
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << ran.err;
    EXPECT_THAT(ran.err, testing::StartsWith("massa: "));
  }
}

TEST(Command, ReportsAWrongInputFileWithPlaceAndRemedy) {
  const Ran ran = massa({"inspect", "/nowhere/run.mzML"});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("run.mzML: cannot be opened"));
}

TEST(Command, ReportsErrorsAsJsonWhenAsked) {
  const Ran ran = massa({"inspect", "--json", "/nowhere/run.mzML"});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_TRUE(ran.out.empty());
  const std::size_t second = ran.err.find('\n') + 1;
  const auto error = nlohmann::json::parse(ran.err.substr(second));
  EXPECT_EQ(error["error"]["kind"], "input");
  EXPECT_THAT(error["error"]["where"].get<std::string>(), HasSubstr("run.mzML"));
  EXPECT_FALSE(error["error"]["remedy"].get<std::string>().empty());
}

TEST(InspectCommand, LeavesNoHalfDocumentWhereOneOfTheFilesCannotBeRead) {
  const TemporaryFolder folder;
  const std::string good = folder.write("a.mgf", "BEGIN IONS\nPEPMASS=500\n100 1\nEND IONS\n").string();
  const Ran both = massa({"inspect", "--json", good, good});
  ASSERT_EQ(both.exit_code, 0) << both.err;
  EXPECT_EQ(nlohmann::json::parse(both.out).size(), 2U);
  const Ran broken = massa({"inspect", "--json", good, folder.write("b.mgf", "").string()});
  EXPECT_EQ(broken.exit_code, 3);
  EXPECT_TRUE(broken.out.empty()) << broken.out;
  EXPECT_THAT(broken.err, HasSubstr("b.mgf: is empty"));
}

TEST(SummarizeCommand, RefusesWhatIsNoResult) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "other");
  for (const char* const text :
       {"", "[]", R"({"format": 1})", R"({"format": "massa-result"})",
        R"({"format": "massa-result", "file": {"name": "a"}, "verdict": {"outcome": "confirmed"}})"}) {
    std::filesystem::remove(folder.path() / "other" / "summary.json");
    (void)folder.write("other/summary.json", text);
    const Ran ran = massa({"summarize", (folder.path() / "other").string(), "-o", (folder.path() / "all").string()});
    EXPECT_EQ(ran.exit_code, 3) << text;
    EXPECT_THAT(ran.err, HasSubstr("summary.json: is no summary of a result")) << text;
  }
}

TEST(ParametersCommand, PrintsSchemaAndPresets) {
  const Ran schema = massa({"parameters", "--schema"});
  EXPECT_EQ(schema.exit_code, 0);
  EXPECT_TRUE(nlohmann::json::parse(schema.out)["properties"].contains("precursor_tolerance"));
  const Ran preset = massa({"parameters", "--preset", "hybrid"});
  EXPECT_EQ(nlohmann::json::parse(preset.out)["fragment_tolerance_unit"], "Da");
}

TEST(MassCommand, KnowsAPeptideAndItsModifications) {
  const Ran ran = massa({"mass", "--json", "PEPTIDE"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const auto rows = nlohmann::json::parse(ran.out);
  EXPECT_NEAR(rows[0]["monoisotopic_mass_da"].get<double>(), 799.359964, 1e-5);
  EXPECT_NEAR(rows[0]["mz_2"].get<double>(), 400.687258, 1e-5);
  EXPECT_NEAR(rows[0]["average_mass_da"].get<double>(), 799.824, 0.01);
  const auto modified = nlohmann::json::parse(massa({"mass", "--json", "[Acetyl]-MK[Acetyl]"}).out);
  EXPECT_EQ(modified[0]["proforma"], "[Acetyl]-MK[Acetyl]");
  EXPECT_NEAR(modified[0]["monoisotopic_mass_da"].get<double>(), 277.146013 + 2 * 42.010565, 1e-4);
}

TEST(MassCommand, NamesWhatItDoesNotUnderstand) {
  EXPECT_THAT(massa({"mass", "PEPTIDEX"}).err, HasSubstr("'X'"));
  EXPECT_THAT(massa({"mass", "PEPT[Oxidised]K"}).err, HasSubstr("'Oxidised'"));
  EXPECT_THAT(massa({"mass", "PEPT[Oxidation"}).err, HasSubstr("bracket"));
  EXPECT_EQ(massa({"mass", "PEPT[Oxidation"}).exit_code, 2);
}

TEST(DigestCommand, CutsAsTheEnzymeDoes) {
  const Ran ran = massa(
      {"digest", "AAAAAKCCCCCRPDDDDDKEEEEE", "--missed-cleavages", "0", "--min-length", "5", "--min-mass-da", "200"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\t1\t6\t0\t"));
  EXPECT_THAT(ran.out, HasSubstr("CCCCCRPDDDDDK"));
  EXPECT_THAT(ran.out, Not(HasSubstr("PDDDDDKEEEEE")));
}

TEST(FragmentCommand, ListsIonsOfBothEnds) {
  const Ran ran = massa({"fragment", "PEPTIDE", "--json"});
  const auto rows = nlohmann::json::parse(ran.out);
  EXPECT_EQ(rows.size(), 12U);
  EXPECT_EQ(rows[1]["ion"], "b");
  EXPECT_NEAR(rows[1]["mz"].get<double>(), 227.102633, 1e-5);  // b2
  EXPECT_NEAR(rows[6]["mz"].get<double>(), 148.060434, 1e-5);  // y1
}

}  // namespace
}  // namespace massa::test
