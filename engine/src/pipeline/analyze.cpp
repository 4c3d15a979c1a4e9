#include "massa/pipeline/analyze.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>

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

/// A database and its peptides.
struct PreparedDatabase {
  SearchDatabase database;
  search::PeptideTable table;
};

PreparedDatabase prepare_database(const AnalyzeRequest& request) {
  SearchDatabase database =
      assemble_database(request.database, request.expect, request.parameters.boolean("add_contaminants"));
  search::PeptideTable table = search::PeptideTable::build(
      database.sequences(), parameters::digest_options(request.parameters),
      parameters::modification_options(request.parameters), /*decoys=*/true, request.threads);
  return {std::move(database), std::move(table)};
}

/// The preset `auto` becomes the one that suits the files.
void choose_preset(Parameters& parameters, result::Summary& summary) {
  if (parameters.preset() != Preset::automatic) {
    summary.preset = {std::string(parameters::facts(parameters.preset()).name), true, "chosen by the user"};
    return;
  }
  parameters.use(parameters::parse_preset(summary.resolution.preset));
  summary.preset = {summary.resolution.preset, false, summary.resolution.reason};
}

void describe_tolerances(const search::SearchOptions& options, result::Summary& summary) {
  summary.precursor_tolerance = options.precursor;
  summary.fragment_tolerance = options.fragment;
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

std::vector<search::SpectrumMatches> search_spectra(const Runs& runs, const search::PeptideTable& table,
                                                    const search::SearchOptions& options, unsigned threads,
                                                    Progress& progress) {
  std::vector<search::SearchSpectrum> spectra;
  spectra.reserve(runs.searched.size());
  for (const SearchedSpectrum& searched : runs.searched) {
    spectra.push_back(searched.view());
  }
  return search::search(spectra, table, options, threads, &progress);
}

/// The expected protein alone bears more modifications, one more missed cleavage and one residue less.
SecondSearchOptions second_search_options(const Parameters& parameters, unsigned threads) {
  SecondSearchOptions options;
  options.digest = parameters::digest_options(parameters);
  options.digest.missed_cleavages += 1;
  options.digest.min_length = std::max(5, options.digest.min_length - 1);
  options.modifications = parameters::second_search_modifications(parameters);
  options.search = parameters::search_options(parameters);
  options.fdr_threshold = parameters.number("fdr_threshold");
  options.threads = threads;
  return options;
}

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

void write_tsv(const std::filesystem::path& directory, const result::Tables& tables, unsigned threads) {
  result::write_file(directory / "psms.tsv", result::psms_tsv(tables, threads));
  result::write_file(directory / "peptides.tsv", result::peptides_tsv(tables));
  result::write_file(directory / "proteins.tsv", result::proteins_tsv(tables));
}

std::vector<std::pair<std::string, std::string>> meta(const std::string& summary_json) {
  return {{"format", "massa-result"}, {"engine_version", MASSA_VERSION}, {"summary", summary_json}};
}

void require_files(const AnalyzeRequest& request) {
  if (request.files.empty()) {
    throw Error(ErrorKind::usage, "no spectrum file", "", "name at least one");
  }
}

}  // namespace

result::Summary analyze(const AnalyzeRequest& request, Progress& progress) {
  require_files(request);
  request.parameters.check();
  RunReport report(request.threads);
  report.stage("prepare");
  result::AtomicDirectory directory(request.output, request.overwrite);
  result::Summary summary;
  summary.engine_version = MASSA_VERSION;
  Parameters parameters = request.parameters;

  // The peptide table needs no spectra and the filter needs no peptides: both are made at the same time.
  std::future<PreparedDatabase> preparing = std::async(std::launch::async, prepare_database, std::cref(request));
  summary.resolution = sample_resolution(request.files);
  choose_preset(parameters, summary);
  const search::SearchOptions options = parameters::search_options(parameters);
  const filter::FilterPipeline filter(parameters::filter_options(parameters));
  describe_tolerances(options, summary);

  report.stage("read");
  const ReadSettings settings{filter,
                              parameters.boolean("coisolated_ions") ? std::optional(options.precursor) : std::nullopt};
  Runs runs = read_runs(request.files, settings, request.threads, progress);
  const PreparedDatabase prepared = preparing.get();
  decide_acquisition(runs, parameters.text("acquisition"), summary);
  const bool searched = is_searched(summary.acquisition.type) && !runs.searched.empty();
  if (!searched) {
    mark_not_searched(runs);
  }

  result::Tables tables;
  for (const result::FileFacts& file : runs.files) tables.files.push_back(file.name);
  tables.filter_steps = filter_rows(filter, runs.filter);
  tables.spectra = std::move(runs.spectra);
  result::ResultDatabase database(directory.path() / "result.sqlite");
  std::future<void> writing = std::async(
      std::launch::async, [&] { database.write_spectra(tables.files, tables.filter_steps, tables.spectra); });

  summary.files = runs.files;
  summary.database = prepared.database.facts;
  summary.expected = prepared.database.expected;
  summary.parameters_json = parameters.to_json();
  summary.counts.spectra = tables.spectra.size();
  summary.counts.ms1_spectra = runs.ms1_spectra;
  summary.counts.ms2_spectra = runs.ms2_spectra;
  summary.counts.searched_spectra = runs.searched.size();
  summary.warnings = prepared.database.warnings;
  std::ranges::copy(runs.warnings, std::back_inserter(summary.warnings));

  if (searched) {
    report.stage("search");
    std::vector<search::SpectrumMatches> matches =
        search_spectra(runs, prepared.table, options, request.threads, progress);
    report.stage("validate");
    progress.report("validate", 0, 1);
    const Identifications found = identify(std::move(matches), runs.searched, prepared.table, prepared.database,
                                           identify_options(parameters, request.threads));
    add_identifications(found, summary);
    report.stage("annotate");
    fill_identifications(found, runs.searched, prepared.table, prepared.database, options,
                         parameters.integer("matches_per_spectrum"), request.threads, tables);
  } else {
    const validate::Verdict verdict = not_searched(summary.acquisition.type);
    summary.outcome = verdict.outcome;
    summary.sentence = verdict.sentence;
    summary.reasons = verdict.reasons;
  }

  report.stage("write");
  progress.report("write", 0, 1);
  const std::string summary_json = result::to_json(summary);
  writing.get();
  writing = std::async(std::launch::async, [&] {
    database.write_identifications(tables);
    database.finish(meta(summary_json));
  });
  write_tsv(directory.path(), tables, request.threads);
  result::write_file(directory.path() / "summary.json", summary_json);
  writing.get();
  report.stage("flush");
  result::write_file(directory.path() / "run.json", report.to_json());
  directory.commit();
  progress.report("write", 1, 1);
  return summary;
}

}  // namespace massa::pipeline
