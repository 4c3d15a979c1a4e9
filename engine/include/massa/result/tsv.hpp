#pragma once
#include <string>

#include "massa/result/rows.hpp"

namespace massa::result {

/// @name The tables as tab-separated text with a header line; missing values are empty cells.
/// Column names and units are a contract: see docs/src/content/docs/en/formats/result-directory.md. Tabs and line
/// breaks inside texts become spaces.
/// @{
[[nodiscard]] std::string proteins_tsv(const Tables& tables);
[[nodiscard]] std::string peptides_tsv(const Tables& tables);
[[nodiscard]] std::string psms_tsv(const Tables& tables, unsigned threads);
/// @}

}  // namespace massa::result
