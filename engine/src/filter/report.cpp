#include "massa/filter/report.hpp"

namespace massa::filter {

void FilterReport::add(const FilterOutcome& outcome) noexcept {
  std::uint64_t peaks = outcome.peaks_before;
  for (std::size_t step = 0; step < step_count; ++step) {
    StepCounts& counts = counts_[step];
    const bool removed = outcome.removed_by && static_cast<std::size_t>(*outcome.removed_by) == step;
    counts.spectra_in += 1;
    counts.peaks_in += peaks;
    if (removed) {
      return;
    }
    peaks = outcome.peaks_after[step];
    counts.spectra_out += 1;
    counts.peaks_out += peaks;
  }
}

void FilterReport::merge(const FilterReport& other) noexcept {
  for (std::size_t step = 0; step < step_count; ++step) {
    counts_[step].spectra_in += other.counts_[step].spectra_in;
    counts_[step].spectra_out += other.counts_[step].spectra_out;
    counts_[step].peaks_in += other.counts_[step].peaks_in;
    counts_[step].peaks_out += other.counts_[step].peaks_out;
  }
}

}  // namespace massa::filter
