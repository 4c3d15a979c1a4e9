#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "massa/parameters/parameter.hpp"
#include "massa/parameters/preset.hpp"

namespace massa::parameters {

/// @brief A checked value for each row of the table.
///
/// What the user sets wins over the preset, which wins over the table, in whatever order they are given.
class Parameters {
 public:
  /// @brief The values of a preset.
  explicit Parameters(Preset preset = Preset::automatic);

  /// @brief One `KEY=VALUE` of the command line. Lists are JSON arrays or comma-separated; the empty text leaves a
  /// nullable key open.
  /// @throws Error (usage): unknown key (with the nearest ones), wrong type, out of range, not one of the choices
  void set(std::string_view assignment);

  /// @brief A JSON object of keys and values, which may also name its `preset`.
  /// @param where  the file, for error messages
  /// @throws Error (usage) as above
  void set_json(std::string_view json, std::string_view where);

  /// @brief Changes the preset; what the user set stays.
  void use(Preset preset);

  [[nodiscard]] Preset preset() const noexcept { return preset_; }

  /// @brief Checks what concerns several keys: minimum ≤ maximum, tolerance and unit given together.
  /// @throws Error (usage)
  void check() const;

  [[nodiscard]] const Value& value(std::string_view key) const;
  [[nodiscard]] bool is_open(std::string_view key) const;
  [[nodiscard]] bool boolean(std::string_view key) const;
  [[nodiscard]] int integer(std::string_view key) const;
  [[nodiscard]] double number(std::string_view key) const;
  [[nodiscard]] std::optional<double> optional_number(std::string_view key) const;
  [[nodiscard]] const std::string& text(std::string_view key) const;
  [[nodiscard]] std::vector<int> integers(std::string_view key) const;
  [[nodiscard]] const std::vector<std::string>& texts(std::string_view key) const;

  /// @brief A JSON object with every key, in the order of the table.
  [[nodiscard]] std::string to_json(int indent = -1) const;

 private:
  void assign(const Parameter& parameter, Value value);

  Preset preset_;
  std::vector<Value> values_;  // one a row of the table
  std::vector<bool> set_by_user_;
};

/// @brief The JSON Schema (draft 2020-12) of a parameters document, made from the table.
///
/// Beyond the standard keywords each property has `x-group`, `x-unit`, `x-accession`; the schema has `x-presets` with
/// the name, the description and the values of each preset.
[[nodiscard]] std::string json_schema();

}  // namespace massa::parameters
