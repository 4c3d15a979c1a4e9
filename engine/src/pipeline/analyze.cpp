#include "massa/pipeline/analyze.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <future>
#include <iterator>
#include <optional>
#include <utility>

#include "annotations.hpp"
#include "identifications.hpp"
#include "massa/core/error.hpp"
#include "massa/parameters/options.hpp"
#include "massa/result/database.hpp"
#include "massa/result/directory.hpp"
#include "massa/result/tsv.hpp"
#include "run_report.hpp"
#include "runs.hpp"
#include "search_database.hpp"
#include "summary_facts.hpp"
#include "tables.hpp"

namespace massa::pipeline {
namespace {

using parameters::Parameters;
using parameters::Preset;

/// What the peptides of the database are made of. No preset changes it.
struct TableOptions {
  chem::DigestOptions digest;
  search::ModificationOptions modifications;
};

TableOptions table_options(const Parameters& parameters) {
  return {parameters::digest_options(parameters), parameters::modification_options(parameters)};
}

/// All files are one search, so they must be of one type.
void decide_acquisition(const Runs& runs, const std::string& wanted, result::Summary& summary) {
  summary.acquisition = runs.acquisitions.front();
  if (const auto type = classify::acquisition_type(wanted)) {
    summary.acquisition_overridden = *type != summary.acquisition.type;
    summary.acquisition.type = *type;
    return;
  }
  for (std::size_t i = 1; i < runs.acquisitions.size(); ++i) {
    if (is_searched(runs.acquisitions[i].type) != is_searched(summary.acquisition.type)) {
      throw Error(ErrorKind::usage,
                  fmt::format("is of type {}, but {} is of type {}", classify::name(runs.acquisitions[i].type),
                              runs.files[0].name, classify::name(summary.acquisition.type)),
                  runs.files[i].name, "analyse files of different types one by one");
    }
  }
}

/// Without a search nothing of a spectrum is kept but its description.
void mark_not_searched(Runs& runs) {
  runs.searched.clear();
  for (result::SpectrumRow& row : runs.spectra) {
    row.status = row.status == result::Status::searched ? result::Status::not_searched : row.status;
    row.peaks = {};
  }
}

/// All but how spectra are searched, which the preset decides.
SecondSearchOptions second_search_options(const Parameters& parameters, unsigned threads) {
  SecondSearchOptions options;
  options.digest = parameters::second_search_digest(parameters);
  options.modifications = parameters::second_search_modifications(parameters);
  options.fdr_threshold = parameters.number("fdr_threshold");
  options.threads = threads;
  return options;
}

/// All but how spectra are searched a second time.
IdentifyOptions identify_options(const Parameters& parameters, unsigned threads) {
  IdentifyOptions options;
  options.acceptance = {parameters.number("fdr_threshold"), parameters.number("e_value_threshold")};
  options.verdict = {parameters.number("e_value_threshold"), parameters.integer("protein_min_peptides"),
                     parameters.number("mixture_min_percent")};
  if (parameters.boolean("second_search")) {
    options.second_search = second_search_options(parameters, threads);
  }
  return options;
}

/// The steps of an analysis, each on what the ones before left.
class Analysis {
 public:
  Analysis(const AnalyzeRequest& request, Progress& progress)
      : request_(request),
        progress_(progress),
        parameters_(request.parameters),
        table_options_(table_options(request.parameters)),
        identify_options_(identify_options(request.parameters, request.threads)),
        report_(request.threads),
        directory_(request.output, request.overwrite) {}

  result::Summary run() {
    report_.stage("prepare");
    std::future<classify::ResolutionDecision> sampling =
        std::async(std::launch::async, [this] { return sample_resolution(request_.files); });
    // What is wrong with the question is said first: parameters when they are taken, then the database and the expected
    // protein, then the spectra.
    const SearchDatabase database =
        assemble_database(request_.database, request_.expect, parameters_.boolean("add_contaminants"));
    choose_preset(sampling.get());
    const filter::FilterPipeline filter(parameters::filter_options(parameters_));
    report_.stage("read");
    // The peptide table needs no spectra and the filter needs no peptides: both are made at the same time.
    std::future<search::PeptideTable> digesting = std::async(std::launch::async, [this, &database] {
      return search::PeptideTable::build(database.sequences(), table_options_.digest, table_options_.modifications,
                                         /*decoys=*/true, request_.threads);
    });
    read(filter);
    const search::PeptideTable table = digesting.get();
    describe(database);
    // Spectra go to disk while they are searched.
    database_.emplace(directory_.path() / "result.sqlite");
    std::future<void> writing = std::async(
        std::launch::async, [this] { database_->write_spectra(tables_.files, tables_.filter_steps, tables_.spectra); });
    if (runs_.searched.empty()) {
      conclude_without_search();
    } else {
      search(database, table);
    }
    writing.get();
    write();
    return std::move(summary_);
  }

 private:
  /// The preset `auto` becomes the one that suits the files.
  void choose_preset(classify::ResolutionDecision resolution) {
    summary_.engine_version = MASSA_VERSION;
    summary_.resolution = std::move(resolution);
    if (parameters_.preset() == Preset::automatic) {
      parameters_.use(parameters::parse_preset(summary_.resolution.preset));
      summary_.preset = {summary_.resolution.preset, false, summary_.resolution.reason};
    } else {
      summary_.preset = {std::string(parameters::facts(parameters_.preset()).name), true, "chosen by the user"};
    }
    options_ = parameters::search_options(parameters_);
    if (identify_options_.second_search) {
      identify_options_.second_search->search = options_;
    }
    summary_.precursor_tolerance = options_.precursor;
    summary_.fragment_tolerance = options_.fragment;
    summary_.parameters_json = parameters_.to_json();
  }

  void read(const filter::FilterPipeline& filter) {
    const bool survey = parameters_.boolean("coisolated_ions");
    const ReadSettings settings{filter, survey ? std::optional(options_.precursor) : std::nullopt};
    runs_ = read_runs(request_.files, settings, request_.threads, progress_);
    decide_acquisition(runs_, parameters_.text("acquisition"), summary_);
    if (!is_searched(summary_.acquisition.type)) {
      mark_not_searched(runs_);
    }
    for (const result::FileFacts& file : runs_.files) {
      tables_.files.push_back(file.name);
    }
    tables_.filter_steps = filter_rows(filter, runs_.filter);
    tables_.spectra = std::move(runs_.spectra);
  }

  void describe(const SearchDatabase& database) {
    summary_.files = runs_.files;
    summary_.database = database.facts;
    summary_.expected = database.expected;
    summary_.counts.spectra = tables_.spectra.size();
    summary_.counts.ms1_spectra = runs_.ms1_spectra;
    summary_.counts.ms2_spectra = runs_.ms2_spectra;
    summary_.counts.searched_spectra = runs_.searched.size();
    summary_.warnings = database.warnings;
    std::ranges::copy(runs_.warnings, std::back_inserter(summary_.warnings));
  }

  void search(const SearchDatabase& database, const search::PeptideTable& table) {
    report_.stage("search");
    std::vector<search::SearchSpectrum> spectra;
    spectra.reserve(runs_.searched.size());
    for (const SearchedSpectrum& searched : runs_.searched) {
      spectra.push_back(searched.view());
    }
    std::vector<search::SpectrumMatches> matches =
        search::search(spectra, table, options_, request_.threads, &progress_);

    report_.stage("validate");
    progress_.report("validate", 0, 1);
    // Validation is the work of one thread; the others explain peaks meanwhile.
    std::future<Identifications> identifying = std::async(
        std::launch::async, [&] { return identify(matches, runs_.searched, table, database, identify_options_); });
    std::vector<PackedAnnotations> annotations =
        annotate_best(matches, runs_.searched, table, options_, request_.threads);
    Identifications found = identifying.get();
    annotate_again(found.second, runs_.searched, options_, annotations);
    take_matches(std::move(matches), found);
    add_identifications(found, summary_);

    report_.stage("tabulate");
    fill_identifications(found, runs_.searched, std::move(annotations), table, database,
                         parameters_.integer("matches_per_spectrum"), request_.threads, tables_);
  }

  void conclude_without_search() {
    const validate::Verdict verdict = not_searched(summary_.acquisition.type);
    summary_.outcome = verdict.outcome;
    summary_.sentence = verdict.sentence;
    summary_.reasons = verdict.reasons;
  }

  void write() {
    report_.stage("write");
    progress_.report("write", 0, 1);
    const std::string summary_json = result::to_json(summary_);
    std::future<void> writing = std::async(std::launch::async, [&] {
      database_->write_identifications(tables_);
      database_->finish(std::vector<std::pair<std::string, std::string>>{
          {"format", "massa-result"}, {"engine_version", MASSA_VERSION}, {"summary", summary_json}});
    });
    result::write_file(directory_.path() / "psms.tsv", result::psms_tsv(tables_, request_.threads));
    result::write_file(directory_.path() / "peptides.tsv", result::peptides_tsv(tables_));
    result::write_file(directory_.path() / "proteins.tsv", result::proteins_tsv(tables_));
    result::write_file(directory_.path() / "summary.json", summary_json);
    writing.get();
    result::write_file(directory_.path() / "run.json", report_.to_json());
    directory_.commit();
    progress_.report("write", 1, 1);
  }

  const AnalyzeRequest& request_;
  Progress& progress_;
  Parameters parameters_;
  TableOptions table_options_;
  IdentifyOptions identify_options_;
  RunReport report_;
  result::AtomicDirectory directory_;
  search::SearchOptions options_;
  Runs runs_;
  result::Tables tables_;
  result::Summary summary_;
  std::optional<result::ResultDatabase> database_;
};

}  // namespace

result::Summary analyze(const AnalyzeRequest& request, Progress& progress) {
  if (request.files.empty()) {
    throw Error(ErrorKind::usage, "no spectrum file", "", "name at least one");
  }
  request.parameters.check();
  return Analysis(request, progress).run();
}

}  // namespace massa::pipeline
