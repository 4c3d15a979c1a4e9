#pragma once
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <tuple>

#include "massa/core/spectrum.hpp"
#include "massa/io/run_info.hpp"

namespace massa::classify {

/// @brief Charge states from 0 (not stated) to 31 and above.
using ChargeHistogram = std::array<std::uint64_t, 32>;

/// @brief What the classification of a run needs, gathered while its spectra pass, in bounded memory.
///
/// Give it the spectra in file order, MS1 with their peaks while no MS2 has been seen (later ones are only counted):
/// the peaks of MS1 decide between a fingerprint, an intact protein and an ordinary survey.
class RunStatistics {
 public:
  explicit RunStatistics(const io::RunInfo& run);
  RunStatistics() = default;

  void add(const Spectrum& spectrum);

  /// @brief Takes what the peaks of MS1 showed from statistics of the same run that saw them.
  void take_evidence(const RunStatistics& other);

  std::uint64_t spectra = 0;
  std::map<int, std::uint64_t> spectra_per_level;  ///< key 0: level not stated; levels above 10 count as 10
  std::uint64_t profile_spectra = 0;
  std::uint64_t centroid_spectra = 0;
  double first_retention_time_s = not_stated;
  double last_retention_time_s = not_stated;
  ChargeHistogram precursor_charges{};  ///< of the first precursor; several possible charges count as 0

  io::Ionization ionization = io::Ionization::unknown;
  bool leading_peak_list = false;             ///< the file starts with an MS1 peak list, as a fingerprint does
  std::uint64_t ms1_examined = 0;             ///< MS1 with peaks, before the first MS2
  std::uint64_t ms1_singly_charged = 0;       ///< of these: mostly 1+ peaks in m/z 500–4500
  std::uint64_t ms1_charge_series = 0;        ///< of these: at least three adjacent charge states of one mass > 5 kDa
  double charge_series_mass_da = not_stated;  ///< neutral mass of the longest such series
  int charge_series_length = 0;

  /// @brief Isolation window: centre, width below and above, each in units of 0.01 Th; width −1 where not stated.
  using Window = std::tuple<std::int32_t, std::int32_t, std::int32_t>;
  static constexpr std::size_t window_limit = 4096;
  std::map<Window, std::uint64_t> windows;    ///< of MS2, with their number; at most `window_limit`
  std::uint64_t spectra_outside_windows = 0;  ///< MS2 whose window did not fit any more

  std::uint64_t precursors_above_5_kda = 0;  ///< MS2 whose neutral precursor mass is known and > 5000 Da
  std::uint64_t precursors_with_mass = 0;

  [[nodiscard]] std::uint64_t ms1() const noexcept { return at_level(1); }
  [[nodiscard]] std::uint64_t ms2() const noexcept { return at_level(2); }
  [[nodiscard]] std::uint64_t at_level(int level) const noexcept;

 private:
  void add_survey(const Spectrum& spectrum);
  void add_fragmentation(const Spectrum& spectrum);
};

}  // namespace massa::classify
