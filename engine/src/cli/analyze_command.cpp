#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "commands.hpp"
#include "massa/core/error.hpp"
#include "massa/pipeline/analyze.hpp"
#include "massa/result/directory.hpp"
#include "progress_display.hpp"
#include "termination.hpp"

namespace massa::cli {
namespace {

struct AnalyzeArguments {
  std::vector<std::string> files;
  std::string database;
  std::string preset;
  std::string parameters_file;
  std::vector<std::string> settings;
  std::string expect;
  std::string output;
  std::string progress = "auto";
  unsigned threads = 0;
  bool overwrite = false;
};

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw Error(ErrorKind::usage, "the parameters cannot be read", path, "check the name");
  }
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

parameters::Parameters effective_parameters(const AnalyzeArguments& arguments) {
  parameters::Parameters parameters;
  if (!arguments.parameters_file.empty()) {
    parameters.set_json(read_text(arguments.parameters_file), arguments.parameters_file);
  }
  if (!arguments.preset.empty()) {
    parameters.use(parameters::parse_preset(arguments.preset));
  }
  for (const std::string& setting : arguments.settings) {
    parameters.set(setting);
  }
  return parameters;
}

pipeline::AnalyzeRequest request_of(const AnalyzeArguments& arguments) {
  pipeline::AnalyzeRequest request;
  request.files.assign(arguments.files.begin(), arguments.files.end());
  request.database = arguments.database;
  request.parameters = effective_parameters(arguments);
  if (!arguments.expect.empty()) {
    request.expect = arguments.expect;
  }
  request.threads = arguments.threads;
  request.output = arguments.output;
  request.overwrite = arguments.overwrite;
  return request;
}

void print_for_people(const result::Summary& summary, const std::string& output) {
  std::cout << summary.sentence << '\n';
  for (const validate::Reason& reason : summary.reasons) {
    std::cout << "  - " << reason.text << '\n';
  }
  std::cout << fmt::format("{} of {} MS2 spectra searched ({}); {} PSMs, {} peptides, {} proteins accepted\n",
                           summary.counts.searched_spectra, summary.counts.ms2_spectra, summary.preset.name,
                           summary.counts.accepted_psms, summary.counts.peptides, summary.counts.proteins);
  for (const result::Warning& warning : summary.warnings) {
    std::cerr << "massa: warning: " << warning.message << '\n';
  }
  std::cout << "Result: " << output << '\n';
}

void analyze(const AnalyzeArguments& arguments, bool json) {
  const pipeline::AnalyzeRequest request = request_of(arguments);
  remove_on_termination(result::partial_path(request.output));
  const std::unique_ptr<Progress> progress = make_progress(arguments.progress);
  const result::Summary summary = pipeline::analyze(request, *progress);
  if (json) {
    std::cout << result::to_json(summary);
  } else {
    print_for_people(summary, arguments.output);
  }
}

}  // namespace

void add_analyze(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<AnalyzeArguments>();
  CLI::App* command = app.add_subcommand("analyze", "Filter, classify, identify: one result directory");
  command->add_option("FILE", arguments->files, "Spectra: mzML, mzXML or MGF; several files are one search")
      ->required();
  command->add_option("-d,--database", arguments->database, "Protein database, FASTA")->required();
  command->add_option("-o,--output", arguments->output, "Result directory; must be absent or empty")->required();
  command->add_option("-p,--preset", arguments->preset, "auto, high-resolution, hybrid or low-resolution");
  command->add_option("-c,--config", arguments->parameters_file, "Parameters as a JSON object");
  command->add_option("-s,--set", arguments->settings, "KEY=VALUE, may be repeated")
      ->take_all()
      ->allow_extra_args(false);
  command->add_option("-e,--expect", arguments->expect,
                      "Protein that the file should hold: accession, or FASTA with its own sequence");
  command->add_option("-t,--threads", arguments->threads, "Threads; 0: one a processor")->check(CLI::Range(0U, 1024U));
  command->add_option("--progress", arguments->progress, "auto, json or none")
      ->check(CLI::IsMember({"auto", "json", "none"}));
  command->add_flag("--overwrite", arguments->overwrite, "Replace an existing result");
  command->add_flag("--json", session.json, "Print summary.json");
  command->callback(
      [arguments, &session] { session.action = [arguments, &session] { analyze(*arguments, session.json); }; });
}

}  // namespace massa::cli
