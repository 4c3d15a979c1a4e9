#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "massa/infer/proteins.hpp"
#include "massa/io/fasta.hpp"
#include "massa/result/summary.hpp"
#include "massa/search/peptide_table.hpp"

namespace massa::pipeline {

/// @brief Everything that is searched: the database, the expected protein's own sequence, the contaminants.
struct SearchDatabase {
  std::vector<io::FastaDatabase> sources;  ///< own what `proteins` look at
  std::vector<infer::DatabaseProtein> proteins;
  result::DatabaseFacts facts;
  std::optional<result::ExpectedFacts> expected;
  std::vector<result::Warning> warnings;

  [[nodiscard]] std::vector<search::ProteinSequence> sequences() const;
};

/// @brief Assembles what is searched.
///
/// An expected sequence of its own stands before the database and takes the place of an entry with the same residues. A
/// contaminant whose sequence the database has already is not added; the entry counts as contaminant instead.
/// @param expect  an accession or identifier of the database or the contaminants, or a FASTA file with one sequence
/// @throws Error (usage) when the expected protein is not there, (input) for a file that is no FASTA
[[nodiscard]] SearchDatabase assemble_database(const std::filesystem::path& fasta,
                                               const std::optional<std::string>& expect, bool add_contaminants);

}  // namespace massa::pipeline
