#include "spectrum_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace massa::filter {
namespace {

/// A spectrum that states no level is an MS2 if it names a precursor.
int ms_level(const Spectrum& spectrum) {
  if (spectrum.ms_level != 0) {
    return spectrum.ms_level;
  }
  return spectrum.precursors.empty() ? 1 : 2;
}

template <class T>
std::optional<std::string> outside(T value, const std::optional<T>& minimum, const std::optional<T>& maximum,
                                   std::string_view what, std::string_view unit) {
  if (minimum && value < *minimum) {
    return fmt::format("{} {}{} is below {}{}", what, value, unit, *minimum, unit);
  }
  if (maximum && value > *maximum) {
    return fmt::format("{} {}{} is above {}{}", what, value, unit, *maximum, unit);
  }
  return std::nullopt;
}

std::optional<std::string> charge_outside(const Precursor& precursor, const FilterOptions& options) {
  std::vector<int> charges = precursor.possible_charges;
  if (precursor.charge) {
    charges = {*precursor.charge};
  }
  std::optional<std::string> reason;
  for (const int charge : charges) {
    reason = outside<int>(std::abs(charge), options.precursor_charge_min, options.precursor_charge_max,
                          "the precursor charge", "");
    if (!reason) {
      return std::nullopt;  // one of the charges that the spectrum may have is allowed
    }
  }
  return reason;
}

std::optional<Removal> check_precursor(const Precursor& precursor, const FilterOptions& options) {
  if (!std::isnan(precursor.mz)) {
    if (auto reason = outside<double>(precursor.mz, options.precursor_mz_min, options.precursor_mz_max,
                                      "the precursor m/z", " Th")) {
      return Removal{Step::precursor_mz, std::move(*reason)};
    }
  }
  if (auto reason = charge_outside(precursor, options)) {
    return Removal{Step::precursor_charge, std::move(*reason)};
  }
  return std::nullopt;
}

double total_ion_current(const Spectrum& spectrum) {
  if (!std::isnan(spectrum.total_ion_current)) {
    return spectrum.total_ion_current;
  }
  return std::accumulate(spectrum.intensity.begin(), spectrum.intensity.end(), 0.0);
}

}  // namespace

std::optional<Removal> check_spectrum(const Spectrum& spectrum, const FilterOptions& options) {
  if (const int level = ms_level(spectrum);
      !options.ms_levels.empty() && std::ranges::find(options.ms_levels, level) == options.ms_levels.end()) {
    return Removal{Step::ms_level, fmt::format("MS level {} is not searched", level)};
  }
  if (!std::isnan(spectrum.retention_time_s)) {
    if (auto reason = outside<double>(spectrum.retention_time_s, options.retention_time_min_s,
                                      options.retention_time_max_s, "the retention time", " s")) {
      return Removal{Step::retention_time, std::move(*reason)};
    }
  }
  if (!spectrum.precursors.empty()) {
    if (auto removal = check_precursor(spectrum.precursors.front(), options)) {
      return removal;
    }
  }
  if (options.polarity && spectrum.polarity != Polarity::unknown && spectrum.polarity != *options.polarity) {
    return Removal{Step::polarity, "the spectrum has the other polarity"};
  }
  if (!options.activations.empty() && !spectrum.precursors.empty()) {
    const Activation activation = spectrum.precursors.front().activation;
    if (activation != Activation::unknown &&
        std::ranges::find(options.activations, activation) == options.activations.end()) {
      return Removal{Step::activation, "the dissociation method is not among those chosen"};
    }
  }
  if (options.total_ion_current_min) {
    if (auto reason = outside<double>(total_ion_current(spectrum), options.total_ion_current_min, std::nullopt,
                                      "the total ion current", "")) {
      return Removal{Step::total_ion_current, std::move(*reason)};
    }
  }
  return std::nullopt;
}

}  // namespace massa::filter
