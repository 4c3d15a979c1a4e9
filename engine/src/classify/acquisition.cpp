#include "massa/classify/acquisition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace massa::classify {
namespace {

constexpr std::array<std::pair<AcquisitionType, std::string_view>, 9> names{{
    {AcquisitionType::dda, "dda"},
    {AcquisitionType::targeted, "targeted"},
    {AcquisitionType::dia, "dia"},
    {AcquisitionType::pmf, "pmf"},
    {AcquisitionType::pmf_msms, "pmf_msms"},
    {AcquisitionType::intact, "intact"},
    {AcquisitionType::top_down, "top_down"},
    {AcquisitionType::ms1_only, "ms1_only"},
    {AcquisitionType::empty, "empty"},
}};

using Decision = std::optional<Acquisition>;

/// A fingerprint file has a handful of spectra.
constexpr std::uint64_t most_fingerprint_spectra = 5;

std::string_view plural(std::uint64_t count) noexcept {
  return count == 1 ? "" : "s";
}

Decision fingerprint(const RunStatistics& run) {
  if (run.ms2() > 0 || run.ms1() == 0) {
    return std::nullopt;
  }
  if (run.ionization == io::Ionization::maldi) {
    return Acquisition{AcquisitionType::pmf, "maldi_without_ms2",
                       fmt::format("The instrument uses MALDI and there are no MS2 spectra ({} MS1).", run.ms1())};
  }
  // Survey scans of an electrospray run that was cut short are no fingerprint, whatever their peaks.
  const bool mostly_single = run.ms1_examined > 0 && 2 * run.ms1_singly_charged > run.ms1_examined;
  if (run.ionization == io::Ionization::unknown && run.ms1() <= most_fingerprint_spectra && mostly_single) {
    return Acquisition{AcquisitionType::pmf, "few_spectra_singly_charged",
                       fmt::format("There are no MS2 spectra, and the {} MS1 spectr{} hold mostly singly charged peaks "
                                   "in m/z 500 to 4500.",
                                   run.ms1(), run.ms1() == 1 ? "um" : "a")};
  }
  return std::nullopt;
}

Decision fingerprint_with_msms(const RunStatistics& run) {
  const bool singly_charged = run.precursor_charges[1] + run.precursor_charges[0] == run.ms2() &&
                              (run.precursor_charges[1] > 0 || run.ionization == io::Ionization::maldi);
  const bool few_surveys = run.ms1() <= most_fingerprint_spectra || run.ionization == io::Ionization::maldi;
  if (run.ms2() == 0 || run.ms1() == 0 || !run.leading_peak_list || !singly_charged || !few_surveys ||
      run.ionization == io::Ionization::electrospray) {
    return std::nullopt;
  }
  return Acquisition{AcquisitionType::pmf_msms, "leading_peak_list_singly_charged_ms2",
                     fmt::format("The file starts with an MS1 peak list, and none of its {} MS2 precursor{} has more "
                                 "than one charge.",
                                 run.ms2(), plural(run.ms2()))};
}

Decision intact(const RunStatistics& run) {
  // In a run over time the protein elutes in a part of it.
  constexpr std::uint64_t least_share = 20;
  if (run.ms2() > 0 || run.ionization == io::Ionization::maldi || run.ms1_charge_series == 0 ||
      least_share * run.ms1_charge_series < run.ms1_examined) {
    return std::nullopt;
  }
  return Acquisition{
      AcquisitionType::intact, "charge_series",
      fmt::format("There are no MS2 spectra, and {} adjacent charge states agree on one mass of {:.0f} Da "
                  "(in {} of {} MS1).",
                  run.charge_series_length, run.charge_series_mass_da, run.ms1_charge_series, run.ms1_examined)};
}

/// Isolation windows seen at least `times` times: their number and the MS2 spectra in them.
struct Recurring {
  std::uint64_t windows = 0;
  std::uint64_t spectra = 0;
};

Recurring recurring_windows(const RunStatistics& run, std::uint64_t times) {
  Recurring recurring;
  for (const auto& [window, count] : run.windows) {
    if (count >= times) {
      ++recurring.windows;
      recurring.spectra += count;
    }
  }
  return recurring;
}

/// Recurring windows with stated widths as m/z ranges in 0.01 Th, ascending.
std::vector<std::pair<std::int32_t, std::int32_t>> ranges_of(const RunStatistics& run, std::uint64_t times) {
  std::vector<std::pair<std::int32_t, std::int32_t>> ranges;
  for (const auto& [window, count] : run.windows) {
    const auto& [centre, below, above] = window;
    if (count >= times && centre >= 0 && below >= 0 && above >= 0 && below + above > 0) {
      ranges.emplace_back(centre - below, centre + above);
    }
  }
  std::ranges::sort(ranges);
  return ranges;
}

Decision data_independent(const RunStatistics& run) {
  constexpr std::uint64_t times = 3;
  constexpr std::size_t least_windows = 5;
  constexpr std::int32_t largest_gap = 100;       // 1 Th
  constexpr std::int32_t least_coverage = 10000;  // 100 Th
  const auto ranges = ranges_of(run, times);
  const Recurring recurring = recurring_windows(run, times);
  if (ranges.size() < least_windows || 10 * recurring.spectra < 8 * run.ms2()) {
    return std::nullopt;
  }
  std::size_t touching = 0;
  std::int32_t reached = ranges.front().second;
  for (std::size_t i = 1; i < ranges.size(); ++i) {
    touching += ranges[i].first <= reached + largest_gap ? 1 : 0;
    reached = std::max(reached, ranges[i].second);
  }
  const std::int32_t coverage = reached - ranges.front().first;
  if (10 * touching < 9 * (ranges.size() - 1) || coverage < least_coverage) {
    return std::nullopt;
  }
  return Acquisition{AcquisitionType::dia, "isolation_windows_tile",
                     fmt::format("{} isolation windows recur and tile m/z {:.0f} to {:.0f}.", ranges.size(),
                                 ranges.front().first / 100.0, reached / 100.0)};
}

Decision targeted(const RunStatistics& run) {
  constexpr std::uint64_t times = 10;
  constexpr std::uint64_t least_spectra = 30;
  const Recurring recurring = recurring_windows(run, times);
  if (run.ms2() < least_spectra || 10 * recurring.spectra < 9 * run.ms2()) {
    return std::nullopt;
  }
  return Acquisition{AcquisitionType::targeted, "isolation_windows_recur",
                     fmt::format("{} isolation window{} that do not tile the m/z range hold {} of {} MS2 spectra.",
                                 recurring.windows, plural(recurring.windows), recurring.spectra, run.ms2())};
}

Decision top_down(const RunStatistics& run) {
  constexpr std::size_t high_charge = 6;
  std::uint64_t known = 0;
  std::uint64_t high = 0;
  for (std::size_t charge = 1; charge < run.precursor_charges.size(); ++charge) {
    known += run.precursor_charges[charge];
    high += charge >= high_charge ? run.precursor_charges[charge] : 0;
  }
  if (known > 0 && 2 * high >= known) {
    return Acquisition{
        AcquisitionType::top_down, "high_precursor_charge",
        fmt::format("The median precursor charge is at least {} ({} of {} precursors).", high_charge, high, known)};
  }
  if (run.precursors_with_mass > 0 && 2 * run.precursors_above_5_kda > run.precursors_with_mass) {
    return Acquisition{AcquisitionType::top_down, "high_precursor_mass",
                       fmt::format("The median precursor mass is above 5 kDa ({} of {} precursors).",
                                   run.precursors_above_5_kda, run.precursors_with_mass)};
  }
  return std::nullopt;
}

}  // namespace

std::string_view name(AcquisitionType type) noexcept {
  const auto* found = std::ranges::find(names, type, &std::pair<AcquisitionType, std::string_view>::first);
  return found == names.end() ? std::string_view{} : found->second;
}

std::optional<AcquisitionType> acquisition_type(std::string_view name) noexcept {
  const auto* found = std::ranges::find(names, name, &std::pair<AcquisitionType, std::string_view>::second);
  return found == names.end() ? std::nullopt : std::optional(found->first);
}

Acquisition classify_acquisition(const RunStatistics& statistics) {
  for (const auto rule : {fingerprint, fingerprint_with_msms, intact, data_independent, targeted, top_down}) {
    if (Decision decision = rule(statistics)) {
      return *std::move(decision);
    }
  }
  if (statistics.ms2() > 0) {
    return {AcquisitionType::dda, "ms2_of_selected_precursors",
            fmt::format("There {} {} MS2 spectr{} of precursors selected one by one.",
                        statistics.ms2() == 1 ? "is" : "are", statistics.ms2(), statistics.ms2() == 1 ? "um" : "a")};
  }
  if (statistics.spectra > 0) {
    return {AcquisitionType::ms1_only, "no_ms2",
            fmt::format("There are no MS2 spectra among {} spectr{}, and the MS1 show neither a fingerprint nor an "
                        "intact protein.",
                        statistics.spectra, statistics.spectra == 1 ? "um" : "a")};
  }
  return {AcquisitionType::empty, "no_spectra", "The file holds no spectra."};
}

}  // namespace massa::classify
