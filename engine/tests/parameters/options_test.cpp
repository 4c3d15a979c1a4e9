#include "massa/parameters/options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "massa/core/error.hpp"

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
