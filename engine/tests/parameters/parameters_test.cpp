#include "massa/parameters/parameters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "massa/core/error.hpp"

namespace massa::parameters {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// The one-line text of the usage error that `action` ends in.
template <class Action>
std::string usage_error(Action&& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what();
  }
  ADD_FAILURE() << "no error";
  return "";
}

TEST(Parameters, StartWithTheDefaultsOfTheTable) {
  const Parameters parameters;
  EXPECT_EQ(parameters.text("enzyme"), "Trypsin");
  EXPECT_EQ(parameters.integer("missed_cleavages"), 2);
  EXPECT_THAT(parameters.texts("variable_modifications"), ElementsAre("Oxidation@M", "Acetyl@Protein N-term"));
  EXPECT_TRUE(parameters.is_open("precursor_tolerance"));
}

TEST(Parameters, TakeTheValuesOfAPreset) {
  const Parameters hybrid(Preset::hybrid);
  EXPECT_EQ(hybrid.number("precursor_tolerance"), 10.0);
  EXPECT_EQ(hybrid.text("fragment_tolerance_unit"), "Da");
  EXPECT_TRUE(hybrid.boolean("remove_precursor"));
  EXPECT_FALSE(hybrid.boolean("deisotope"));
}

TEST(Parameters, KeepWhatTheUserSetWhenThePresetChanges) {
  Parameters parameters;
  parameters.set("fragment_tolerance=0.3");
  parameters.set("fragment_tolerance_unit=Da");
  parameters.use(Preset::high_resolution);
  EXPECT_EQ(parameters.number("fragment_tolerance"), 0.3);
  EXPECT_EQ(parameters.number("precursor_tolerance"), 10.0);
  parameters.use(Preset::low_resolution);
  EXPECT_EQ(parameters.number("precursor_tolerance"), 0.5);
}

TEST(Parameters, ReturnToThePresetWhenAValueIsLeftOpen) {
  Parameters parameters(Preset::high_resolution);
  parameters.set("deisotope=false");
  parameters.set("deisotope=");
  EXPECT_TRUE(parameters.boolean("deisotope"));
}

TEST(Parameters, ReadEachTypeFromTheCommandLine) {
  Parameters parameters;
  parameters.set("missed_cleavages=1");
  parameters.set("add_contaminants=false");
  parameters.set("retention_time_min_s=90.5");
  parameters.set("isotope_errors=-1,0,1");
  parameters.set("fixed_modifications=[]");
  parameters.set("variable_modifications=Oxidation@M, Acetyl@Protein N-term,Phospho@STY");
  EXPECT_EQ(parameters.integer("missed_cleavages"), 1);
  EXPECT_FALSE(parameters.boolean("add_contaminants"));
  EXPECT_EQ(parameters.optional_number("retention_time_min_s"), 90.5);
  EXPECT_THAT(parameters.integers("isotope_errors"), ElementsAre(-1, 0, 1));
  EXPECT_TRUE(parameters.texts("fixed_modifications").empty());
  EXPECT_THAT(parameters.texts("variable_modifications"),
              ElementsAre("Oxidation@M", "Acetyl@Protein N-term", "Phospho@STY"));
}

TEST(Parameters, ReadADocumentThatTheyWrote) {
  Parameters written(Preset::low_resolution);
  written.set("enzyme=Lys-C");
  Parameters read;
  read.set_json(written.to_json(), "parameters.json");
  EXPECT_EQ(read.to_json(), written.to_json());
}

TEST(Parameters, TakeThePresetFromADocument) {
  Parameters parameters;
  parameters.set_json(R"({"preset": "hybrid", "missed_cleavages": 0})", "parameters.json");
  EXPECT_EQ(parameters.preset(), Preset::hybrid);
  EXPECT_EQ(parameters.integer("missed_cleavages"), 0);
}

TEST(ParametersErrors, SuggestTheNearestKeys) {
  Parameters parameters;
  EXPECT_THAT(usage_error([&] { parameters.set("missed_cleavage=1"); }),
              AllOf(HasSubstr("there is no parameter 'missed_cleavage'"), HasSubstr("did you mean missed_cleavages")));
  EXPECT_THAT(usage_error([&] { parameters.set_json(R"({"precursor_tolerence": 5})", "p.json"); }),
              HasSubstr("precursor_tolerance"));
  EXPECT_THAT(usage_error([&] { parameters.set("xyzzy=1"); }), HasSubstr("--schema"));
}

TEST(ParametersErrors, NameTheParameterAndItsBounds) {
  Parameters parameters;
  EXPECT_THAT(usage_error([&] { parameters.set("missed_cleavages=11"); }),
              AllOf(HasSubstr("missed_cleavages"), HasSubstr("11 is above the greatest value 10")));
  EXPECT_THAT(usage_error([&] { parameters.set("fdr_threshold=0"); }), HasSubstr("below the least value 0.0001"));
  EXPECT_THAT(usage_error([&] { parameters.set("isotope_errors=0,9"); }), HasSubstr("isotope_errors"));
}

TEST(ParametersErrors, SayWhichTypeIsExpected) {
  Parameters parameters;
  EXPECT_THAT(usage_error([&] { parameters.set("missed_cleavages=two"); }), HasSubstr("'two' is not a whole number"));
  EXPECT_THAT(usage_error([&] { parameters.set("missed_cleavages=1.5"); }), HasSubstr("not a whole number"));
  EXPECT_THAT(usage_error([&] { parameters.set("deisotope=yes"); }), HasSubstr("true or false"));
  EXPECT_THAT(usage_error([&] { parameters.set_json(R"({"enzyme": 3})", "p.json"); }), HasSubstr("a text"));
  EXPECT_THAT(usage_error([&] { parameters.set("missed_cleavages="); }), HasSubstr("missed_cleavages"));
  EXPECT_THAT(usage_error([&] { parameters.set("missed_cleavages"); }), HasSubstr("KEY=VALUE"));
}

TEST(ParametersErrors, ListTheChoices) {
  Parameters parameters;
  EXPECT_THAT(usage_error([&] { parameters.set("fragment_ions=xy"); }), HasSubstr("auto, by, cz, bycz"));
  EXPECT_THAT(usage_error([&] { (void)parse_preset("medium"); }),
              HasSubstr("auto, high-resolution, hybrid, low-resolution"));
}

TEST(ParametersErrors, NameTheFileThatIsNoObject) {
  Parameters parameters;
  EXPECT_THAT(usage_error([&] { parameters.set_json("[1]", "mine.json"); }), HasSubstr("mine.json: is no JSON object"));
  EXPECT_THAT(usage_error([&] { parameters.set_json("{\"a\":", "mine.json"); }), HasSubstr("mine.json"));
}

TEST(ParametersErrors, FindContradictions) {
  Parameters crossed;
  crossed.set("peptide_min_length=30");
  crossed.set("peptide_max_length=20");
  EXPECT_THAT(usage_error([&] { crossed.check(); }), HasSubstr("peptide_min_length is above peptide_max_length"));
  Parameters no_unit;
  no_unit.set("precursor_tolerance=5");
  EXPECT_THAT(usage_error([&] { no_unit.check(); }), HasSubstr("precursor_tolerance_unit"));
}

TEST(Schema, DescribesEveryParameterOnce) {
  const auto schema = nlohmann::json::parse(json_schema());
  EXPECT_EQ(schema["properties"].size(), table().size());
  std::set<std::string_view> keys;
  for (const Parameter& parameter : table()) {
    EXPECT_TRUE(keys.insert(parameter.key).second) << parameter.key;
    const auto& property = schema["properties"][std::string(parameter.key)];
    EXPECT_TRUE(property["description"].get<std::string>().ends_with('.') || !parameter.accession.empty())
        << parameter.key;
    EXPECT_TRUE(property.contains("type") && property.contains("default") && property.contains("x-group"))
        << parameter.key;
  }
  EXPECT_FALSE(schema["additionalProperties"].get<bool>());
}

TEST(Schema, CarriesBoundsChoicesAndOpenValues) {
  const auto schema = nlohmann::json::parse(json_schema());
  EXPECT_EQ(schema["properties"]["missed_cleavages"]["maximum"], 10);
  EXPECT_EQ(schema["properties"]["precursor_tolerance"]["type"], (nlohmann::json{"number", "null"}));
  EXPECT_EQ(schema["properties"]["isotope_errors"]["items"]["minimum"], -3);
  EXPECT_EQ(schema["properties"]["fragment_ions"]["enum"].size(), 4U);
  EXPECT_EQ(schema["x-presets"][0]["name"], "auto");
  EXPECT_EQ(schema["x-presets"][3]["values"]["fragment_tolerance"], 0.5);
}

TEST(Table, AllowsItsOwnInitialValues) {
  for (const Parameter& parameter : table()) {
    Parameters parameters;
    const auto document = nlohmann::json::parse(parameters.to_json());
    nlohmann::json one;
    one[std::string(parameter.key)] = document[std::string(parameter.key)];
    EXPECT_NO_THROW(parameters.set_json(one.dump(), "defaults")) << parameter.key;
  }
}

TEST(Nearest, RanksByDistance) {
  const std::vector<std::string_view> known{"enzyme", "specificity", "polarity"};
  EXPECT_THAT(nearest("enzymes", known), ElementsAre("enzyme"));
  EXPECT_TRUE(nearest("completely different", known).empty());
}

}  // namespace
}  // namespace massa::parameters
