#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "massa/chem/digest.hpp"
#include "massa/chem/residues.hpp"
#include "massa/core/error.hpp"
#include "massa/io/fasta.hpp"
#include "peptide_argument.hpp"
#include "search/ion_series.hpp"

namespace massa::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Prints rows as JSON or, with one header line, as tab-separated text.
void print(const Json& rows, bool json) {
  if (json) {
    std::cout << rows.dump(2) << '\n';
    return;
  }
  for (const Json& row : rows) {
    std::string header;
    std::string line;
    for (const auto& [key, value] : row.items()) {
      header += (header.empty() ? "" : "\t") + key;
      const std::string cell = value.is_number_float() ? fmt::format("{:.6f}", value.get<double>())
                               : value.is_string()     ? value.get<std::string>()
                                                       : value.dump();
      line += (line.empty() ? "" : "\t") + cell;
    }
    std::cout << (&row == &rows.front() ? header + '\n' : "") << line << '\n';
  }
}

double average_mass(const chem::Peptidoform& peptide) {
  double mass = chem::peptide_composition(peptide.sequence).value_or(chem::Composition{}).average_mass();
  for (const chem::ModifiedSite& site : peptide.sites) {
    mass += site.modification->composition.average_mass();
  }
  return mass;
}

void print_masses(const std::string& text, int charge_max, bool json) {
  const chem::Peptidoform peptide = parse_peptide(text);
  Json row{{"proforma", chem::proforma(peptide)},
           {"monoisotopic_mass_da", chem::mass(peptide)},
           {"average_mass_da", average_mass(peptide)}};
  for (int charge = 1; charge <= charge_max; ++charge) {
    row[fmt::format("mz_{}", charge)] = chem::mz(chem::mass(peptide), charge);
  }
  print(Json::array({row}), json);
}

struct DigestArguments {
  std::string sequence;
  std::string enzyme = "Trypsin";
  chem::DigestOptions options;
};

void print_digest(DigestArguments& arguments, bool json) {
  arguments.options.enzyme = &chem::enzyme(arguments.enzyme);
  chem::check(arguments.options);
  std::error_code ignored;
  const bool is_file = std::filesystem::is_regular_file(arguments.sequence, ignored);
  const io::FastaDatabase database = is_file ? io::read_fasta(arguments.sequence)
                                             : io::parse_fasta(">sequence\n" + arguments.sequence, "the sequence");
  Json rows = Json::array();
  for (const io::FastaEntry& entry : database.entries()) {
    for (const chem::DigestedPeptide& peptide :
         chem::digest(entry.sequence, arguments.options, chem::declared_mature_chain(entry.description))) {
      const std::string sequence(entry.sequence.substr(peptide.begin, peptide.length));
      rows.push_back({{"protein", entry.accession},
                      {"start", peptide.begin + 1},
                      {"end", peptide.begin + peptide.length},
                      {"missed_cleavages", peptide.missed_cleavages},
                      {"monoisotopic_mass_da", chem::peptide_mass(sequence)},
                      {"sequence", sequence}});
    }
  }
  print(rows, json);
}

/// Residue masses with the modifications on them; those of the termini go to the ends.
std::vector<double> chain_masses(const chem::Peptidoform& peptide) {
  std::vector<double> masses;
  for (const char residue : peptide.sequence) {
    masses.push_back(chem::residue_mass(residue));
  }
  for (const chem::ModifiedSite& site : peptide.sites) {
    const std::size_t residue = std::min<std::size_t>(std::max<std::size_t>(site.position, 1), masses.size()) - 1;
    masses[residue] += site.modification->mass_delta;
  }
  return masses;
}

search::FragmentIons ions_of(const std::string& name) {
  return name == "cz"     ? search::FragmentIons::cz
         : name == "bycz" ? search::FragmentIons::bycz
                          : search::FragmentIons::by;
}

void print_fragments(const std::string& text, const std::string& ions, int charge_max, bool json) {
  const chem::Peptidoform peptide = parse_peptide(text);
  const std::vector<double> masses = chain_masses(peptide);
  Json rows = Json::array();
  for (const search::IonSeries& series : search::ion_series(ions_of(ions), Activation::unknown)) {
    double mass = series.offset - chem::proton_mass + (series.prefix ? 0.0 : chem::water.monoisotopic_mass());
    for (std::size_t ordinal = 1; ordinal < masses.size(); ++ordinal) {
      mass += masses[series.prefix ? ordinal - 1 : masses.size() - ordinal];
      for (int charge = 1; charge <= charge_max; ++charge) {
        rows.push_back({{"ion", std::string(1, series.name)},
                        {"ordinal", ordinal},
                        {"charge", charge},
                        {"mz", chem::mz(mass, charge)}});
      }
    }
  }
  print(rows, json);
}

void add_mass(CLI::App& app, Session& session) {
  struct Arguments {
    std::string peptide;
    int charge_max = 3;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("mass", "Masses of a peptide or protein");
  command->add_option("PEPTIDE", arguments->peptide, "ProForma, such as PEPTM[Oxidation]K")->required();
  command->add_option("--charge-max", arguments->charge_max, "m/z of charges up to this one")
      ->check(CLI::Range(0, 100));
  command->add_flag("--json", session.json, "JSON instead of tab-separated text");
  command->callback([arguments, &session] {
    session.action = [arguments, &session] { print_masses(arguments->peptide, arguments->charge_max, session.json); };
  });
}

void add_digest(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<DigestArguments>();
  CLI::App* command = app.add_subcommand("digest", "Peptides of a protein");
  command->add_option("SEQUENCE", arguments->sequence, "A sequence, or a FASTA file")->required();
  command->add_option("--enzyme", arguments->enzyme, "Cleavage agent, name or accession");
  command->add_option("--missed-cleavages", arguments->options.missed_cleavages, "Most in a peptide")
      ->check(CLI::Range(0, 10));
  command->add_option("--min-length", arguments->options.min_length, "Residues");
  command->add_option("--max-length", arguments->options.max_length, "Residues");
  command->add_option("--min-mass-da", arguments->options.min_mass_da, "Da, monoisotopic");
  command->add_option("--max-mass-da", arguments->options.max_mass_da, "Da, monoisotopic");
  command->add_flag("--json", session.json, "JSON instead of tab-separated text");
  command->callback(
      [arguments, &session] { session.action = [arguments, &session] { print_digest(*arguments, session.json); }; });
}

void add_fragment(CLI::App& app, Session& session) {
  struct Arguments {
    std::string peptide;
    std::string ions = "by";
    int charge_max = 1;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("fragment", "Fragment ions of a peptide");
  command->add_option("PEPTIDE", arguments->peptide, "ProForma, such as PEPTM[Oxidation]K")->required();
  command->add_option("--ions", arguments->ions, "by, cz or bycz")->check(CLI::IsMember({"by", "cz", "bycz"}));
  command->add_option("--charge-max", arguments->charge_max, "Fragment charges up to this one")
      ->check(CLI::Range(1, 10));
  command->add_flag("--json", session.json, "JSON instead of tab-separated text");
  command->callback([arguments, &session] {
    session.action = [arguments, &session] {
      print_fragments(arguments->peptide, arguments->ions, arguments->charge_max, session.json);
    };
  });
}

}  // namespace

void add_calculators(CLI::App& app, Session& session) {
  add_mass(app, session);
  add_digest(app, session);
  add_fragment(app, session);
}

}  // namespace massa::cli
