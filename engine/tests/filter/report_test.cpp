#include "massa/filter/report.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "support/random.hpp"

namespace massa::filter {
namespace {

std::vector<FilterOutcome> outcomes_of_a_run() {
  auto random = test::seeded(3);
  const auto below = [&random](unsigned limit) { return static_cast<int>(random() % limit); };
  const FilterPipeline pipeline(FilterOptions{});
  FilterScratch scratch;
  std::vector<FilterOutcome> outcomes;
  for (int n = 0; n < 60; ++n) {
    Spectrum spectrum;
    spectrum.ms_level = 1 + n % 3;
    spectrum.representation = Representation::centroid;
    for (int i = 0, peaks = 5 + below(300); i < peaks; ++i) {
      spectrum.mz.push_back(150.0 + 3.1 * i);
      spectrum.intensity.push_back(static_cast<float>(1 + below(500)));
    }
    outcomes.push_back(pipeline.apply(spectrum, scratch));
  }
  return outcomes;
}

FilterReport report_of(const std::vector<FilterOutcome>& outcomes) {
  FilterReport report;
  for (const FilterOutcome& outcome : outcomes) {
    report.add(outcome);
  }
  return report;
}

TEST(FilterReport, CountsWhatEnteredAndLeftEachStep) {
  const std::vector<FilterOutcome> outcomes = outcomes_of_a_run();
  const FilterReport report = report_of(outcomes);
  EXPECT_EQ(report[Step::ms_level].spectra_in, 60U);
  EXPECT_EQ(report[Step::ms_level].spectra_out, 20U);
  std::uint64_t peaks_read = 0;
  std::uint64_t searched = 0;
  std::uint64_t peaks_searched = 0;
  for (const FilterOutcome& outcome : outcomes) {
    peaks_read += outcome.peaks_before;
    searched += outcome.removed_by ? 0 : 1;
    peaks_searched += outcome.searched.mz.size();
  }
  EXPECT_EQ(report[Step::ms_level].peaks_in, peaks_read);
  EXPECT_EQ(report[Step::min_peaks].spectra_out, searched);
  EXPECT_EQ(report[Step::min_peaks].peaks_out, peaks_searched);
  for (std::size_t step = 1; step < step_count; ++step) {
    const StepCounts& counts = report[static_cast<Step>(step)];
    const StepCounts& previous = report[static_cast<Step>(step - 1)];
    EXPECT_EQ(counts.spectra_in, previous.spectra_out);
    EXPECT_EQ(counts.peaks_in, previous.peaks_out);
    EXPECT_LE(counts.peaks_out, counts.peaks_in);
  }
}

TEST(FilterReport, DoesNotDependOnTheOrderNorOnHowARunIsSplit) {
  std::vector<FilterOutcome> outcomes = outcomes_of_a_run();
  const FilterReport whole = report_of(outcomes);
  std::ranges::reverse(outcomes);
  const auto middle = outcomes.begin() + 23;
  FilterReport merged = report_of({outcomes.begin(), middle});
  merged.merge(report_of({middle, outcomes.end()}));
  EXPECT_EQ(merged, whole);
}

}  // namespace
}  // namespace massa::filter
