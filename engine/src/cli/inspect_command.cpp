#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "commands.hpp"
#include "massa/inspect/inspect.hpp"

namespace massa::cli {
namespace {

void print_for_people(const inspect::Inspection& inspection) {
  std::cout << fmt::format("{}: {}, {} bytes, SHA-256 {}\n", inspection.file_name, io::name(inspection.format),
                           inspection.size_bytes, inspection.sha256);
  if (inspection.spectra) {
    const auto& spectra = *inspection.spectra;
    std::cout << fmt::format("  {} spectra: {} MS1, {} MS2\n", spectra.statistics.spectra, spectra.statistics.ms1(),
                             spectra.statistics.ms2())
              << fmt::format("  acquisition {}: {}\n", classify::name(spectra.acquisition.type),
                             spectra.acquisition.reason);
  }
  if (inspection.fasta) {
    std::cout << fmt::format("  {} proteins, {} residues\n", inspection.fasta->proteins, inspection.fasta->residues);
  }
  for (const io::ReadWarning& warning : inspection.warnings) {
    std::cerr << "massa: warning: " << warning.message << '\n';
  }
}

void inspect_files(const std::vector<std::string>& files, unsigned threads, bool json) {
  std::vector<std::string> objects;  // printed together: a file that cannot be read leaves no half document behind
  for (const std::string& file : files) {
    const inspect::Inspection inspection = inspect::inspect_file(file, threads);
    if (json) {
      objects.push_back(inspect::to_json(inspection));
    } else {
      print_for_people(inspection);
    }
  }
  if (json) {
    const std::string joined = fmt::format("{}", fmt::join(objects, ",\n"));
    std::cout << (files.size() > 1 ? "[\n" + joined + "\n]\n" : joined + "\n");
  }
}

}  // namespace

void add_inspect(CLI::App& app, Session& session) {
  struct Arguments {
    std::vector<std::string> files;
    unsigned threads = 0;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("inspect", "Say what a file is, without loading it all");
  command->add_option("FILE", arguments->files, "mzML, mzXML, MGF or FASTA")->required();
  command->add_option("-t,--threads", arguments->threads, "Threads; 0: one a processor")->check(CLI::Range(0U, 1024U));
  command->add_flag("--json", session.json, "One JSON object; an array for several files");
  command->callback([arguments, &session] {
    session.action = [arguments, &session] { inspect_files(arguments->files, arguments->threads, session.json); };
  });
}

}  // namespace massa::cli
