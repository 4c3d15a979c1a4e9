#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace massa::validate {

/// @brief What is held for and of one protein when the verdict is found.
struct ProteinEvidence {
  std::string accession;
  std::string description;
  bool expected = false;
  bool contaminant = false;                    ///< of the contaminant list, and not expected
  bool in_database = true;                     ///< false for a contaminant that the search added
  bool leading = false;                        ///< leads its group
  std::vector<std::uint32_t> peptides;         ///< ids of its accepted distinct peptides, ascending
  std::vector<std::uint32_t> claimed;          ///< of these, those that no better group explains, ascending
  std::vector<std::string> indistinguishable;  ///< accessions with the same peptides
  double database_share = 0.0;                 ///< its residues / residues of the database
  std::uint64_t psms = 0;                      ///< accepted
  std::uint64_t unique_peptides = 0;
  double coverage_percent = 0.0;    ///< of residues coverage_from to coverage_to
  std::uint32_t coverage_from = 1;  ///< 1-based
  std::uint32_t coverage_to = 0;    ///< inclusive
  bool n_terminus_seen = false;
  bool c_terminus_seen = false;
  double mass_da = 0.0;  ///< average mass of the unmodified chain
  std::uint32_t length = 0;
};

/// @brief An accepted distinct peptide (sequence with I = L) as evidence.
struct PeptideEvidence {
  double e_value = 1.0;    ///< the best of its PSMs
  std::uint64_t psms = 0;  ///< accepted
};

}  // namespace massa::validate
