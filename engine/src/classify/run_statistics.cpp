#include "massa/classify/run_statistics.hpp"

#include <algorithm>
#include <cmath>

#include "classify/charge_evidence.hpp"
#include "massa/core/constants.hpp"

namespace massa::classify {
namespace {

constexpr int highest_counted_level = 10;
constexpr double intact_mass_da = 5000.0;

/// In units of 0.01 Th; −1 for what is not stated or absurd.
std::int32_t hundredths(double value_th) noexcept {
  constexpr double most = 1e6;
  return value_th >= 0.0 && value_th <= most ? static_cast<std::int32_t>(std::lround(value_th * 100.0)) : -1;
}

RunStatistics::Window window_of(const Precursor& precursor) noexcept {
  const bool stated = !std::isnan(precursor.isolation_target_mz);
  return {hundredths(stated ? precursor.isolation_target_mz : precursor.mz),
          hundredths(precursor.isolation_lower_offset), hundredths(precursor.isolation_upper_offset)};
}

}  // namespace

RunStatistics::RunStatistics(const io::RunInfo& run)
    : ionization(run.ionization), leading_peak_list(run.leading_peak_list) {}

std::uint64_t RunStatistics::at_level(int level) const noexcept {
  const auto found = spectra_per_level.find(level);
  return found == spectra_per_level.end() ? 0 : found->second;
}

void RunStatistics::add(const Spectrum& spectrum) {
  leading_peak_list |= spectra == 0 && spectrum.ms_level == 1;
  ++spectra;
  ++spectra_per_level[std::clamp(spectrum.ms_level, 0, highest_counted_level)];
  profile_spectra += spectrum.representation == Representation::profile ? 1 : 0;
  centroid_spectra += spectrum.representation == Representation::centroid ? 1 : 0;
  if (!std::isnan(spectrum.retention_time_s)) {
    // Written so that the first time, compared with NaN, is taken.
    first_retention_time_s =
        first_retention_time_s <= spectrum.retention_time_s ? first_retention_time_s : spectrum.retention_time_s;
    last_retention_time_s =
        last_retention_time_s >= spectrum.retention_time_s ? last_retention_time_s : spectrum.retention_time_s;
  }
  if (spectrum.ms_level == 1) {
    add_survey(spectrum);
  } else if (spectrum.ms_level == 2) {
    add_fragmentation(spectrum);
  }
}

void RunStatistics::take_evidence(const RunStatistics& other) {
  ms1_examined = other.ms1_examined;
  ms1_singly_charged = other.ms1_singly_charged;
  ms1_charge_series = other.ms1_charge_series;
  charge_series_length = other.charge_series_length;
  charge_series_mass_da = other.charge_series_mass_da;
}

void RunStatistics::add_survey(const Spectrum& spectrum) {
  if (ms2() > 0 || spectrum.mz.empty()) {
    return;
  }
  const ChargeEvidence evidence = charge_evidence(spectrum);
  ++ms1_examined;
  ms1_singly_charged += evidence.mostly_singly_charged ? 1 : 0;
  ms1_charge_series += evidence.series_length > 0 ? 1 : 0;
  if (evidence.series_length > charge_series_length) {
    charge_series_length = evidence.series_length;
    charge_series_mass_da = evidence.series_mass_da;
  }
}

void RunStatistics::add_fragmentation(const Spectrum& spectrum) {
  if (spectrum.precursors.empty()) {
    ++precursor_charges[0];
    ++spectra_outside_windows;
    return;
  }
  const Precursor& precursor = spectrum.precursors.front();
  const int charge = precursor.charge.value_or(0);
  ++precursor_charges[static_cast<std::size_t>(std::clamp(charge, 0, static_cast<int>(precursor_charges.size()) - 1))];
  if (charge > 0 && !std::isnan(precursor.mz)) {
    ++precursors_with_mass;
    precursors_above_5_kda += charge * (precursor.mz - proton_mass_da) > intact_mass_da ? 1 : 0;
  }
  const Window window = window_of(precursor);
  if (const auto known = windows.find(window); known != windows.end()) {
    ++known->second;
  } else if (windows.size() < window_limit) {
    windows.emplace(window, 1);
  } else {
    ++spectra_outside_windows;
  }
}

}  // namespace massa::classify
