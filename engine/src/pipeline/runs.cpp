#include "runs.hpp"

#include <algorithm>
#include <future>
#include <memory>
#include <mutex>

#include "massa/io/hash.hpp"
#include "massa/io/reader.hpp"
#include "massa/result/peaks.hpp"
#include "massa/signal/centroid.hpp"
#include "massa/signal/coisolation.hpp"

namespace massa::pipeline {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t sampled_spectra = 1000;  // of each file

/// Buffers that one thread uses at a time.
struct Scratch {
  filter::FilterScratch filter;
  result::PeakEncoder encoder;
};

/// Lends buffers to whichever thread asks.
class ScratchPool {
 public:
  std::unique_ptr<Scratch> take() {
    const std::scoped_lock lock(mutex_);
    if (free_.empty()) {
      return std::make_unique<Scratch>();
    }
    std::unique_ptr<Scratch> scratch = std::move(free_.back());
    free_.pop_back();
    return scratch;
  }
  void give_back(std::unique_ptr<Scratch> scratch) {
    const std::scoped_lock lock(mutex_);
    free_.push_back(std::move(scratch));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Scratch>> free_;
};

/// A spectrum behind the filter.
struct Filtered {
  result::SpectrumRow row;
  filter::FilterReport report;
  SearchedSpectrum searched;
  Spectrum remains;  // for the statistics: MS1 with peaks, others without
};

result::SpectrumRow describe(const Spectrum& spectrum) {
  result::SpectrumRow row;
  row.native_id = spectrum.native_id;
  row.title = spectrum.title;
  row.scan = spectrum.scan;
  row.ms_level = spectrum.ms_level;
  row.retention_time_s = spectrum.retention_time_s;
  row.total_ion_current = spectrum.total_ion_current;
  row.peaks_total = static_cast<std::uint32_t>(spectrum.mz.size());
  if (!spectrum.precursors.empty()) {
    const Precursor& precursor = spectrum.precursors.front();
    row.precursor_mz = precursor.mz;
    row.precursor_charge = precursor.charge.value_or(0);
    row.precursor_intensity = precursor.intensity;
    row.activation = precursor.activation;
  }
  const auto base = std::ranges::max_element(spectrum.intensity);
  if (base != spectrum.intensity.end()) {
    row.base_peak_intensity = *base;
    row.base_peak_mz = spectrum.mz[static_cast<std::size_t>(base - spectrum.intensity.begin())];
  }
  return row;
}

void record_outcome(const filter::FilterPipeline& pipeline, const filter::FilterOutcome& outcome,
                    result::SpectrumRow& row) {
  if (outcome.removed_by == filter::Step::ms_level) {
    row.status = result::Status::not_searched;
    return;
  }
  for (const filter::StepDescription& step : pipeline.steps()) {
    if (step.applied) {
      row.filter_counts.push_back(outcome.peaks_after[static_cast<std::size_t>(step.step)]);
    }
  }
  if (outcome.removed_by) {
    row.status = result::Status::removed;
    row.removed_by = filter::name(*outcome.removed_by);
    row.removed_reason = outcome.removed_reason;
  } else {
    row.status = result::Status::searched;
    row.peaks_kept = static_cast<std::uint32_t>(outcome.searched.mz.size());
  }
}

SearchedSpectrum to_search(const Spectrum& spectrum, filter::SearchedPeaks peaks) {
  SearchedSpectrum searched;
  searched.peaks = std::move(peaks);
  if (!spectrum.precursors.empty()) {
    const Precursor& precursor = spectrum.precursors.front();
    searched.precursor_mz = precursor.mz;
    searched.activation = precursor.activation;
    searched.charges = precursor.charge ? std::vector<int>{*precursor.charge} : precursor.possible_charges;
  }
  return searched;
}

Filtered filter_spectrum(Spectrum&& spectrum, const filter::FilterPipeline& pipeline, Scratch& scratch) {
  Filtered result;
  result.row = describe(spectrum);
  filter::FilterOutcome outcome = pipeline.apply(spectrum, scratch.filter);
  result.report.add(outcome);
  record_outcome(pipeline, outcome, result.row);
  if (result.row.status == result::Status::searched) {
    result.row.peaks_total = static_cast<std::uint32_t>(spectrum.mz.size());  // centroids where it was a profile
    result.row.peaks = scratch.encoder.encode(spectrum.mz, spectrum.intensity, outcome.kept);
    result.searched = to_search(spectrum, std::move(outcome.searched));
  }
  if (spectrum.ms_level != 1) {
    spectrum.mz = {};
    spectrum.intensity = {};
  }
  result.remains = std::move(spectrum);
  return result;
}

/// The last survey scan, and which of its ions an isolation window lets through.
class Survey {
 public:
  explicit Survey(std::optional<Tolerance> tolerance) : tolerance_(tolerance) {}

  void take(Spectrum&& ms1) {
    if (!tolerance_) return;
    if (signal::is_profile(ms1)) {
      signal::centroid(ms1.mz, ms1.intensity, {}, mz_, intensity_);
    } else {
      mz_ = std::move(ms1.mz);
      intensity_ = std::move(ms1.intensity);
    }
  }

  [[nodiscard]] std::vector<search::CoisolatedIon> coisolated(const Precursor& precursor) const {
    constexpr int highest_charge = 5;
    std::vector<search::CoisolatedIon> ions;
    const double target = precursor.isolation_target_mz;
    const double low = target - precursor.isolation_lower_offset;
    const double high = target + precursor.isolation_upper_offset;
    if (tolerance_ && low < high) {  // false where the window is not stated
      for (const signal::SurveyIon& ion :
           signal::coisolated_ions(mz_, intensity_, low, high, *tolerance_, highest_charge)) {
        ions.push_back({ion.mz, ion.charge});
      }
    }
    return ions;
  }

 private:
  std::optional<Tolerance> tolerance_;
  std::vector<double> mz_;
  std::vector<float> intensity_;
};

class RunsReader {
 public:
  RunsReader(const ReadSettings& settings, unsigned threads, Progress& progress)
      : settings_(settings), threads_(threads), progress_(progress) {}

  void read(const fs::path& path, std::uint64_t bytes_before, std::uint64_t bytes_of_all) {
    const auto reader = io::open_spectra(path);
    classify::RunStatistics statistics(reader->run());
    const auto file = static_cast<std::uint32_t>(runs_.files.size());
    Survey survey(settings_.survey_tolerance);
    std::uint64_t count = 0;
    io::map_spectra(
        *reader, threads_,
        [&](Spectrum&& spectrum) {
          std::unique_ptr<Scratch> scratch = pool_.take();
          Filtered filtered = filter_spectrum(std::move(spectrum), settings_.filter, *scratch);
          pool_.give_back(std::move(scratch));
          return filtered;
        },
        [&](Filtered filtered) {
          statistics.add(filtered.remains);
          look_at_survey(filtered, survey);
          take(std::move(filtered), file);
          if (++count % 256 == 0) {
            progress_.report("read", bytes_before + reader->bytes_read(), bytes_of_all);
          }
        });
    for (const io::ReadWarning& warning : reader->report().warnings) {
      runs_.warnings.push_back({warning.code, warning.message});
    }
    runs_.acquisitions.push_back(classify::classify_acquisition(statistics));
    runs_.ms1_spectra += statistics.ms1();
    runs_.ms2_spectra += statistics.ms2();
    runs_.files.push_back(
        {path.filename().string(), std::string(io::name(reader->run().format)), reader->size_bytes(), ""});
    if (file == 0) {
      runs_.statistics = std::move(statistics);
    }
  }

  [[nodiscard]] Runs finish() { return std::move(runs_); }

 private:
  static void look_at_survey(Filtered& filtered, Survey& survey) {
    if (filtered.remains.ms_level == 1) {
      survey.take(std::move(filtered.remains));
    } else if (filtered.row.status == result::Status::searched && !filtered.remains.precursors.empty()) {
      filtered.searched.coisolated = survey.coisolated(filtered.remains.precursors.front());
    }
  }

  void take(Filtered filtered, std::uint32_t file) {
    filtered.row.file = file;
    runs_.filter.merge(filtered.report);
    if (filtered.row.status == result::Status::searched) {
      filtered.searched.row = static_cast<std::uint32_t>(runs_.spectra.size());
      runs_.searched.push_back(std::move(filtered.searched));
    }
    runs_.spectra.push_back(std::move(filtered.row));
  }

  const ReadSettings& settings_;
  unsigned threads_;
  Progress& progress_;
  ScratchPool pool_;
  Runs runs_;
};

}  // namespace

search::SearchSpectrum SearchedSpectrum::view() const noexcept {
  return {peaks.mz, peaks.intensity, precursor_mz, charges, activation, coisolated};
}

classify::ResolutionDecision sample_resolution(std::span<const fs::path> files) {
  classify::ResolutionStatistics statistics;
  for (const fs::path& file : files) {
    const auto reader = io::open_spectra(file);
    Spectrum spectrum;
    for (std::size_t i = 0; i < sampled_spectra && reader->next(spectrum); ++i) {
      statistics.add(spectrum);
    }
  }
  return classify::decide_resolution(statistics);
}

Runs read_runs(std::span<const fs::path> files, const ReadSettings& settings, unsigned threads, Progress& progress) {
  std::uint64_t bytes = 0;
  std::vector<std::future<std::string>> hashes;
  for (const fs::path& file : files) {
    std::error_code ignored;
    const std::uintmax_t size = fs::file_size(file, ignored);
    bytes += ignored ? 0 : size;
    hashes.push_back(std::async(std::launch::async, [&file] { return io::sha256_file(file); }));
  }
  RunsReader reader(settings, threads, progress);
  std::uint64_t bytes_before = 0;
  for (const fs::path& file : files) {
    reader.read(file, bytes_before, bytes);
    std::error_code ignored;
    bytes_before += fs::file_size(file, ignored);
  }
  Runs runs = reader.finish();
  for (std::size_t i = 0; i < files.size(); ++i) {
    runs.files[i].sha256 = hashes[i].get();
  }
  progress.report("read", bytes, bytes);
  return runs;
}

}  // namespace massa::pipeline
