#pragma once
#include <string_view>
#include <vector>

namespace massa::chem {

/// @brief The fields of each line of a tab-separated table behind its header line. Views into `text`.
[[nodiscard]] std::vector<std::vector<std::string_view>> table_rows(std::string_view text);

/// @brief Compares without regard to ASCII letter case.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;

}  // namespace massa::chem
