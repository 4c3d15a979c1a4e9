#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace massa::io {

/// @brief Text as valid UTF-8 on one line: bytes that are not UTF-8 are read as ISO 8859-1, control characters become
/// spaces.
[[nodiscard]] std::string clean_text(std::string_view bytes);

/// @brief clean_text() of at most 60 bytes, with "…" where it was cut: for messages.
[[nodiscard]] std::string shortened(std::string_view bytes);

[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// @brief A finite or infinite decimal number that is the whole (trimmed) text; a leading `+` is accepted.
[[nodiscard]] std::optional<double> parse_double(std::string_view text) noexcept;
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;

/// @brief ASCII comparison that ignores case.
[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept;
[[nodiscard]] bool contains_ignoring_case(std::string_view text, std::string_view part) noexcept;

}  // namespace massa::io
