#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "massa/filter/options.hpp"

namespace massa::filter {

/// @brief The steps of the filter, in the order in which they act.
enum class Step : std::uint8_t {
  ms_level,
  retention_time,
  precursor_mz,
  precursor_charge,
  polarity,
  activation,
  total_ion_current,
  centroid,
  noise,
  remove_precursor,
  remove_reporter_ions,
  deisotope,
  relative_intensity,
  top_peaks,
  min_peaks,
};
inline constexpr std::size_t step_count = 15;

/// @brief A parameter of a step; `std::monostate` stands for JSON's null.
using StepParameter = std::pair<std::string, std::variant<std::monostate, bool, std::int64_t, double, std::string>>;

/// @brief A step as a run applies it.
struct StepDescription {
  Step step;
  std::string name;       ///< "ms_level", …
  std::string accession;  ///< PSI-MS term, or empty where the vocabulary has none
  bool applied = false;
  std::vector<StepParameter> parameters;  ///< keys and units as in FilterOptions
  std::string reason;                     ///< why it is applied, or why not; one sentence, English
};

/// @return "ms_level", "retention_time", …
[[nodiscard]] std::string_view name(Step step) noexcept;

/// @return every step, in order
[[nodiscard]] std::vector<StepDescription> describe_steps(const FilterOptions& options);

}  // namespace massa::filter
