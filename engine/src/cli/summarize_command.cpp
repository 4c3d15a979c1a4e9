#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "massa/core/error.hpp"
#include "massa/result/directory.hpp"
#include "termination.hpp"

namespace massa::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw Error(ErrorKind::input, "cannot be read", path.string(), "name directories that `massa analyze` wrote");
  }
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Whether a document has what the lines below take from it.
bool is_summary(const Json& document) {
  const auto has = [&](const char* pointer, auto&& is_right) {
    const Json::json_pointer at(pointer);
    return document.contains(at) && is_right(document.at(at));
  };
  const auto text = [](const Json& value) { return value.is_string(); };
  const auto protein = [&](const Json& value) {
    return value.is_null() || (value.is_object() && value.contains("accession") && text(value.at("accession")));
  };
  return document.is_object() && document.value("format", Json()) == "massa-result" && has("/file/name", text) &&
         has("/verdict/outcome", text) && has("/verdict/sentence", text) && has("/verdict/protein", protein) &&
         has("/verdict/best_competitor", protein) && has("/expected", protein) &&
         has("/acquisition", [](const Json& value) { return value.is_object(); }) &&
         has("/counts", [](const Json& value) { return value.is_object(); });
}

Json read_summary(const fs::path& directory) {
  const fs::path path = directory / "summary.json";
  Json summary = Json::parse(read_file(path), nullptr, false);
  if (!is_summary(summary)) {
    throw Error(ErrorKind::input, "is no summary of a result", path.string(),
                "name directories that `massa analyze` wrote");
  }
  return summary;
}

/// A text as a cell: on one line, without tabs.
std::string cell(std::string text) {
  std::ranges::replace_if(text, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return text;
}

/// One line a result: what the file should hold, what it holds, and how sure that is.
std::string verdicts_tsv(const Json& results) {
  std::string text =
      "file\texpected\toutcome\taccession\tdescription\te_value\tcoverage_percent\tpsms\tpeptides\tbest_"
      "competitor\tsentence\n";
  for (const Json& result : results) {
    const Json& verdict = result["verdict"];
    const Json& protein = verdict["protein"];
    const auto field = [&](const char* key) {
      if (protein.is_null() || !protein.contains(key)) return std::string();
      return protein[key].is_string() ? cell(protein[key].get<std::string>()) : protein[key].dump();
    };
    const auto accession = [](const Json& named) {
      return named.is_null() ? std::string() : named["accession"].get<std::string>();
    };
    text +=
        fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", cell(result["file"]["name"].get<std::string>()),
                    accession(result["expected"]), verdict["outcome"].get<std::string>(), field("accession"),
                    field("description"), field("e_value"), field("coverage_percent"), field("psms"), field("peptides"),
                    accession(verdict["best_competitor"]), cell(verdict["sentence"].get<std::string>()));
  }
  return text;
}

/// The protein tables below each other, each line with its file.
std::string proteins_tsv(const std::vector<fs::path>& directories, const Json& results) {
  std::string text;
  for (std::size_t i = 0; i < directories.size(); ++i) {
    const std::string table = read_file(directories[i] / "proteins.tsv");
    const std::string file = cell(results[i]["file"]["name"].get<std::string>());
    bool header = true;
    for (std::size_t begin = 0; begin < table.size();) {
      const std::size_t end = std::min(table.find('\n', begin), table.size());
      if (!header || i == 0) {
        text += fmt::format("{}\t{}\n", header ? "file" : file, std::string_view(table).substr(begin, end - begin));
      }
      header = false;
      begin = end + 1;
    }
  }
  return text;
}

Json combined(const Json& results) {
  Json outcomes = Json::object();
  Json files = Json::array();
  for (const Json& result : results) {
    const std::string outcome = result["verdict"]["outcome"].get<std::string>();
    outcomes[outcome] = outcomes.value(outcome, 0) + 1;
    files.push_back({{"file", result["file"]},
                     {"expected", result["expected"]},
                     {"acquisition", result["acquisition"]},
                     {"verdict", result["verdict"]},
                     {"counts", result["counts"]}});
  }
  return {{"format", "massa-sample"},
          {"format_version", 1},
          {"engine_version", MASSA_VERSION},
          {"outcomes", outcomes},
          {"files", files}};
}

struct SummarizeArguments {
  std::vector<std::string> directories;
  std::string output;
  bool overwrite = false;
};

void summarize(const SummarizeArguments& arguments, bool json) {
  remove_on_termination(result::partial_path(arguments.output));
  const std::vector<fs::path> directories(arguments.directories.begin(), arguments.directories.end());
  Json results = Json::array();
  for (const fs::path& directory : directories) {
    results.push_back(read_summary(directory));
  }
  const std::string document = combined(results).dump(2) + "\n";
  result::AtomicDirectory output(arguments.output, arguments.overwrite);
  result::write_file(output.path() / "summary.json", document);
  result::write_file(output.path() / "verdicts.tsv", verdicts_tsv(results));
  result::write_file(output.path() / "proteins.tsv", proteins_tsv(directories, results));
  output.commit();
  std::cout << (json ? document : verdicts_tsv(results));
}

}  // namespace

void add_summarize(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<SummarizeArguments>();
  CLI::App* command = app.add_subcommand("summarize", "Combine the results of a sample's files: one verdict a line");
  command->add_option("DIR", arguments->directories, "Result directories")->required();
  command->add_option("-o,--output", arguments->output, "Directory to write; must be absent or empty")->required();
  command->add_flag("--overwrite", arguments->overwrite, "Replace an existing directory");
  command->add_flag("--json", session.json, "Print summary.json");
  command->callback(
      [arguments, &session] { session.action = [arguments, &session] { summarize(*arguments, session.json); }; });
}

}  // namespace massa::cli
