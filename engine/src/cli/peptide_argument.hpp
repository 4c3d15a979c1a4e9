#pragma once
#include <string_view>

#include "massa/chem/peptidoform.hpp"

namespace massa::cli {

/// @brief Reads a peptide as ProForma writes it with UNIMOD names or accessions: "PEPTIDEM[Oxidation]K", "[Acetyl]-…",
/// "…-[Amidated]".
/// @throws Error (usage) that names the part that is not understood
[[nodiscard]] chem::Peptidoform parse_peptide(std::string_view text);

}  // namespace massa::cli
