#include "massa/simulate/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <massa/data/example_proteins.hpp>
#include <optional>

#include "massa/core/error.hpp"
#include "massa/io/fasta.hpp"
#include "massa/io/ordered_pipeline.hpp"
#include "mzml_writer.hpp"
#include "run_model.hpp"
#include "text_writers.hpp"

namespace massa::simulate {
namespace {

constexpr std::size_t block_spectra = 64;

void require(bool condition, const std::string& problem, const std::string& remedy) {
  if (!condition) {
    throw Error(ErrorKind::usage, problem, "simulate", remedy);
  }
}

void check(const SimulateOptions& o, const SimulateOutput& output) {
  for (const double probability : {o.missed_cleavage_probability, o.oxidation_probability, o.deamidation_probability,
                                   o.acetylation_probability, o.chimeric_fraction, o.fragment_missing_probability}) {
    require(probability >= 0.0 && probability <= 1.0, "a probability is outside 0 to 1", "choose a value from 0 to 1");
  }
  require(o.unassignable_fraction >= 0.0 && o.unassignable_fraction < 1.0,
          "the unassignable fraction is outside 0 to 1", "choose a value from 0 to below 1");
  require(o.missed_cleavages >= 0 && o.missed_cleavages <= 5, "missed_cleavages is outside 0 to 5", "choose 0 to 5");
  require(o.contaminant_fraction >= 0.0 && o.noise_peaks_mean >= 0.0 && o.noise_peaks_mean <= 1e4 &&
              o.abundance_decades >= 0.0 && o.abundance_decades <= 9.0,
          "an amount is outside its range", "choose contaminants and noise of at least 0, 0 to 9 decades");
  require(o.gradient_s > 0.0 && o.gradient_s <= 1e5 && o.peak_width_s > 0.0 && o.dynamic_exclusion_s >= 0.0,
          "a time is outside its range", "choose a gradient of up to 100,000 s and a peak width above 0 s");
  require(o.top_n >= 0 && o.top_n <= 100 && o.isolation_window_th > 0.0, "a selection setting is outside its range",
          "choose 0 to 100 MS2 a survey and an isolation window above 0 Th");
  require(o.kind != RunKind::ms2_only || (o.spectra >= 1 && o.spectra <= 10'000'000),
          "the number of spectra is outside 1 to 10,000,000", "choose another number");
  require(output.mgf.empty() || o.kind != RunKind::intact, "MGF holds no spectra of intact proteins", "write mzML");
}

std::unique_ptr<RunModel> plan(std::vector<Chain> chains, const SimulateOptions& options) {
  switch (options.kind) {
    case RunKind::lc_msms:
      return plan_gradient(std::move(chains), options);
    case RunKind::ms2_only:
      return plan_ms2_only(std::move(chains), options);
    case RunKind::pmf:
      return plan_fingerprints(std::move(chains), options);
    case RunKind::intact:
      return plan_intact(std::move(chains), options);
  }
  return nullptr;
}

/// Where a block of spectra begins and ends.
struct Block {
  std::size_t begin;
  std::size_t end;
};

/// A spectrum as it goes into the files.
struct Written {
  std::int64_t scan = 0;
  int ms_level = 1;
  std::uint64_t peaks = 0;
  std::string mzml;
  std::string mgf;
  SimulatedSpectrum truth;  // without peaks
};

class Writers {
 public:
  Writers(const RunModel& model, const SimulateOptions& options, const SimulateOutput& output)
      : is_fingerprint_(options.kind == RunKind::pmf), mgf_only_(output.mzml.empty() && !output.mgf.empty()) {
    if (!output.mzml.empty()) mzml_.emplace(output.mzml, model.description(), model.size());
    if (!output.mgf.empty()) mgf_.emplace(output.mgf);
    if (!output.truth.empty()) {
      truth_.emplace(output.truth);
      truth_->write(truth_header);
    }
  }

  /// Turns a spectrum into text; safe on any thread.
  [[nodiscard]] Written prepare(SimulatedSpectrum simulated) const {
    Written written;
    written.scan = simulated.spectrum.scan.value_or(0);
    written.ms_level = simulated.spectrum.ms_level;
    written.peaks = simulated.spectrum.mz.size();
    if (mzml_) written.mzml = mzml_spectrum(simulated);
    if (mgf_ && (written.ms_level == 2 || is_fingerprint_)) written.mgf = mgf_block(simulated);
    simulated.spectrum.mz = {};
    simulated.spectrum.intensity = {};
    written.truth = std::move(simulated);
    return written;
  }

  void write(const Written& written, SimulationSummary& summary) {
    if (mzml_) mzml_->add(written.mzml, written.scan);
    const std::string native_id =
        mgf_only_ ? fmt::format("index={}", mgf_spectra_) : fmt::format("scan={}", written.scan);
    if (mgf_ && !written.mgf.empty()) {
      mgf_->write(written.mgf);
      ++mgf_spectra_;
    }
    if (truth_) truth_->write(truth_lines(written.truth, native_id));
    (written.ms_level == 1 ? summary.ms1_spectra : summary.ms2_spectra) += 1;
    summary.peaks += written.peaks;
  }

  void finish() {
    if (mzml_) mzml_->finish();
    if (mgf_) mgf_->finish();
    if (truth_) truth_->finish();
  }

 private:
  bool is_fingerprint_;
  bool mgf_only_;
  std::uint64_t mgf_spectra_ = 0;
  std::optional<MzmlWriter> mzml_;
  std::optional<OutputFile> mgf_;
  std::optional<OutputFile> truth_;
};

std::vector<SampleProtein> proteins_of(const io::FastaDatabase& database) {
  std::vector<SampleProtein> proteins;
  for (const io::FastaEntry& entry : database.entries()) {
    proteins.push_back(
        {std::string(entry.accession), std::string(entry.description), std::string(entry.sequence), 0.0});
  }
  return proteins;
}

}  // namespace

SimulationSummary simulate(const std::vector<SampleProtein>& sample, const SimulateOptions& options,
                           const SimulateOutput& output, unsigned threads, Progress& progress) {
  check(options, output);
  const std::unique_ptr<RunModel> model = plan(chains_of(sample, options), options);
  require(output.mgf.empty() || options.kind != RunKind::pmf || model->size() == 1,
          "an MGF file holds the fingerprint of one protein", "choose one protein, or write mzML");
  Writers writers(*model, options, output);
  SimulationSummary summary;
  summary.proteins = model->proteins();
  summary.peptides = model->peptides();

  std::size_t next = 0;
  std::size_t done = 0;
  io::ordered_pipeline(
      threads,
      [&]() -> std::optional<Block> {
        if (next == model->size()) {
          return std::nullopt;
        }
        const std::size_t begin = next;
        next = std::min(model->size(), begin + block_spectra);
        return Block{begin, next};
      },
      [&](const std::optional<Block>& block) {
        std::vector<Written> results;
        for (std::size_t i = block->begin; i < block->end; ++i) {
          results.push_back(writers.prepare(model->spectrum(i)));
        }
        return results;
      },
      [&](const std::vector<Written>& results) {
        for (const Written& written : results) {
          writers.write(written, summary);
        }
        done += results.size();
        progress.report("simulate", done, model->size());
      });
  writers.finish();
  return summary;
}

std::vector<SampleProtein> read_sample(const std::vector<std::filesystem::path>& fasta) {
  if (fasta.empty()) {
    return proteins_of(io::parse_fasta(data::example_proteins(), "example_proteins.fasta"));
  }
  std::vector<SampleProtein> proteins;
  for (const std::filesystem::path& path : fasta) {
    std::ranges::move(proteins_of(io::read_fasta(path)), std::back_inserter(proteins));
  }
  return proteins;
}

}  // namespace massa::simulate
