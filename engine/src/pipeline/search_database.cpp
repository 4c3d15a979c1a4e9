#include "search_database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <massa/data/contaminants.hpp>
#include <unordered_map>

#include "massa/core/error.hpp"
#include "massa/io/hash.hpp"

namespace massa::pipeline {
namespace {

using infer::DatabaseProtein;

/// The mature chain that the entry declares, unless it reaches beyond the sequence: that is another protein's.
std::optional<chem::MatureChain> mature_chain(const io::FastaEntry& entry) {
  const auto chain = chem::declared_mature_chain(entry.description);
  return chain && chain->end <= entry.sequence.size() ? chain : std::nullopt;
}

DatabaseProtein protein_of(const io::FastaEntry& entry) {
  return {entry.accession, entry.description, entry.sequence, mature_chain(entry)};
}

void add_warnings(const io::FastaDatabase& source, std::vector<result::Warning>& warnings) {
  for (const io::ReadWarning& warning : source.warnings()) {
    warnings.push_back({warning.code, warning.message});
  }
}

bool is_file(const std::string& expect) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(expect, ignored);
}

io::FastaDatabase read_expected(const std::filesystem::path& file) {
  io::FastaDatabase expected = io::read_fasta(file);
  if (expected.entries().size() != 1) {
    throw Error(ErrorKind::usage, fmt::format("holds {} proteins", expected.entries().size()), file.string(),
                "give the one sequence that the file should hold");
  }
  return expected;
}

/// Whether `text` names the entry: its accession, its identifier, or one part of "sp|P02769|ALBU_BOVIN" behind the
/// first, which names a database.
bool names(std::string_view text, const io::FastaEntry& entry) {
  if (text == entry.accession || text == entry.identifier) return true;
  const std::string_view identifier = entry.identifier;
  for (std::size_t bar = identifier.find('|'); bar != std::string_view::npos; bar = identifier.find('|', bar + 1)) {
    const std::string_view rest = identifier.substr(bar + 1);
    if (!text.empty() && rest.substr(0, rest.find('|')) == text) return true;
  }
  return false;
}

/// Adds the contaminants that the database lacks and marks those that it has; these learn their mature chain from the
/// list.
void merge_contaminants(const io::FastaDatabase& contaminants, SearchDatabase& database) {
  std::unordered_map<std::string_view, std::size_t> index_of;
  for (std::size_t i = 0; i < database.proteins.size(); ++i) {
    index_of.try_emplace(database.proteins[i].sequence, i);
  }
  for (const io::FastaEntry& entry : contaminants.entries()) {
    const auto present = index_of.find(entry.sequence);
    if (present != index_of.end()) {
      DatabaseProtein& known = database.proteins[present->second];
      known.contaminant = true;
      if (!known.mature) {
        known.mature = mature_chain(entry);
      }
    } else {
      database.proteins.push_back(protein_of(entry));
      database.proteins.back().contaminant = true;
      database.proteins.back().in_database = false;
    }
  }
}

void set_expected(SearchDatabase& database, DatabaseProtein& protein, bool own_sequence) {
  protein.expected = true;
  database.expected = result::ExpectedFacts{std::string(protein.accession), std::string(protein.description),
                                            protein.sequence.size(), own_sequence};
}

void expect_own_sequence(SearchDatabase& database) {
  DatabaseProtein& own = database.proteins.front();
  const auto same = std::find_if(database.proteins.begin() + 1, database.proteins.end(),
                                 [&](const DatabaseProtein& other) { return other.sequence == own.sequence; });
  if (same != database.proteins.end()) {
    database.warnings.push_back({"expected_sequence_in_database",
                                 fmt::format("the expected sequence {} is also {} of the database, which it replaces",
                                             own.accession, same->accession)});
    const std::string_view sequence = own.sequence;
    std::erase_if(database.proteins, [&](const DatabaseProtein& other) {
      return other.sequence == sequence && other.sequence.data() != sequence.data();
    });
  }
  set_expected(database, database.proteins.front(), true);
}

/// The protein of this very entry; for a contaminant that the database has already, the database's.
DatabaseProtein& protein_with(std::string_view sequence, SearchDatabase& database) {
  const auto same_entry = std::ranges::find_if(
      database.proteins, [&](const DatabaseProtein& protein) { return protein.sequence.data() == sequence.data(); });
  return same_entry != database.proteins.end()
             ? *same_entry
             : *std::ranges::find(database.proteins, sequence, &DatabaseProtein::sequence);
}

void expect_accession(SearchDatabase& database, const std::string& accession) {
  for (const io::FastaDatabase& source : database.sources) {
    for (const io::FastaEntry& entry : source.entries()) {
      if (!names(accession, entry)) continue;
      set_expected(database, protein_with(entry.sequence, database), false);
      return;
    }
  }
  throw Error(ErrorKind::usage, fmt::format("no protein '{}'", accession), database.facts.name,
              "--expect takes an accession of the database, or a FASTA file with the protein's own sequence");
}

}  // namespace

std::vector<search::ProteinSequence> SearchDatabase::sequences() const {
  std::vector<search::ProteinSequence> result;
  result.reserve(proteins.size());
  for (const DatabaseProtein& protein : proteins) {
    result.push_back({protein.sequence, protein.mature});
  }
  return result;
}

SearchDatabase assemble_database(const std::filesystem::path& fasta, const std::optional<std::string>& expect,
                                 bool add_contaminants) {
  SearchDatabase database;
  const bool own_sequence = expect && is_file(*expect);
  if (own_sequence) {
    database.sources.push_back(read_expected(*expect));
  }
  std::future<std::string> hash = std::async(std::launch::async, [&fasta] { return io::sha256_file(fasta); });
  database.sources.push_back(io::read_fasta(fasta));
  database.facts = {fasta.filename().string(), hash.get(), database.sources.back().entries().size()};
  for (const io::FastaDatabase& source : database.sources) {
    add_warnings(source, database.warnings);
    for (const io::FastaEntry& entry : source.entries()) {
      database.proteins.push_back(protein_of(entry));
    }
  }
  if (add_contaminants) {
    database.sources.push_back(io::parse_fasta(data::contaminants(), "contaminants"));
    merge_contaminants(database.sources.back(), database);
  }
  if (own_sequence) {
    expect_own_sequence(database);
  } else if (expect) {
    expect_accession(database, *expect);
  }
  return database;
}

}  // namespace massa::pipeline
