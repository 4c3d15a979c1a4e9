#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace massa::chem {

/// @brief The interior of `peptide` in reverse; the first and last residue stay.
[[nodiscard]] std::string reversed_decoy(std::string_view peptide);

/// @brief The interior of `peptide` in an order that depends only on the sequence and `attempt`; the ends stay.
[[nodiscard]] std::string shuffled_decoy(std::string_view peptide, std::uint32_t attempt);

/// @brief 64-bit hash of a sequence; `isobaric`: I counts as L.
/// Depends on nothing but the letters, so it breaks ties between targets and decoys without favour.
[[nodiscard]] std::uint64_t sequence_hash(std::string_view sequence, bool isobaric = false) noexcept;

}  // namespace massa::chem
