#include "massa/parameters/options.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

#include "massa/core/error.hpp"
#include "massa/filter/pipeline.hpp"

namespace massa::parameters {
namespace {

TEST(Options, CarryTheTolerancesOfThePreset) {
  const search::SearchOptions options = search_options(Parameters(Preset::hybrid));
  EXPECT_EQ(options.precursor.value, 10.0);
  EXPECT_EQ(options.precursor.unit, ToleranceUnit::ppm);
  EXPECT_EQ(options.fragment.value, 0.5);
  EXPECT_EQ(options.fragment.unit, ToleranceUnit::dalton);
}

TEST(Options, FindTheEnzymeByNameOrAccession) {
  Parameters parameters(Preset::high_resolution);
  parameters.set("enzyme=MS:1001309");
  EXPECT_EQ(digest_options(parameters).enzyme->name, "Lys-C");
}

TEST(Options, NameTheSpecificity) {
  Parameters parameters(Preset::high_resolution);
  EXPECT_EQ(digest_options(parameters).specificity, chem::Specificity::full);
  parameters.set("specificity=semi");
  EXPECT_EQ(digest_options(parameters).specificity, chem::Specificity::semi);
  parameters.set("specificity=none");
  EXPECT_EQ(digest_options(parameters).specificity, chem::Specificity::none);
}

TEST(Options, RefuseWhatIsNotSearched) {
  Parameters unknown(Preset::high_resolution);
  unknown.set("enzyme=Scissors");
  EXPECT_THROW((void)digest_options(unknown), Error);
  Parameters modification(Preset::high_resolution);
  modification.set("variable_modifications=Oxidised@M");
  EXPECT_THROW((void)modification_options(modification), Error);
}

/// Sets a parameter and what belongs to it: the other end of its range, the unit of a tolerance.
void set_with_partner(Parameters& parameters, const std::string& key, double value) {
  const std::string setting = fmt::format("={}", value);
  parameters.set(key + setting);
  for (const auto& [end, other] : {std::pair("_min", "_max"), std::pair("_max", "_min")}) {
    if (const std::size_t at = key.find(end); at != std::string::npos) {
      std::string partner = key;
      partner.replace(at, 4, other);
      if (std::ranges::find(table(), partner, &Parameter::key) != table().end()) {
        parameters.set(partner + setting);
      }
    }
  }
  if (key.ends_with("_tolerance")) {
    parameters.set(key + "_unit=Da");
  }
}

TEST(Options, TakeEveryValueThatTheTableAllows) {
  int bounds = 0;
  for (const Parameter& parameter : table()) {
    for (const std::optional<double>& bound : {parameter.minimum, parameter.maximum}) {
      if (!bound || *bound > 1e15 || parameter.type == Type::integers) {
        continue;
      }
      Parameters parameters(Preset::high_resolution);
      set_with_partner(parameters, std::string(parameter.key), *bound);
      ++bounds;
      EXPECT_NO_THROW({
        parameters.check();
        (void)digest_options(parameters);
        (void)second_search_digest(parameters);
        (void)modification_options(parameters);
        (void)search_options(parameters);
        (void)filter::FilterPipeline(filter_options(parameters));
      }) << parameter.key
         << " = " << *bound;
    }
  }
  EXPECT_GT(bounds, 50);
}

TEST(Options, OfTheSecondSearchStayWithinWhatADigestMayHave) {
  Parameters parameters(Preset::high_resolution);
  EXPECT_EQ(second_search_digest(parameters).missed_cleavages, 3);
  EXPECT_EQ(second_search_digest(parameters).min_length, 6);
  parameters.set("missed_cleavages=10");
  parameters.set("peptide_min_length=5");
  EXPECT_EQ(second_search_digest(parameters).missed_cleavages, 10);
  EXPECT_EQ(second_search_digest(parameters).min_length, 5);
}

TEST(Options, ReachTheFilter) {
  Parameters parameters(Preset::low_resolution);
  parameters.set("top_peaks=80");
  parameters.set("activations=CID,ETD");
  parameters.set("precursor_charge_max=4");
  const filter::FilterOptions options = filter_options(parameters);
  EXPECT_EQ(options.top_peaks, 80);
  EXPECT_THAT(options.activations, testing::ElementsAre(Activation::cid, Activation::etd));
  EXPECT_EQ(options.precursor_charge_max, 4);
  EXPECT_TRUE(options.remove_precursor);
  EXPECT_FALSE(options.deisotope);
}

TEST(Options, OfTheTableAreThoseOfTheModules) {
  const Parameters parameters(Preset::high_resolution);
  const filter::FilterOptions filter = filter_options(parameters);
  const filter::FilterOptions filter_default;
  EXPECT_EQ(filter.top_peaks, filter_default.top_peaks);
  EXPECT_EQ(filter.min_peaks, filter_default.min_peaks);
  EXPECT_EQ(filter.relative_intensity_min_percent, filter_default.relative_intensity_min_percent);
  EXPECT_EQ(filter.deisotope, filter_default.deisotope);
  const chem::DigestOptions digest = digest_options(parameters);
  const chem::DigestOptions digest_default;
  EXPECT_EQ(digest.missed_cleavages, digest_default.missed_cleavages);
  EXPECT_EQ(digest.max_length, digest_default.max_length);
  EXPECT_EQ(modification_options(parameters).fixed.size(), 1U);
}

}  // namespace
}  // namespace massa::parameters
