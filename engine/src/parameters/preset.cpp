#include "massa/parameters/preset.hpp"

#include <array>
#include <string>

#include "massa/core/error.hpp"

namespace massa::parameters {
namespace {

using Setting = std::pair<std::string_view, Value>;

std::vector<Setting> tolerances(double precursor, std::string precursor_unit, double fragment,
                                std::string fragment_unit) {
  return {{"precursor_tolerance", precursor},
          {"precursor_tolerance_unit", std::move(precursor_unit)},
          {"fragment_tolerance", fragment},
          {"fragment_tolerance_unit", std::move(fragment_unit)}};
}

std::vector<Setting> with(std::vector<Setting> settings, std::initializer_list<Setting> more) {
  settings.insert(settings.end(), more);
  return settings;
}

}  // namespace

std::span<const PresetFacts> presets() {
  // Resolved fragments: isotopes can be told apart, so the filter removes them. Ion-trap fragments: unit resolution, so
  // it cannot, and what remains of the precursor is worth removing.
  static const std::vector<Setting> high =
      with(tolerances(10.0, "ppm", 20.0, "ppm"),
           {{"coisolated_ions", true}, {"deisotope", true}, {"remove_precursor", false}});
  const std::initializer_list<Setting> ion_trap{{"deisotope", false},
                                                {"remove_precursor", true},
                                                {"relative_intensity_min_percent", 0.0},
                                                {"peak_selection", std::string("per_window")},
                                                {"min_peaks", std::int64_t{10}}};
  static const std::vector<Setting> hybrid =
      with(with(tolerances(10.0, "ppm", 0.5, "Da"), {{"coisolated_ions", true}}), ion_trap);
  static const std::vector<Setting> low =
      with(with(tolerances(0.5, "Da", 0.5, "Da"), {{"coisolated_ions", false}}), ion_trap);
  static const std::array<PresetFacts, 4> all{{
      {Preset::automatic, "auto", "The engine chooses one of the other presets from the file and says why.", {}},
      {Preset::high_resolution, "high-resolution",
       "Orbitrap, FT-ICR or time of flight for MS1 and MS2: ± 10 ppm precursors, ± 20 ppm fragments.", high},
      {Preset::hybrid, "hybrid", "High-resolution MS1 and ion-trap MS2: ± 10 ppm precursors, ± 0.5 Da fragments.",
       hybrid},
      {Preset::low_resolution, "low-resolution", "Ion trap or quadrupole for both: ± 0.5 Da precursors and fragments.",
       low},
  }};
  return all;
}

const PresetFacts& facts(Preset preset) {
  return presets()[static_cast<std::size_t>(preset)];
}

Preset parse_preset(std::string_view name) {
  std::string names;
  for (const PresetFacts& candidate : presets()) {
    if (candidate.name == name) {
      return candidate.preset;
    }
    names += (names.empty() ? "" : ", ") + std::string(candidate.name);
  }
  throw Error(ErrorKind::usage, "there is no preset '" + std::string(name) + "'", "", "use one of " + names);
}

}  // namespace massa::parameters
