#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "massa/io/run_info.hpp"

namespace massa::io {

/// @brief What reading can meet without giving up. finding.cpp holds the code and sentence of each.
enum class FindingCode : std::uint8_t {
  non_finite_peaks,
  non_positive_mz,
  implausible_mz,
  negative_intensity,
  unsorted_peaks,
  peak_count_differs,
  no_peaks,
  not_mass_spectra,
  missing_intensity,
  missing_ms_level,
  missing_precursor_mz,
  missing_id,
  duplicate_id,
  unreadable_value,
  retention_time_without_unit,
  spectrum_count_differs,
  no_spectra,
  empty_entry,
  duplicate_entry,
  duplicate_accession,
  left_out_characters,
  looks_like_nucleotides,
  contains_decoys,
};

/// @brief Something met at one place; equal codes become one ReadWarning.
struct Finding {
  FindingCode code{};
  std::uint64_t count = 1;
  std::string place;  ///< to_text(Place)
};

/// @brief Sums findings up, in the order of their first occurrence.
class FindingLog {
 public:
  void add(const Finding& finding);
  [[nodiscard]] const std::vector<ReadWarning>& warnings() const noexcept { return warnings_; }

 private:
  std::vector<ReadWarning> warnings_;
};

}  // namespace massa::io
