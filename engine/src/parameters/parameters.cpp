#include "massa/parameters/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "json_value.hpp"
#include "massa/core/error.hpp"

namespace massa::parameters {
namespace {

std::size_t row_of(std::string_view key) {
  const std::span<const Parameter> rows = table();
  return static_cast<std::size_t>(&find(key) - rows.data());
}

bool is_key(std::string_view key) {
  return std::ranges::find(table(), key, &Parameter::key) != table().end();
}

template <class T>
const T& as(const Parameters& parameters, std::string_view key) {
  const T* value = std::get_if<T>(&parameters.value(key));
  if (value == nullptr) {
    throw Error(ErrorKind::bug, "parameter '" + std::string(key) + "' was read before it had a value of its type", "",
                "report this with the command line");
  }
  return *value;
}

}  // namespace

Parameters::Parameters(Preset preset) : preset_(preset), set_by_user_(table().size(), false) {
  for (const Parameter& parameter : table()) {
    values_.push_back(parameter.initial);
  }
  use(preset);
}

void Parameters::use(Preset preset) {
  preset_ = preset;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (!set_by_user_[i]) {
      values_[i] = table()[i].initial;
    }
  }
  for (const auto& [key, preset_value] : facts(preset).values) {
    const std::size_t row = row_of(key);
    if (!set_by_user_[row]) {
      values_[row] = preset_value;
    }
  }
}

void Parameters::set(std::string_view assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string_view::npos) {
    throw Error(ErrorKind::usage, "'" + std::string(assignment) + "' is no setting", "--set", "write KEY=VALUE");
  }
  const Parameter& parameter = find(assignment.substr(0, equals));
  assign(parameter, parse_text(parameter, assignment.substr(equals + 1)));
}

void Parameters::set_json(std::string_view json, std::string_view where) {
  const nlohmann::json document = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) {
    throw Error(ErrorKind::usage, "is no JSON object", std::string(where),
                "write {\"key\": value, …}; `massa parameters --preset auto` prints an example");
  }
  for (const auto& [key, value] : document.items()) {
    if (key == "preset" && value.is_string()) {
      use(parse_preset(value.get<std::string>()));
      continue;
    }
    const Parameter& parameter = find(key);
    assign(parameter, parse_json(parameter, value));
  }
}

void Parameters::assign(const Parameter& parameter, Value value) {
  require_allowed(parameter, value);
  const std::size_t row = row_of(parameter.key);
  set_by_user_[row] = !std::holds_alternative<std::monostate>(value);
  values_[row] = std::move(value);
  if (!set_by_user_[row]) {
    use(preset_);
  }
}

void Parameters::check() const {
  constexpr std::string_view minimum = "_min";
  constexpr std::string_view maximum = "_max";
  for (const Parameter& parameter : table()) {
    const std::size_t at = parameter.key.find(minimum);
    std::string upper(parameter.key);
    if (at == std::string::npos || !is_key(upper.replace(at, minimum.size(), maximum))) {
      continue;
    }
    const auto low = optional_number(parameter.key);
    const auto high = optional_number(upper);
    if (low && high && *low > *high) {
      throw Error(ErrorKind::usage, std::string(parameter.key) + " is above " + upper, "", "exchange the two values");
    }
  }
  for (const std::string key : {"precursor_tolerance", "fragment_tolerance"}) {
    const std::size_t row = row_of(key);
    const std::size_t unit_row = row_of(key + "_unit");
    if (set_by_user_[unit_row] && !set_by_user_[row]) {
      throw Error(ErrorKind::usage, fmt::format("{0}_unit is set without {0}", key), "", "set both");
    }
    if (set_by_user_[row] && !set_by_user_[unit_row]) {
      throw Error(ErrorKind::usage, key + " is set without its unit", "", "also set " + key + "_unit to ppm or Da");
    }
  }
}

const Value& Parameters::value(std::string_view key) const {
  return values_[row_of(key)];
}

bool Parameters::is_open(std::string_view key) const {
  return std::holds_alternative<std::monostate>(value(key));
}

bool Parameters::boolean(std::string_view key) const {
  return as<bool>(*this, key);
}

int Parameters::integer(std::string_view key) const {
  return static_cast<int>(as<std::int64_t>(*this, key));
}

double Parameters::number(std::string_view key) const {
  return as<double>(*this, key);
}

std::optional<double> Parameters::optional_number(std::string_view key) const {
  const Value& held = value(key);
  if (const auto* whole = std::get_if<std::int64_t>(&held)) {
    return static_cast<double>(*whole);
  }
  return is_open(key) ? std::nullopt : std::optional(number(key));
}

const std::string& Parameters::text(std::string_view key) const {
  return as<std::string>(*this, key);
}

std::vector<int> Parameters::integers(std::string_view key) const {
  const auto& held = as<std::vector<std::int64_t>>(*this, key);
  return {held.begin(), held.end()};
}

const std::vector<std::string>& Parameters::texts(std::string_view key) const {
  return as<std::vector<std::string>>(*this, key);
}

std::string Parameters::to_json(int indent) const {
  nlohmann::ordered_json document = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < values_.size(); ++i) {
    document[std::string(table()[i].key)] = to_json_value(values_[i]);
  }
  return document.dump(indent);
}

}  // namespace massa::parameters
