#include <nlohmann/json.hpp>

#include "json_value.hpp"
#include "massa/parameters/parameters.hpp"

namespace massa::parameters {
namespace {

using Json = nlohmann::ordered_json;

std::string_view json_type(Type type) {
  switch (type) {
    case Type::boolean:
      return "boolean";
    case Type::integer:
    case Type::integers:
      return "integer";
    case Type::number:
      return "number";
    case Type::text:
    case Type::texts:
      return "string";
  }
  return "";
}

bool is_list(Type type) {
  return type == Type::integers || type == Type::texts;
}

/// Type, bounds and choices: of the value itself or of a list's items.
Json constraints(const Parameter& parameter) {
  Json schema;
  const std::string type(json_type(parameter.type));
  const bool open = parameter.nullable && !is_list(parameter.type);
  schema["type"] = open ? Json{type, "null"} : Json(type);
  const bool whole = parameter.type == Type::integer || parameter.type == Type::integers;
  const auto bound = [&](double value) { return whole ? Json(static_cast<std::int64_t>(value)) : Json(value); };
  if (parameter.minimum) schema["minimum"] = bound(*parameter.minimum);
  if (parameter.maximum) schema["maximum"] = bound(*parameter.maximum);
  if (!parameter.choices.empty()) {
    schema["enum"] = parameter.choices;
    if (open) schema["enum"].push_back(nullptr);
  }
  return schema;
}

Json property(const Parameter& parameter) {
  Json schema;
  if (is_list(parameter.type)) {
    schema["type"] = parameter.nullable ? Json{"array", "null"} : Json("array");
    schema["items"] = constraints(parameter);
  } else {
    schema = constraints(parameter);
  }
  schema["default"] = to_json_value(parameter.initial);
  std::string description(parameter.description);
  if (!parameter.accession.empty()) {
    description += " (" + std::string(parameter.accession) + ")";
  }
  schema["description"] = description;
  schema["x-group"] = name(parameter.group);
  if (!parameter.unit.empty()) schema["x-unit"] = parameter.unit;
  if (!parameter.accession.empty()) schema["x-accession"] = parameter.accession;
  return schema;
}

Json preset_facts() {
  Json list = Json::array();
  for (const PresetFacts& preset : presets()) {
    Json values = Json::object();
    for (const auto& [key, value] : preset.values) {
      values[std::string(key)] = to_json_value(value);
    }
    list.push_back({{"name", preset.name}, {"description", preset.description}, {"values", values}});
  }
  return list;
}

}  // namespace

std::string json_schema() {
  Json schema;
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["title"] = "Parameters of massa analyze";
  schema["type"] = "object";
  schema["additionalProperties"] = false;
  Json properties = Json::object();
  for (const Parameter& parameter : table()) {
    properties[std::string(parameter.key)] = property(parameter);
  }
  schema["properties"] = properties;
  schema["x-presets"] = preset_facts();
  return schema.dump(2);
}

}  // namespace massa::parameters
