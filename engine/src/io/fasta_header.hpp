#pragma once
#include <string_view>

namespace massa::io {

/// @brief The parts of a FASTA header: views into it.
struct FastaHeader {
  std::string_view identifier;   ///< first word
  std::string_view accession;    ///< part of the identifier that names the entry in its database
  std::string_view description;  ///< the rest
};

/// @brief Takes a header (without `>`) apart.
///
/// sp|P02769|ALBU_BOVIN and tr|…, P02769|ALBU_BOVIN, gi|1|ref|NP_000001.1|, gnl|db|id, sp:P02769 (PEFF); any other
/// first word is the accession as it stands. A decoy keeps its whole identifier, so that it is not taken for its
/// target.
[[nodiscard]] FastaHeader parse_fasta_header(std::string_view header) noexcept;

/// @brief True for the usual marks of decoys: DECOY_, REV_, rev_, XXX_, ##…, …_REVERSED.
[[nodiscard]] bool is_decoy_name(std::string_view identifier) noexcept;

}  // namespace massa::io
