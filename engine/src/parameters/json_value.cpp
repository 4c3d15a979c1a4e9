#include "json_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "massa/core/error.hpp"

namespace massa::parameters {
namespace {

std::string_view expected_form(Type type) {
  switch (type) {
    case Type::boolean:
      return "true or false";
    case Type::integer:
      return "a whole number";
    case Type::number:
      return "a number";
    case Type::text:
      return "a text";
    case Type::integers:
      return "a list of whole numbers such as [0,1]";
    case Type::texts:
      return "a list of texts such as [\"Oxidation@M\"]";
  }
  return "";
}

[[noreturn]] void refuse_form(const Parameter& parameter, std::string_view given) {
  throw Error(ErrorKind::usage, fmt::format("'{}' is not {}", given, expected_form(parameter.type)),
              fmt::format("parameter {}", parameter.key), "");
}

std::optional<std::int64_t> whole(const nlohmann::json& value) {
  if (value.is_number_integer()) {
    return value.get<std::int64_t>();
  }
  if (value.is_number_float()) {
    const double number = value.get<double>();
    if (std::nearbyint(number) == number && std::abs(number) < 1e15) {
      return static_cast<std::int64_t>(number);
    }
  }
  return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

nlohmann::json list_from_commas(Type type, std::string_view text) {
  nlohmann::json list = nlohmann::json::array();
  while (!trimmed(text).empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string item(trimmed(text.substr(0, comma)));
    if (type == Type::integers) {
      list.push_back(nlohmann::json::parse(item, nullptr, false));
    } else {
      list.push_back(item);
    }
    text.remove_prefix(std::min(text.size(), comma + 1));
  }
  return list;
}

void require_in_range(const Parameter& parameter, double value) {
  if (parameter.minimum && value < *parameter.minimum) {
    throw Error(ErrorKind::usage, fmt::format("{} is below the least value {}", value, *parameter.minimum),
                fmt::format("parameter {}", parameter.key), "");
  }
  if (parameter.maximum && value > *parameter.maximum) {
    throw Error(ErrorKind::usage, fmt::format("{} is above the greatest value {}", value, *parameter.maximum),
                fmt::format("parameter {}", parameter.key), "");
  }
}

void require_choice(const Parameter& parameter, std::string_view value) {
  if (parameter.choices.empty() || std::ranges::find(parameter.choices, value) != parameter.choices.end()) {
    return;
  }
  throw Error(ErrorKind::usage, fmt::format("'{}' is not a choice", value), fmt::format("parameter {}", parameter.key),
              fmt::format("use one of {}", fmt::join(parameter.choices, ", ")));
}

}  // namespace

Value parse_text(const Parameter& parameter, std::string_view text) {
  text = trimmed(text);
  if ((text.empty() || text == "null") && parameter.nullable) {
    return std::monostate{};
  }
  if (parameter.type == Type::text) {
    return std::string(text);
  }
  const bool list = parameter.type == Type::integers || parameter.type == Type::texts;
  const nlohmann::json value = list && !text.starts_with('[') ? list_from_commas(parameter.type, text)
                                                              : nlohmann::json::parse(text, nullptr, false);
  if (value.is_discarded()) {
    refuse_form(parameter, text);
  }
  return parse_json(parameter, value);
}

Value parse_json(const Parameter& parameter, const nlohmann::json& value) {
  const auto refuse = [&] { refuse_form(parameter, value.is_discarded() ? "the value" : value.dump()); };
  if (value.is_null() && parameter.nullable) {
    return std::monostate{};
  }
  switch (parameter.type) {
    case Type::boolean:
      if (value.is_boolean()) return value.get<bool>();
      break;
    case Type::integer:
      if (const auto number = whole(value)) return *number;
      break;
    case Type::number:
      if (value.is_number()) return value.get<double>();
      break;
    case Type::text:
      if (value.is_string()) return value.get<std::string>();
      break;
    case Type::integers: {
      if (!value.is_array()) break;
      std::vector<std::int64_t> list;
      for (const nlohmann::json& item : value) {
        const auto number = whole(item);
        if (!number) refuse();
        list.push_back(*number);
      }
      return list;
    }
    case Type::texts: {
      if (!value.is_array()) break;
      std::vector<std::string> list;
      for (const nlohmann::json& item : value) {
        if (!item.is_string()) refuse();
        list.push_back(item.get<std::string>());
      }
      return list;
    }
  }
  refuse();
  return {};
}

void require_allowed(const Parameter& parameter, const Value& value) {
  struct Check {
    const Parameter& parameter;
    void operator()(std::monostate) const {}
    void operator()(bool) const {}
    void operator()(std::int64_t number) const { require_in_range(parameter, static_cast<double>(number)); }
    void operator()(double number) const { require_in_range(parameter, number); }
    void operator()(const std::string& text) const { require_choice(parameter, text); }
    void operator()(const std::vector<std::int64_t>& list) const {
      for (const std::int64_t number : list) (*this)(number);
    }
    void operator()(const std::vector<std::string>& list) const {
      for (const std::string& text : list) (*this)(text);
    }
  };
  std::visit(Check{parameter}, value);
}

nlohmann::ordered_json to_json_value(const Value& value) {
  return std::visit(
      [](const auto& held) -> nlohmann::ordered_json {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>) {
          return nullptr;
        } else {
          return held;
        }
      },
      value);
}

}  // namespace massa::parameters
