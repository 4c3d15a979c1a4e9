#include "massa/filter/pipeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "massa/core/error.hpp"

namespace massa::filter {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Every step off but those that look at whole spectra, which have no limits.
FilterOptions nothing() {
  FilterOptions options;
  options.ms_levels = {};
  options.deisotope = false;
  options.relative_intensity_min_percent = 0.0;
  options.top_peaks = 0;
  options.min_peaks = 0;
  return options;
}

Spectrum ms2(std::vector<double> mz, std::vector<float> intensity) {
  Spectrum spectrum;
  spectrum.ms_level = 2;
  spectrum.representation = Representation::centroid;
  spectrum.mz = std::move(mz);
  spectrum.intensity = std::move(intensity);
  Precursor precursor;
  precursor.mz = 500.5;
  precursor.charge = 2;
  precursor.activation = Activation::hcd;
  spectrum.precursors = {precursor};
  spectrum.retention_time_s = 600.0;
  spectrum.polarity = Polarity::positive;
  return spectrum;
}

Spectrum ladder(int peaks) {
  std::vector<double> mz;
  std::vector<float> intensity;
  for (int i = 0; i < peaks; ++i) {
    mz.push_back(150.0 + 10.37 * i);
    intensity.push_back(static_cast<float>(1 + i));
  }
  return ms2(mz, intensity);
}

FilterOutcome filtered(Spectrum& spectrum, const FilterOptions& options) {
  FilterScratch scratch;
  return FilterPipeline(options).apply(spectrum, scratch);
}

std::uint32_t after(const FilterOutcome& outcome, Step step) {
  return outcome.peaks_after[static_cast<std::size_t>(step)];
}

TEST(FilterPipeline, LetsEverythingThroughWhenEveryStepIsOff) {
  Spectrum spectrum = ladder(7);
  const FilterOutcome outcome = filtered(spectrum, nothing());
  EXPECT_FALSE(outcome.removed_by);
  EXPECT_EQ(outcome.searched.mz, spectrum.mz);
  EXPECT_EQ(outcome.searched.intensity, spectrum.intensity);
  EXPECT_THAT(outcome.searched.source, ElementsAre(0, 1, 2, 3, 4, 5, 6));
  EXPECT_THAT(outcome.kept, testing::Each(1));
  EXPECT_THAT(outcome.peaks_after, testing::Each(7U));
}

struct SpectrumLimit {
  const char* description;
  void (*set)(FilterOptions&, bool tight);
  Step step;
};
class SpectrumSteps : public testing::TestWithParam<SpectrumLimit> {};

TEST_P(SpectrumSteps, RemoveWhatLiesOutsideAndSayWhy) {
  FilterOptions loose = nothing();
  GetParam().set(loose, false);
  Spectrum spectrum = ladder(7);
  EXPECT_FALSE(filtered(spectrum, loose).removed_by);

  FilterOptions tight = nothing();
  GetParam().set(tight, true);
  const FilterOutcome outcome = filtered(spectrum, tight);
  ASSERT_TRUE(outcome.removed_by);
  EXPECT_EQ(*outcome.removed_by, GetParam().step);
  EXPECT_FALSE(outcome.removed_reason.empty());
  EXPECT_THAT(outcome.searched.mz, IsEmpty());
  EXPECT_EQ(after(outcome, GetParam().step), 0U);
}

INSTANTIATE_TEST_SUITE_P(
    All, SpectrumSteps,
    testing::Values(
        SpectrumLimit{"ms_level", [](FilterOptions& o, bool tight) { o.ms_levels = {tight ? 1 : 2}; }, Step::ms_level},
        SpectrumLimit{"rt_min", [](FilterOptions& o, bool tight) { o.retention_time_min_s = tight ? 601 : 600; },
                      Step::retention_time},
        SpectrumLimit{"rt_max", [](FilterOptions& o, bool tight) { o.retention_time_max_s = tight ? 599 : 600; },
                      Step::retention_time},
        SpectrumLimit{"mz_min", [](FilterOptions& o, bool tight) { o.precursor_mz_min = tight ? 501.0 : 500.0; },
                      Step::precursor_mz},
        SpectrumLimit{"mz_max", [](FilterOptions& o, bool tight) { o.precursor_mz_max = tight ? 500.0 : 501.0; },
                      Step::precursor_mz},
        SpectrumLimit{"charge_min", [](FilterOptions& o, bool tight) { o.precursor_charge_min = tight ? 3 : 2; },
                      Step::precursor_charge},
        SpectrumLimit{"charge_max", [](FilterOptions& o, bool tight) { o.precursor_charge_max = tight ? 1 : 2; },
                      Step::precursor_charge},
        SpectrumLimit{
            "polarity",
            [](FilterOptions& o, bool tight) { o.polarity = tight ? Polarity::negative : Polarity::positive; },
            Step::polarity},
        SpectrumLimit{"activation",
                      [](FilterOptions& o, bool tight) { o.activations = {tight ? Activation::etd : Activation::hcd}; },
                      Step::activation},
        SpectrumLimit{"tic", [](FilterOptions& o, bool tight) { o.total_ion_current_min = tight ? 28.5 : 28.0; },
                      Step::total_ion_current}),
    [](const auto& param) { return param.param.description; });

TEST(FilterPipeline, DoesNotRemoveASpectrumForWhatItDoesNotState) {
  Spectrum spectrum = ladder(20);
  spectrum.ms_level = 0;
  spectrum.polarity = Polarity::unknown;
  spectrum.retention_time_s = not_stated;
  spectrum.precursors.front().charge.reset();
  spectrum.precursors.front().activation = Activation::unknown;
  FilterOptions options = nothing();
  options.ms_levels = {2};
  options.polarity = Polarity::positive;
  options.retention_time_max_s = 1.0;
  options.precursor_charge_min = 2;
  options.activations = {Activation::etd};
  EXPECT_FALSE(filtered(spectrum, options).removed_by);
}

TEST(FilterPipeline, AcceptsASpectrumIfOneOfItsPossibleChargesIsAllowed) {
  Spectrum spectrum = ladder(20);
  spectrum.precursors.front().charge.reset();
  spectrum.precursors.front().possible_charges = {1, 2};
  FilterOptions options = nothing();
  options.precursor_charge_min = 2;
  EXPECT_FALSE(filtered(spectrum, options).removed_by);
  spectrum.precursors.front().possible_charges = {1};
  EXPECT_EQ(filtered(spectrum, options).removed_by, Step::precursor_charge);
}

TEST(FilterPipeline, ReplacesProfilesByCentroids) {
  Spectrum spectrum = ms2({}, {});
  spectrum.representation = Representation::profile;
  for (int i = 0; i < 200; ++i) {
    spectrum.mz.push_back(400.0 + 0.005 * i);
    const double distance = (spectrum.mz.back() - 400.5) / 0.01;
    spectrum.intensity.push_back(static_cast<float>(1000.0 * std::exp(-0.5 * distance * distance)));
  }
  const FilterOutcome outcome = filtered(spectrum, nothing());
  EXPECT_EQ(outcome.peaks_before, 200U);
  EXPECT_EQ(after(outcome, Step::centroid), 1U);
  ASSERT_EQ(spectrum.mz.size(), 1U);
  EXPECT_NEAR(spectrum.mz[0], 400.5, 1e-6);
  EXPECT_EQ(spectrum.representation, Representation::centroid);
  EXPECT_EQ(outcome.kept.size(), 1U);
}

TEST(FilterPipeline, RemovesThePrecursorAndReporterRegions) {
  Spectrum spectrum = ms2({114.1, 126.1, 300.0, 498.9, 499.1, 500.5, 501.9, 502.1}, {1, 1, 1, 1, 1, 1, 1, 1});
  FilterOptions options = nothing();
  options.remove_precursor = true;
  options.remove_reporter_ions = true;
  const FilterOutcome outcome = filtered(spectrum, options);
  EXPECT_THAT(outcome.searched.mz, ElementsAre(300.0, 498.9, 502.1));
  EXPECT_EQ(after(outcome, Step::remove_precursor), 5U);
  EXPECT_EQ(after(outcome, Step::remove_reporter_ions), 3U);
  EXPECT_THAT(outcome.kept, ElementsAre(0, 0, 1, 1, 0, 0, 0, 1));
}

TEST(FilterPipeline, MapsDeisotopedPeaksToTheirCentroid) {
  const double spacing = 1.00335483507;
  Spectrum spectrum = ms2({200.1, 600.8, 600.8 + spacing / 2, 600.8 + spacing, 900.0}, {30, 100, 66, 22, 40});
  FilterOptions options = nothing();
  options.deisotope = true;
  const FilterOutcome outcome = filtered(spectrum, options);
  EXPECT_THAT(outcome.kept, ElementsAre(1, 1, 0, 0, 1));
  EXPECT_THAT(outcome.searched.source, ElementsAre(0, 4, 1));
  EXPECT_THAT(outcome.searched.charge, ElementsAre(0, 0, 2));
  EXPECT_NEAR(outcome.searched.mz[2], 2 * 600.8 - 1.007276, 1e-5);
}

TEST(FilterPipeline, TriesNoFragmentChargeAboveThatOfThePrecursor) {
  const double spacing = 1.00335483507;
  Spectrum spectrum = ms2({600.8, 600.8 + spacing / 2, 600.8 + spacing}, {100, 66, 22});
  spectrum.precursors.front().charge = 1;
  FilterOptions options = nothing();
  options.deisotope = true;
  EXPECT_EQ(filtered(spectrum, options).searched.charge.front(), 1);
}

TEST(FilterPipeline, DropsWhatIsFaintBesideTheBasePeak) {
  Spectrum spectrum = ms2({200, 300, 400, 500}, {0.99F, 1.0F, 100.0F, 0.0F});
  FilterOptions options = nothing();
  options.relative_intensity_min_percent = 1.0;
  EXPECT_THAT(filtered(spectrum, options).searched.mz, ElementsAre(300, 400));
}

TEST(FilterPipeline, KeepsTheBrightestPeaksOfTheSpectrum) {
  Spectrum spectrum = ms2({100, 200, 300, 400, 500}, {5, 1, 5, 7, 5});
  FilterOptions options = nothing();
  options.top_peaks = 3;
  EXPECT_THAT(filtered(spectrum, options).searched.mz, ElementsAre(100, 300, 400));
}

TEST(FilterPipeline, KeepsTheBrightestPeaksOfEachWindow) {
  Spectrum spectrum = ms2({110, 120, 130, 199.9, 200, 210, 220, 450}, {1, 9, 8, 2, 1, 2, 3, 1});
  FilterOptions options = nothing();
  options.peak_selection = PeakSelection::per_window;
  options.window_top_peaks = 2;
  EXPECT_THAT(filtered(spectrum, options).searched.mz, ElementsAre(120, 130, 210, 220, 450));
}

TEST(FilterPipeline, EndsOnPeaksSoFarOutThatAWindowHasNoWidth) {
  Spectrum spectrum = ms2({110, 120, 1e300, 1e301}, {1, 2, 3, 4});
  FilterOptions options = nothing();
  options.peak_selection = PeakSelection::per_window;
  options.window_top_peaks = 1;
  EXPECT_THAT(filtered(spectrum, options).searched.mz, ElementsAre(120, 1e300, 1e301));
}

TEST(FilterPipeline, RemovesPeaksBelowTheSignalToNoiseRatio) {
  std::vector<double> mz;
  std::vector<float> intensity;
  for (int i = 0; i < 100; ++i) {
    mz.push_back(300.0 + i);
    intensity.push_back(i % 20 == 10 ? 100.0F : 5.0F);
  }
  Spectrum spectrum = ms2(mz, intensity);
  FilterOptions options = nothing();
  options.noise_signal_to_noise_min = 3.0;
  EXPECT_THAT(filtered(spectrum, options).searched.mz, ElementsAre(310, 330, 350, 370, 390));
}

TEST(FilterPipeline, RemovesSpectraWithTooFewPeaksButKeepsTheFlags) {
  Spectrum spectrum = ladder(14);
  const FilterOutcome outcome = filtered(spectrum, FilterOptions{});
  EXPECT_EQ(outcome.removed_by, Step::min_peaks);
  EXPECT_THAT(outcome.removed_reason, HasSubstr("14 peaks"));
  EXPECT_THAT(outcome.kept, testing::SizeIs(14));
  EXPECT_THAT(outcome.searched.mz, IsEmpty());
  EXPECT_EQ(after(outcome, Step::top_peaks), 14U);
  Spectrum enough = ladder(15);
  EXPECT_FALSE(filtered(enough, FilterOptions{}).removed_by);
}

TEST(FilterPipeline, NeverAddsPeaksFromStepToStep) {
  Spectrum spectrum = ladder(400);
  const FilterOutcome outcome = filtered(spectrum, FilterOptions{});
  std::uint32_t before = outcome.peaks_before;
  for (const std::uint32_t peaks : outcome.peaks_after) {
    EXPECT_LE(peaks, before);
    before = peaks;
  }
  EXPECT_EQ(outcome.searched.mz.size(), before);
  EXPECT_EQ(before, 150U);
}

TEST(FilterPipeline, RefusesOptionsThatContradictEachOther) {
  FilterOptions options;
  options.retention_time_min_s = 10;
  options.retention_time_max_s = 5;
  try {
    const FilterPipeline pipeline(options);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), HasSubstr("retention_time"));
  }
}

TEST(FilterPipeline, ListsEveryStepInOrderWithWhatItDoes) {
  FilterOptions options;
  options.deisotope = false;
  const FilterPipeline pipeline(options);
  ASSERT_EQ(pipeline.steps().size(), step_count);
  for (std::size_t i = 0; i < step_count; ++i) {
    const StepDescription& step = pipeline.steps()[i];
    EXPECT_EQ(static_cast<std::size_t>(step.step), i);
    EXPECT_EQ(step.name, name(step.step));
    EXPECT_FALSE(step.reason.empty());
    EXPECT_TRUE(step.accession.empty() || step.accession.starts_with("MS:"));
  }
  EXPECT_EQ(pipeline.steps()[static_cast<std::size_t>(Step::centroid)].accession, "MS:1000035");
  EXPECT_FALSE(pipeline.steps()[static_cast<std::size_t>(Step::deisotope)].applied);
  EXPECT_FALSE(pipeline.steps()[static_cast<std::size_t>(Step::noise)].applied);
  EXPECT_TRUE(pipeline.steps()[static_cast<std::size_t>(Step::top_peaks)].applied);
}

}  // namespace
}  // namespace massa::filter
