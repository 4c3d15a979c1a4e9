#pragma once
#include <optional>
#include <string>

#include "massa/core/spectrum.hpp"
#include "massa/filter/options.hpp"
#include "massa/filter/step.hpp"

namespace massa::filter {

struct Removal {
  Step step;
  std::string reason;
};

/// @brief The first of the steps that look at a spectrum as a whole which removes it. What a spectrum does not state
/// never removes it.
[[nodiscard]] std::optional<Removal> check_spectrum(const Spectrum& spectrum, const FilterOptions& options);

}  // namespace massa::filter
