#include <fmt/format.h>
#include <sqlite3.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include "commands.hpp"
#include "massa/core/error.hpp"
#include "massa/result/directory.hpp"

namespace massa::cli {
namespace {

struct Close {
  void operator()(sqlite3* handle) const noexcept { sqlite3_close(handle); }
  void operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }
};

struct ExportArguments {
  std::string directory;
  std::string format = "tsv";
  std::string table = "psms";
  std::string output;
};

[[noreturn]] void fail(sqlite3* database, const std::string& file) {
  throw Error(ErrorKind::input, std::string("is no result database: ") + sqlite3_errmsg(database), file,
              "name a directory that `massa analyze` wrote");
}

std::string cell(sqlite3_stmt* row, int column) {
  switch (sqlite3_column_type(row, column)) {
    case SQLITE_FLOAT:
      return fmt::format("{}", sqlite3_column_double(row, column));
    case SQLITE_INTEGER:
      return fmt::format("{}", sqlite3_column_int64(row, column));
    case SQLITE_TEXT: {
      std::string text(reinterpret_cast<const char*>(sqlite3_column_text(row, column)));
      std::ranges::replace_if(text, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
      return text;
    }
    default:
      return "";
  }
}

/// One table of a result as tab-separated text; binary columns (peaks, annotations) are left out.
std::string table_as_text(const std::string& file, const std::string& table) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
  const std::unique_ptr<sqlite3, Close> database(opened);
  if (code != SQLITE_OK) fail(opened, file);
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(opened, fmt::format("SELECT * FROM {} ORDER BY rowid", table).c_str(), -1, &prepared,
                         nullptr) != SQLITE_OK) {
    fail(opened, file);
  }
  const std::unique_ptr<sqlite3_stmt, Close> statement(prepared);
  std::vector<int> columns;
  std::string text;
  for (int i = 0; i < sqlite3_column_count(prepared); ++i) {
    const char* type = sqlite3_column_decltype(prepared, i);
    if (type != nullptr && std::string_view(type) == "BLOB") continue;
    text += fmt::format("{}{}", columns.empty() ? "" : "\t", sqlite3_column_name(prepared, i));
    columns.push_back(i);
  }
  text += '\n';
  int step = sqlite3_step(prepared);
  for (; step == SQLITE_ROW; step = sqlite3_step(prepared)) {
    for (const int column : columns) {
      text += (column == columns.front() ? "" : "\t") + cell(prepared, column);
    }
    text += '\n';
  }
  if (step != SQLITE_DONE) fail(opened, file);
  return text;
}

void export_table(const ExportArguments& arguments) {
  const std::filesystem::path file = std::filesystem::path(arguments.directory) / "result.sqlite";
  if (!std::filesystem::is_regular_file(file)) {
    throw Error(ErrorKind::input, "holds no result.sqlite", arguments.directory,
                "name a directory that `massa analyze` wrote");
  }
  const std::string text = table_as_text(file, arguments.table);
  if (arguments.output.empty()) {
    std::cout << text;
  } else {
    result::write_file(arguments.output, text);
  }
}

}  // namespace

void add_export(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<ExportArguments>();
  CLI::App* command = app.add_subcommand("export", "Write a table of a result in another format");
  command->add_option("DIR", arguments->directory, "Result directory")->required();
  command->add_option("--format", arguments->format, "tsv")->check(CLI::IsMember({"tsv"}));
  command->add_option("--table", arguments->table, "psms, peptides, proteins, spectra or filter_steps")
      ->check(CLI::IsMember({"psms", "peptides", "proteins", "spectra", "filter_steps"}));
  command->add_option("-o,--output", arguments->output, "File to write; otherwise standard output");
  command->add_flag("--json", session.json, "Errors as JSON too");
  command->callback([arguments, &session] { session.action = [arguments] { export_table(*arguments); }; });
}

}  // namespace massa::cli
