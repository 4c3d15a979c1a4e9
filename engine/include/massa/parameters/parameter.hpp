#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace massa::parameters {

/// @brief The value of a parameter; `std::monostate` means "not set" (the preset or the file decides, or there is no
/// limit).
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::int64_t>,
                           std::vector<std::string>>;

enum class Type : std::uint8_t { boolean, integer, number, text, integers, texts };

/// @brief Where a parameter belongs; pages show one section a group.
enum class Group : std::uint8_t { run, digestion, modifications, search, filter, validation };

/// @brief One row of the table of parameters: the one source of the schema, the presets and the checks.
struct Parameter {
  std::string_view key;  ///< flat snake_case, with the unit in the name where it has one
  Group group;
  Type type;
  Value initial;          ///< what holds when neither the preset nor the user says otherwise
  bool nullable = false;  ///< may be left open: null in JSON, the empty text on the command line
  std::string_view unit;  ///< "Da", "Th", "s", "%" or empty
  std::optional<double> minimum;
  std::optional<double> maximum;
  std::vector<std::string_view> choices;  ///< allowed texts; empty: any
  std::string_view accession;             ///< PSI-MS term, or empty where the vocabulary has none
  std::string_view description;           ///< one or two sentences, English
};

/// @return every parameter, in the order in which documents list them
[[nodiscard]] std::span<const Parameter> table();

/// @return the row of `key`
/// @throws Error (usage) naming the nearest keys when there is none
[[nodiscard]] const Parameter& find(std::string_view key);

/// @return up to three of `known` that a reader may have meant by `word`, nearest first (Levenshtein distance,
/// substrings)
[[nodiscard]] std::vector<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known);

/// @return "digestion", "filter", …
[[nodiscard]] std::string_view name(Group group) noexcept;

}  // namespace massa::parameters
