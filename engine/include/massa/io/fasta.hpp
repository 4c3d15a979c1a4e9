#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "massa/io/run_info.hpp"

namespace massa::io {

/// @brief One protein. Views into the database that holds it, valid as long as that database.
struct FastaEntry {
  std::string_view
      accession;  ///< P02769 of "sp|P02769|ALBU_BOVIN", NP_000001.1 of "gi|1|ref|NP_000001.1|", else the first word
  std::string_view identifier;   ///< the first word of the header, as it stands
  std::string_view description;  ///< the rest of the header, valid UTF-8; may be empty
  std::string_view sequence;     ///< upper-case letters, and `*` for a stop inside; never empty
};

/// @brief All proteins of a FASTA file in one arena.
class FastaDatabase {
 public:
  /// @brief In file order.
  [[nodiscard]] const std::vector<FastaEntry>& entries() const noexcept { return entries_; }
  /// @brief Residues of all entries together.
  [[nodiscard]] std::uint64_t residues() const noexcept { return residues_; }
  /// @brief Empty and duplicate entries, characters left out, nucleotides, decoys.
  [[nodiscard]] const std::vector<ReadWarning>& warnings() const noexcept { return warnings_; }
  /// @brief The first entry with this accession or identifier (exact, case-sensitive); null if there is none.
  [[nodiscard]] const FastaEntry* find(std::string_view accession) const noexcept;

  /// @brief For the reader. `arena` owns what `entries` look at.
  FastaDatabase(std::shared_ptr<const std::vector<char>> arena, std::vector<FastaEntry> entries,
                std::vector<ReadWarning> warnings);

 private:
  std::shared_ptr<const std::vector<char>> arena_;
  std::vector<FastaEntry> entries_;
  std::vector<ReadWarning> warnings_;
  std::uint64_t residues_ = 0;
};

/// @brief Reads a protein database: UniProt, NCBI, PEFF or plain headers, plain or gzip-wrapped.
///
/// Lower case is raised, white space, gaps (`-`, `.`) and a final `*` are left out. An entry without residues, and one
/// whose accession and sequence both repeat an earlier one, is left out with a warning.
/// @throws massa::Error (input) with file and line when it is no FASTA file or holds no protein
[[nodiscard]] FastaDatabase read_fasta(const std::filesystem::path& path);

/// @brief The same from text in memory; `name` stands for the file in messages.
[[nodiscard]] FastaDatabase parse_fasta(std::string_view text, std::string_view name);

}  // namespace massa::io
