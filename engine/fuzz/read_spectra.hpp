#pragma once
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>

#include "fuzz/memory_file.hpp"
#include "massa/core/error.hpp"
#include "massa/io/reader.hpp"

namespace massa::fuzz {

/// @brief Aborts, which libFuzzer reports, where a promise of the readers does not hold.
inline void require(bool promise) {
  if (!promise) {
    std::abort();
  }
}

inline void check(const Spectrum& spectrum) {
  require(spectrum.mz.size() == spectrum.intensity.size());
  require(std::ranges::is_sorted(spectrum.mz));
  require(std::ranges::all_of(spectrum.mz, [](double mz) { return std::isfinite(mz) && mz > 0.0; }));
  require(std::ranges::all_of(spectrum.intensity, [](float value) { return std::isfinite(value) && value >= 0.0F; }));
  require(!spectrum.native_id.empty());
  require(spectrum.ms_level >= 0 && spectrum.ms_level <= 100);
}

/// @brief Reads bytes as a spectrum file: it gives spectra that keep their promises, or one line of error.
inline void read_spectra(const std::uint8_t* data, std::size_t size) {
  const MemoryFile file(data, size);
  try {
    const auto reader = io::open_spectra(file.path());
    std::uint64_t delivered = 0;
    Spectrum spectrum;
    while (reader->next(spectrum)) {
      check(spectrum);
      ++delivered;
    }
    require(reader->report().spectra_in_file == delivered);
  } catch (const Error& error) {
    require(error.kind() == ErrorKind::input);
    require(!error.remedy().empty() && !error.where().empty());
    require(std::string_view(error.what()).find('\n') == std::string_view::npos);
  }
}

}  // namespace massa::fuzz
