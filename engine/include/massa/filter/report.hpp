#pragma once
#include <array>
#include <cstdint>

#include "massa/filter/pipeline.hpp"

namespace massa::filter {

/// @brief How many spectra and peaks entered and left a step, over a run.
struct StepCounts {
  std::uint64_t spectra_in = 0;
  std::uint64_t spectra_out = 0;
  std::uint64_t peaks_in = 0;
  std::uint64_t peaks_out = 0;
  friend bool operator==(const StepCounts&, const StepCounts&) = default;
};

/// @brief What each step did to a run. Sums only: the order of `add` and `merge` does not matter.
/// A step that is not applied has out = in.
class FilterReport {
 public:
  void add(const FilterOutcome& outcome) noexcept;
  void merge(const FilterReport& other) noexcept;

  [[nodiscard]] const StepCounts& operator[](Step step) const noexcept {
    return counts_[static_cast<std::size_t>(step)];
  }
  friend bool operator==(const FilterReport&, const FilterReport&) = default;

 private:
  std::array<StepCounts, step_count> counts_{};
};

}  // namespace massa::filter
