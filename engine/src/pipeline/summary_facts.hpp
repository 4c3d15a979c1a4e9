#pragma once
#include <string_view>

#include "identifications.hpp"
#include "massa/result/summary.hpp"

namespace massa::pipeline {

/// @brief Whether files of this type are searched.
[[nodiscard]] bool is_searched(classify::AcquisitionType type) noexcept;

/// @brief The verdict on a file that is not searched: what it is and what it needs.
[[nodiscard]] validate::Verdict not_searched(classify::AcquisitionType type);

/// @brief Verdict, counts and false discovery rates of a search.
void add_identifications(const Identifications& found, result::Summary& summary);

}  // namespace massa::pipeline
