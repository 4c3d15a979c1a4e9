#include "massa/filter/pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "massa/core/error.hpp"
#include "massa/signal/centroid.hpp"
#include "massa/signal/noise.hpp"
#include "peak_selection.hpp"
#include "spectrum_checks.hpp"

namespace massa::filter {
namespace {

void require(bool condition, const std::string& problem, const std::string& remedy) {
  if (!condition) {
    throw Error(ErrorKind::usage, problem, "filter", remedy);
  }
}

template <class T>
void require_order(const std::optional<T>& minimum, const std::optional<T>& maximum, const std::string& key) {
  require(!minimum || !maximum || *minimum <= *maximum, "the minimum of " + key + " is above its maximum",
          "exchange the two values");
}

void check(const FilterOptions& o) {
  require_order(o.retention_time_min_s, o.retention_time_max_s, "retention_time");
  require_order(o.precursor_mz_min, o.precursor_mz_max, "precursor_mz");
  require_order(o.precursor_charge_min, o.precursor_charge_max, "precursor_charge");
  require_order<double>(o.reporter_mz_min, o.reporter_mz_max, "reporter_mz");
  require(o.centroid_min_points >= 1, "centroid_min_points is below 1", "choose 1 or more");
  require(o.noise_signal_to_noise_min >= 0.0 && o.noise_window_th > 0.0 && o.noise_bins >= 1,
          "a noise parameter is negative or 0", "choose a ratio of at least 0, a window above 0 Th, at least 1 bin");
  require(o.remove_precursor_window_th > 0.0, "remove_precursor_window_th is not above 0", "choose a width in Th");
  require(o.deisotope_tolerance.value > 0.0 && o.deisotope_charge_max >= 1,
          "a deisotoping parameter is below its minimum", "choose a tolerance above 0 and a charge of at least 1");
  require(o.relative_intensity_min_percent >= 0.0 && o.relative_intensity_min_percent <= 100.0,
          "relative_intensity_min_percent is outside 0 to 100", "choose 0 (off) or a few per cent");
  require(o.top_peaks >= 0 && o.window_top_peaks >= 0 && o.min_peaks >= 0, "a number of peaks is negative",
          "choose 0 (off) or more");
  require(o.window_width_th > 0.0, "window_width_th is not above 0", "choose a width in Th");
}

/// The steps that change peaks, one function a step.
class PeakFilter {
 public:
  PeakFilter(const FilterOptions& options, Spectrum& spectrum, FilterScratch& scratch)
      : options_(options), spectrum_(spectrum), scratch_(scratch) {}

  void centroid() {
    if (!signal::is_profile(spectrum_)) {
      return;
    }
    signal::CentroidOptions centroid_options;
    centroid_options.min_points = options_.centroid_min_points;
    signal::centroid(spectrum_.mz, spectrum_.intensity, centroid_options, scratch_.mz, scratch_.intensity);
    spectrum_.mz.assign(scratch_.mz.begin(), scratch_.mz.end());
    spectrum_.intensity.assign(scratch_.intensity.begin(), scratch_.intensity.end());
    spectrum_.representation = Representation::centroid;
  }

  void take_all() {
    scratch_.peaks.resize(spectrum_.mz.size());
    for (std::uint32_t i = 0; i < spectrum_.mz.size(); ++i) {
      scratch_.peaks[i] = {spectrum_.mz[i], spectrum_.intensity[i], i, 0};
    }
  }

  void noise() {
    signal::estimate_noise(spectrum_.mz, spectrum_.intensity, {options_.noise_window_th, options_.noise_bins},
                           scratch_.noise);
    std::erase_if(scratch_.peaks, [this](const Peak& peak) {
      return static_cast<double>(peak.intensity) <
             options_.noise_signal_to_noise_min * static_cast<double>(scratch_.noise[peak.source]);
    });
  }

  void remove_precursor() {
    for (const Precursor& precursor : spectrum_.precursors) {
      std::erase_if(scratch_.peaks, [&](const Peak& peak) {
        return std::abs(peak.mz - precursor.mz) <= options_.remove_precursor_window_th;
      });
    }
  }

  void remove_reporter_ions() {
    std::erase_if(scratch_.peaks, [this](const Peak& peak) {
      return peak.mz >= options_.reporter_mz_min && peak.mz <= options_.reporter_mz_max;
    });
  }

  void deisotope() {
    std::vector<Peak>& before = scratch_.peaks;
    scratch_.mz.resize(before.size());
    scratch_.intensity.resize(before.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
      scratch_.mz[i] = before[i].mz;
      scratch_.intensity[i] = before[i].intensity;
    }
    signal::DeisotopeOptions deisotope_options;
    deisotope_options.tolerance = options_.deisotope_tolerance;
    deisotope_options.max_charge = std::min(options_.deisotope_charge_max, highest_precursor_charge());
    signal::deisotope(scratch_.mz, scratch_.intensity, deisotope_options, scratch_.selected);
    for (Peak& peak : scratch_.selected) {
      peak.source = before[peak.source].source;
    }
    before.swap(scratch_.selected);
  }

  void top_peaks() {
    if (options_.peak_selection == PeakSelection::per_spectrum) {
      keep_brightest(scratch_.peaks, static_cast<std::size_t>(options_.top_peaks), scratch_.intensity);
    } else {
      keep_brightest_per_window(scratch_.peaks, static_cast<std::size_t>(options_.window_top_peaks),
                                options_.window_width_th, scratch_.intensity);
    }
  }

 private:
  /// No fragment carries more charges than the precursor.
  [[nodiscard]] int highest_precursor_charge() const {
    int highest = 0;
    for (const Precursor& precursor : spectrum_.precursors) {
      highest = std::max(highest, std::abs(precursor.charge.value_or(0)));
      for (const int charge : precursor.possible_charges) {
        highest = std::max(highest, std::abs(charge));
      }
    }
    return highest == 0 ? options_.deisotope_charge_max : highest;
  }

  const FilterOptions& options_;
  Spectrum& spectrum_;
  FilterScratch& scratch_;
};

void store(const std::vector<Peak>& peaks, SearchedPeaks& searched) {
  searched.mz.reserve(peaks.size());
  searched.intensity.reserve(peaks.size());
  searched.source.reserve(peaks.size());
  searched.charge.reserve(peaks.size());
  for (const Peak& peak : peaks) {
    searched.mz.push_back(peak.mz);
    searched.intensity.push_back(peak.intensity);
    searched.source.push_back(peak.source);
    searched.charge.push_back(peak.charge);
  }
}

}  // namespace

FilterPipeline::FilterPipeline(FilterOptions options) : options_(std::move(options)), steps_(describe_steps(options_)) {
  check(options_);
}

FilterOutcome FilterPipeline::apply(Spectrum& spectrum, FilterScratch& scratch) const {
  FilterOutcome outcome;
  const auto count = [](std::size_t peaks) { return static_cast<std::uint32_t>(peaks); };
  const auto after = [&](Step step) -> std::uint32_t& { return outcome.peaks_after[static_cast<std::size_t>(step)]; };
  const auto applied = [&](Step step) { return steps_[static_cast<std::size_t>(step)].applied; };

  outcome.peaks_before = count(spectrum.mz.size());
  std::optional<Removal> removal = check_spectrum(spectrum, options_);
  const Step last_check = removal ? removal->step : Step::centroid;
  for (std::size_t step = 0; step < static_cast<std::size_t>(last_check); ++step) {
    outcome.peaks_after[step] = outcome.peaks_before;
  }
  if (removal) {
    outcome.removed_by = removal->step;
    outcome.removed_reason = std::move(removal->reason);
    return outcome;
  }

  PeakFilter filter(options_, spectrum, scratch);
  if (applied(Step::centroid)) {
    filter.centroid();
  }
  after(Step::centroid) = count(spectrum.mz.size());
  filter.take_all();
  const auto run = [&](Step step, auto&& body) {
    if (applied(step)) {
      body();
    }
    after(step) = count(scratch.peaks.size());
  };
  run(Step::noise, [&] { filter.noise(); });
  run(Step::remove_precursor, [&] { filter.remove_precursor(); });
  run(Step::remove_reporter_ions, [&] { filter.remove_reporter_ions(); });
  run(Step::deisotope, [&] { filter.deisotope(); });
  run(Step::relative_intensity, [&] { drop_faint(scratch.peaks, options_.relative_intensity_min_percent); });
  run(Step::top_peaks, [&] { filter.top_peaks(); });

  outcome.kept.assign(spectrum.mz.size(), 0);
  for (const Peak& peak : scratch.peaks) {
    outcome.kept[peak.source] = 1;
  }
  if (scratch.peaks.size() < static_cast<std::size_t>(options_.min_peaks)) {
    outcome.removed_by = Step::min_peaks;
    outcome.removed_reason = fmt::format("{} peaks are left, fewer than {}", scratch.peaks.size(), options_.min_peaks);
    return outcome;
  }
  after(Step::min_peaks) = count(scratch.peaks.size());
  store(scratch.peaks, outcome.searched);
  return outcome;
}

}  // namespace massa::filter
