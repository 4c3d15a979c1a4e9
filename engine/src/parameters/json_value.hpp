#pragma once
#include <nlohmann/json.hpp>
#include <string_view>

#include "massa/parameters/parameter.hpp"

namespace massa::parameters {

/// @brief A value as the command line writes it.
/// @throws Error (usage) when it has not the parameter's type
[[nodiscard]] Value parse_text(const Parameter& parameter, std::string_view text);

/// @brief A value as a JSON document writes it.
/// @throws Error (usage) when it has not the parameter's type
[[nodiscard]] Value parse_json(const Parameter& parameter, const nlohmann::json& value);

/// @throws Error (usage) when the value is out of range or none of the choices
void require_allowed(const Parameter& parameter, const Value& value);

[[nodiscard]] nlohmann::ordered_json to_json_value(const Value& value);

}  // namespace massa::parameters
