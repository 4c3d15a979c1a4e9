#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iostream>
#include <memory>

#include "commands.hpp"
#include "massa/core/error.hpp"
#include "massa/simulate/simulate.hpp"
#include "progress_display.hpp"

namespace massa::cli {
namespace {

using simulate::InstrumentKind;
using simulate::RunKind;
using simulate::SimulateOptions;

constexpr std::array<std::pair<std::string_view, RunKind>, 4> kinds{{{"lc-msms", RunKind::lc_msms},
                                                                     {"ms2-only", RunKind::ms2_only},
                                                                     {"pmf", RunKind::pmf},
                                                                     {"intact", RunKind::intact}}};
constexpr std::array<std::pair<std::string_view, InstrumentKind>, 3> instruments{
    {{"high-resolution", InstrumentKind::high_resolution},
     {"hybrid", InstrumentKind::hybrid},
     {"low-resolution", InstrumentKind::low_resolution}}};

template <class Table>
std::vector<std::string> names(const Table& table) {
  std::vector<std::string> result;
  result.reserve(table.size());
  for (const auto& [name, value] : table) {
    result.emplace_back(name);
  }
  return result;
}

template <class Table>
auto value_of(const Table& table, std::string_view name) {
  return std::ranges::find(table, name, [](const auto& entry) { return entry.first; })->second;
}

struct SimulateArguments {
  std::vector<std::string> fasta;
  std::string kind = "lc-msms";
  std::string instrument = "high-resolution";
  SimulateOptions options;
  simulate::SimulateOutput output;
  std::string progress = "auto";
  unsigned threads = 0;
};

void simulate_run(const SimulateArguments& arguments) {
  if (arguments.output.mzml.empty() && arguments.output.mgf.empty()) {
    throw Error(ErrorKind::usage, "no output was named", "", "add --mzml FILE or --mgf FILE");
  }
  SimulateOptions options = arguments.options;
  options.kind = value_of(kinds, arguments.kind);
  options.instrument = value_of(instruments, arguments.instrument);
  const std::vector<std::filesystem::path> fasta(arguments.fasta.begin(), arguments.fasta.end());
  const std::unique_ptr<Progress> progress = make_progress(arguments.progress);
  const simulate::SimulationSummary summary =
      simulate::simulate(simulate::read_sample(fasta), options, arguments.output, arguments.threads, *progress);
  std::cout << fmt::format("{} proteins, {} peptides, {} MS1 and {} MS2 spectra, {} peaks\n", summary.proteins,
                           summary.peptides, summary.ms1_spectra, summary.ms2_spectra, summary.peaks);
}

void add_sample_options(CLI::App& command, SimulateOptions& options) {
  command.add_option("--accession", options.accessions, "Take only this protein; may be repeated")
      ->allow_extra_args(false);
  command.add_option("--contaminant-fraction", options.contaminant_fraction,
                     "Amount of keratins and trypsin, relative to the proteins");
  command.add_option("--enzyme", options.enzyme, "Cleavage agent, name or accession");
  command.add_option("--missed-cleavages", options.missed_cleavages, "Most in a peptide that is formed");
  command.add_option("--missed-cleavage-probability", options.missed_cleavage_probability, "That a bond stays uncut");
  command.add_option("--abundance-decades", options.abundance_decades,
                     "Powers of ten that the proteins span; 0: all alike");
  command.add_option("--oxidation-probability", options.oxidation_probability, "Of a methionine");
  command.add_option("--deamidation-probability", options.deamidation_probability, "Of an asparagine");
  command.add_option("--acetylation-probability", options.acetylation_probability, "Of a protein N-terminus");
}

void add_run_options(CLI::App& command, SimulateArguments& arguments) {
  SimulateOptions& options = arguments.options;
  command.add_option("--kind", arguments.kind, "lc-msms, ms2-only, pmf or intact")->check(CLI::IsMember(names(kinds)));
  command.add_option("--instrument", arguments.instrument, "high-resolution, hybrid or low-resolution")
      ->check(CLI::IsMember(names(instruments)));
  command.add_option("--seed", options.seed, "The same seed gives the same files");
  command.add_option("--gradient-s", options.gradient_s, "Length of the run, seconds");
  command.add_option("--peak-width-s", options.peak_width_s,
                     "Full width at half maximum of a chromatographic peak, seconds");
  command.add_option("--top-n", options.top_n, "MS2 spectra after each MS1");
  command.add_option("--dynamic-exclusion-s", options.dynamic_exclusion_s, "Seconds");
  command.add_option("--isolation-window-th", options.isolation_window_th, "Full width, Th");
  command.add_option("--spectra", options.spectra, "MS2 spectra of a ms2-only run");
}

void add_error_options(CLI::App& command, SimulateOptions& options) {
  command.add_option("--unassignable-fraction", options.unassignable_fraction,
                     "MS2 spectra of sequences that no database holds");
  command.add_option("--chimeric-fraction", options.chimeric_fraction,
                     "MS2 spectra of a ms2-only run with a second peptide");
  command.add_option("--noise-peaks-mean", options.noise_peaks_mean, "Noise peaks in an MS2 spectrum");
  command.add_option("--fragment-missing-probability", options.fragment_missing_probability, "That a fragment is lost");
  command.add_option("--precursor-error-mean-ppm", options.precursor_error_mean_ppm,
                     "ppm; typical of the instrument where not given");
  command.add_option("--precursor-error-sd-ppm", options.precursor_error_sd_ppm, "ppm");
  command.add_option("--fragment-error-mean-ppm", options.fragment_error_mean_ppm, "ppm, high-resolution MS2");
  command.add_option("--fragment-error-sd-ppm", options.fragment_error_sd_ppm, "ppm, high-resolution MS2");
  command.add_option("--fragment-error-sd-da", options.fragment_error_sd_da, "Da, ion-trap MS2");
}

}  // namespace

void add_simulate(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<SimulateArguments>();
  CLI::App* command =
      app.add_subcommand("simulate", "Write a realistic run of known proteins, with the truth about each spectrum");
  command->add_option("FASTA", arguments->fasta, "Proteins of the sample")->required();
  command->add_option("--mzml", arguments->output.mzml, "Indexed mzML to write");
  command->add_option("--mgf", arguments->output.mgf, "MGF to write");
  command->add_option("--truth", arguments->output.truth, "Table of what each spectrum holds, tab-separated");
  add_run_options(*command, *arguments);
  add_sample_options(*command, arguments->options);
  add_error_options(*command, arguments->options);
  command->add_option("-t,--threads", arguments->threads, "Threads; 0: one a processor")->check(CLI::Range(0U, 1024U));
  command->add_option("--progress", arguments->progress, "auto, json or none")
      ->check(CLI::IsMember({"auto", "json", "none"}));
  command->add_flag("--json", session.json, "Errors as JSON too");
  command->callback([arguments, &session] { session.action = [arguments] { simulate_run(*arguments); }; });
}

}  // namespace massa::cli
