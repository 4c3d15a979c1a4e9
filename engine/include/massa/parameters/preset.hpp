#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "massa/parameters/parameter.hpp"

namespace massa::parameters {

/// @brief A named set of values. `automatic` leaves to the engine which of the others suits the file.
enum class Preset : std::uint8_t { automatic, high_resolution, hybrid, low_resolution };

/// @brief What a preset sets, and what it is for.
struct PresetFacts {
  Preset preset;
  std::string_view name;         ///< "auto", "high-resolution", "hybrid", "low-resolution"
  std::string_view description;  ///< one sentence, English
  std::span<const std::pair<std::string_view, Value>> values;
};

/// @return every preset; `auto` first
[[nodiscard]] std::span<const PresetFacts> presets();

[[nodiscard]] const PresetFacts& facts(Preset preset);

/// @throws Error (usage) naming the presets when `name` is none of them
[[nodiscard]] Preset parse_preset(std::string_view name);

}  // namespace massa::parameters
